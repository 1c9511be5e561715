import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { Integration } from '../../documents/alertmanager/types.ts';
import type { YamlNode } from '../../yaml/node.ts';
import { defineCheck } from '../contract.ts';
import { mailConfig } from '../support/example-alertmanager.ts';
import { inheritedSetting } from '../support/inherited-setting.ts';
import { isStandIn } from '../support/stand-in.ts';

export default defineCheck({
  meta: {
    id: 'receivers/smtp-login',
    summary: 'mail server logins without a user or a password, or without TLS',
    why: 'Alertmanager tries an incomplete login: the mail server or Alertmanager itself rejects it, and no e-mail is sent.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { title: 'No password', files: mailConfig('  smtp_auth_username: alerts'), at: ['alerts'] },
        {
          title: 'A password without a user is never used',
          files: mailConfig('  smtp_auth_password_file: /etc/alertmanager/smtp'),
          at: ['/etc/alertmanager/smtp'],
        },
        {
          title: 'Without TLS',
          files: mailConfig(
            '  smtp_auth_username: alerts\n  smtp_auth_password_file: /etc/alertmanager/smtp\n  smtp_require_tls: false',
          ),
          at: ['false'],
        },
      ],
      right: [
        {
          files: mailConfig(
            '  smtp_auth_username: alerts\n  smtp_auth_password_file: /etc/alertmanager/smtp',
          ),
        },
        { title: 'No login at all', files: mailConfig('  smtp_require_tls: false') },
      ],
    },
  },
  messages: {
    noPassword: (data: { user: string }) => ({
      message: `the mail server login has the user "${data.user}", but no password`,
      why: 'if the server offers a login, Alertmanager fails without the password, and no e-mail is sent',
      help: 'set "smtp_auth_password_file" (or "auth_password_file" of the receiver), or remove the user name',
    }),
    noUser: () => ({
      message: 'the mail server login has a password, but no user name',
      why: 'without "auth_username" Alertmanager does not log in: most servers then reject the e-mail',
      help: 'set "smtp_auth_username" (or "auth_username" of the receiver)',
    }),
    noTls: (data: { host: string }) => ({
      message: `the password for "${data.host}" would be sent unencrypted: "require_tls" is false`,
      why: 'Alertmanager then does not start TLS, and refuses to send a PLAIN password unencrypted; most servers offer a login only with TLS',
      help: 'remove "require_tls: false"; port 465 is encrypted from the start and does not need it',
    }),
  },
  create: (context) => {
    const told = new Set<YamlNode>();
    const first = (node: YamlNode): boolean => {
      if (told.has(node)) return false;
      told.add(node);
      return true;
    };
    return {
      Integration(integration, { document, file }) {
        if (integration.kind !== 'email' || document.origin === 'object') return;
        const user = setting(document, integration, 'auth_username');
        const secret = PASSWORDS.map((key) => setting(document, integration, key)).find(
          (node) => node !== undefined,
        );
        if (user?.kind === 'scalar' && secret === undefined) {
          if (first(user)) context.report('noPassword', { file, range: user.range }, { user: user.text });
        } else if (user === undefined && secret !== undefined) {
          if (first(secret)) context.report('noUser', { file, range: secret.range }, undefined);
        } else if (user !== undefined) {
          const tls = inheritedSetting(document, integration, 'require_tls', 'smtp_require_tls');
          const host = setting(document, integration, 'smarthost', 'smtp_smarthost');
          if (tls?.kind !== 'scalar' || tls.value !== false || host?.kind !== 'scalar') return;
          if (
            isOwnMachine(host.text) ||
            isStandIn(host.text) ||
            isEncrypted(document, integration, host.text)
          )
            return;
          if (first(tls)) context.report('noTls', { file, range: tls.range }, { host: host.text });
        }
      },
    };
  },
});

const PASSWORDS = ['auth_password', 'auth_password_file', 'auth_secret', 'auth_secret_file'];

function setting(
  document: AlertmanagerDocument,
  integration: Integration,
  key: string,
  globalKey = `smtp_${key}`,
): YamlNode | undefined {
  return inheritedSetting(document, integration, key, globalKey);
}

/** Go sends a password in the clear to the machine it runs on. */
function isOwnMachine(smarthost: string): boolean {
  return /^(?:localhost|127\.0\.0\.1|\[::1\]):/.test(smarthost);
}

function isEncrypted(document: AlertmanagerDocument, integration: Integration, smarthost: string): boolean {
  const implicit = inheritedSetting(document, integration, 'force_implicit_tls', 'smtp_force_implicit_tls');
  if (implicit?.kind === 'scalar' && typeof implicit.value === 'boolean') return implicit.value;
  return smarthost.endsWith(':465');
}

import type { Section } from '../../documents/alertmanager/section.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { defineCheck } from '../contract.ts';
import { mailConfig } from '../support/example-alertmanager.ts';
import { writtenSecrets } from './secret/written-secrets.ts';
import type { WrittenSecret } from './secret/written-secrets.ts';

export default defineCheck({
  meta: {
    id: 'receivers/secret',
    summary: 'passwords, tokens and webhook URLs written in the configuration',
    why: 'Anyone who can read the repository or its history can send messages in your name and page your on-call.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'A password',
          files: mailConfig('  smtp_auth_password: hunter2-Gq7vX9'),
          at: ['hunter2-Gq7vX9'],
        },
        {
          title: 'A URL with a password',
          files: mailConfig('  pagerduty_url: https://bot:Gq7vX9rT@pager.internal/v2'),
          at: ['https://bot:Gq7vX9rT@pager.internal/v2'],
        },
      ],
      right: [
        {
          title: 'In a separate file',
          files: mailConfig('  smtp_auth_password_file: /etc/alertmanager/smtp'),
        },
        { title: 'Placeholders', files: mailConfig('  smtp_auth_password: SENDER_PASSCODE') },
        { title: 'Substituted at deployment', files: mailConfig('  smtp_auth_password: ${SMTP_PASSWORD}') },
      ],
    },
  },
  messages: {
    value: (data: { key: string; fileKey: string | undefined }) => ({
      message: `the secret of "${data.key}" is written in the configuration`,
      why: 'it stays in the history of the repository, even when it is removed',
      help: `${data.fileKey === undefined ? 'substitute it when the configuration is deployed' : `use "${data.fileKey}" with the path of a file`}, and replace the secret, because this one is known`,
    }),
    url: (data: { key: string; fileKey: string | undefined }) => ({
      message: `the URL of "${data.key}" contains a secret`,
      why: 'anyone who knows the URL can send with it; it stays in the history of the repository',
      help: `${data.fileKey === undefined ? 'substitute it when the configuration is deployed' : `use "${data.fileKey}" with the path of a file`}, and create a new URL, because this one is known`,
    }),
  },
  create: (context) => {
    const seen = new Set<WrittenSecret['node']>();
    const look = (section: Section, file: SourceFile): void => {
      for (const { key, node, fileKey, form } of writtenSecrets(section.node, section.schema)) {
        // One anchor used twice is one secret.
        if (seen.has(node)) continue;
        seen.add(node);
        context.report(form, { file, range: node.range }, { key, fileKey });
      }
    };
    // An object holds references to Secrets; a text in their place is an error of syntax/alertmanager.
    return {
      Alertmanager({ config, file, origin }) {
        if (config.global !== undefined && origin !== 'object') look(config.global, file);
      },
      Integration({ section }, { document, file }) {
        if (document.origin !== 'object') look(section, file);
      },
    };
  },
});

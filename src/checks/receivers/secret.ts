import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import { defineCheck } from '../contract.ts';
import { mailConfig } from '../support/example-alertmanager.ts';
import { writtenSecrets } from '../support/secrets.ts';
import type { WrittenSecret } from '../support/secrets.ts';

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
  create: (context) => ({
    Alertmanager(document) {
      const seen = new Set<WrittenSecret['node']>();
      for (const { key, node, fileKey, form } of secretsOf(document)) {
        // One anchor used twice is one secret.
        if (seen.has(node)) continue;
        seen.add(node);
        context.report(form, { file: document.file, range: node.range }, { key, fileKey });
      }
    },
  }),
});

function secretsOf({ config, origin }: AlertmanagerDocument): WrittenSecret[] {
  // An object holds references to Secrets; a text in their place is an error of syntax/alertmanager.
  if (origin === 'object') return [];
  const sections = [
    ...(config.global === undefined ? [] : [config.global]),
    ...config.receivers.flatMap(({ integrations }) => integrations.map(({ section }) => section)),
  ];
  return sections.flatMap(({ node, schema }) => writtenSecrets(node, schema));
}

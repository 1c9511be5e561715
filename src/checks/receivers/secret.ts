import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import { defineCheck } from '../contract.ts';
import { mailConfig } from '../support/example-alertmanager.ts';
import { writtenSecrets } from '../support/secrets.ts';
import type { WrittenSecret } from '../support/secrets.ts';

export default defineCheck({
  meta: {
    id: 'receivers/secret',
    summary: 'passwords, tokens and webhook URLs that are written in the configuration',
    why: 'Whoever can read the repository, now or in its history, can send in your name or wake your on-call.',
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
          title: 'In a file of its own',
          files: mailConfig('  smtp_auth_password_file: /etc/alertmanager/smtp'),
        },
        { title: 'Words that stand for it', files: mailConfig('  smtp_auth_password: SENDER_PASSCODE') },
        { title: 'Filled in on the way', files: mailConfig('  smtp_auth_password: ${SMTP_PASSWORD}') },
      ],
    },
  },
  messages: {
    value: (data: { key: string; fileKey: string | undefined }) => ({
      message: `the secret of "${data.key}" is written in the configuration`,
      why: 'it stays in the history of the repository, even when it is removed',
      help: `${data.fileKey === undefined ? 'have it filled in when the configuration is deployed' : `use "${data.fileKey}" with the path of a file`}, and replace the secret: this one is no longer secret`,
    }),
    url: (data: { key: string; fileKey: string | undefined }) => ({
      message: `the URL of "${data.key}" holds a secret`,
      why: 'whoever knows the URL can send with it; it stays in the history of the repository',
      help: `${data.fileKey === undefined ? 'have it filled in when the configuration is deployed' : `use "${data.fileKey}" with the path of a file`}, and have the URL replaced: this one is no longer secret`,
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

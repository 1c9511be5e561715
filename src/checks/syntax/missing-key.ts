import { issueCheck } from '../support/issue-check.ts';

export default issueCheck(
  {
    id: 'syntax/missing-key',
    summary: 'required keys that are missing or empty',
    why: 'The whole file is rejected.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: `groups:
  - name: web
    rules:
      - alert: Down
`,
          at: ['Down'],
        },
      ],
      right: [
        {
          files: `groups:
  - name: web
    interval: 30s
    rules:
      - record: job:up:sum
        expr: sum by (job) (up)
`,
        },
      ],
    },
  },
  ['missing-key', 'empty-value'],
);

import { issueCheck } from '../support/issue-check.ts';

export default issueCheck(
  {
    id: 'syntax/wrong-type',
    summary: 'values of the wrong type',
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
        expr: [up == 0]
`,
          at: ['[up == 0]'],
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
  ['wrong-type'],
);

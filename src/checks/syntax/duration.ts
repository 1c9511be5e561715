import { issueCheck } from '../support/issue-check.ts';

export default issueCheck(
  {
    id: 'syntax/duration',
    summary: 'a duration that is none',
    why: 'The file is refused as a whole.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: `groups:
  - name: web
    rules:
      - alert: Down
        expr: up == 0
        for: 5 minutes
`,
          at: ['5 minutes'],
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
  ['bad-duration'],
);

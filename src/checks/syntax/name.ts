import { issueCheck } from '../support/issue-check.ts';

export default issueCheck(
  {
    id: 'syntax/name',
    summary: 'names of labels and metrics that are not valid',
    why: 'The file is refused as a whole.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: `groups:
  - name: web
    rules:
      - record: up{job="a"}
        expr: sum(up)
`,
          at: ['up{job="a"}'],
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
  ['bad-label-name', 'bad-metric-name'],
);

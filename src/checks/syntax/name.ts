import { issueCheck } from '../support/issue-check.ts';

export default issueCheck(
  {
    id: 'syntax/name',
    summary: 'invalid names of labels and metrics',
    why: 'The whole file is rejected.',
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

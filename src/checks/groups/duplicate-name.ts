import { issueCheck } from '../support/issue-check.ts';

export default issueCheck(
  {
    id: 'groups/duplicate-name',
    summary: 'two groups of the same name in one file',
    why: 'Prometheus refuses the whole file.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: `groups:
  - name: web
    rules: []
  - name: web
    rules: []
`,
          at: ['web'],
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
  ['duplicate-group'],
);

import { issueCheck } from '../support/issue-check.ts';

export default issueCheck(
  {
    id: 'groups/duplicate-name',
    summary: 'groups of one file with the same name',
    why: 'Prometheus rejects the whole file.',
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

import { issueCheck } from '../support/issue-check.ts';

export default issueCheck(
  {
    id: 'syntax/multiple-documents',
    summary: 'files with a second YAML document',
    why: 'Prometheus reads only the first document: it silently ignores the rules after "---".',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: `groups: []
---
groups:
  - name: web
    rules: []
`,
          at: ['g'],
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
  ['multiple-documents'],
);

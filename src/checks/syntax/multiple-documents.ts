import { issueCheck } from '../support/issue-check.ts';

export default issueCheck(
  {
    id: 'syntax/multiple-documents',
    summary: 'a second YAML document in a file',
    why: 'Only the first document is read: the rules after "---" are silently ignored.',
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

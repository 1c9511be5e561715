import { issueCheck } from '../support/issue-check.ts';

export default issueCheck(
  {
    id: 'syntax/unrecognised',
    summary: 'a file that was named but holds nothing that rulecheck knows',
    why: 'A typing error in the top-level key would leave every rule of the file unchecked and unnoticed.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          named: true,
          files: `group:
  - name: web
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
  ['unrecognised'],
);

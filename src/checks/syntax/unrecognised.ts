import { issueCheck } from '../support/issue-check.ts';

export default issueCheck(
  {
    id: 'syntax/unrecognised',
    summary: 'listed files whose format is not recognised',
    why: 'With a typo in the top-level key, every rule of the file would be silently unchecked.',
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

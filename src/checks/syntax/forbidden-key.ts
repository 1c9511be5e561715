import { issueCheck } from '../support/issue-check.ts';

export default issueCheck(
  {
    id: 'syntax/forbidden-key',
    summary: 'keys that this kind of rule cannot have',
    why: 'The whole file is rejected.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: `groups:
  - name: web
    rules:
      - record: job:up:sum
        expr: sum by (job) (up)
        for: 5m
`,
          at: ['for'],
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
  ['forbidden-key'],
);

import { issueCheck } from '../support/issue-check.ts';

export default issueCheck(
  {
    id: 'syntax/duplicate-key',
    summary: 'duplicate keys in a map',
    why: 'Go programs reject the file; other readers silently keep the last value.',
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
        labels:
          severity: warning
          severity: critical
`,
          at: ['severity'],
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
  ['duplicate-key'],
);

import { issueCheck } from '../support/issue-check.ts';

export default issueCheck(
  {
    id: 'syntax/unknown-key',
    summary: 'keys that the format does not have',
    why: 'Prometheus rejects the whole file because of one wrong key: none of its rules are loaded.',
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
        annotation:
          summary: down
`,
          at: ['annotation'],
        },
        {
          title: 'A rule outside its group is one finding',
          files: `groups:
  - name: web
    rules:
      - alert: Down
        expr: up == 0
  - alert: Slow
    expr: latency_seconds > 1
    for: 5m
    annotations: { summary: slow }
`,
          at: ['alert'],
        },
        {
          title: 'A key of vmalert: a warning',
          files: `groups:
  - name: web
    concurrency: 2
    rules:
      - alert: Down
        expr: up == 0
`,
          at: ['concurrency'],
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
  ['unknown-key'],
);

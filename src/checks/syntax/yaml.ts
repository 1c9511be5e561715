import { issueCheck } from '../support/issue-check.ts';

export default issueCheck(
  {
    id: 'syntax/yaml',
    summary: 'invalid YAML',
    why: 'Prometheus, Loki and Alertmanager do not load the file, or keep running with the old one.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: `groups:
  - name: web
    rules:
      - alert: Down
        expr: "up == 0
`,
          at: ['"up == 0'],
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
  ['yaml-syntax', 'yaml-alias', 'yaml-too-deep', 'yaml-alias-bomb', 'yaml-complex-key', 'not-utf8'],
);

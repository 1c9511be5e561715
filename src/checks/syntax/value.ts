import { issueCheck } from '../support/issue-check.ts';

export default issueCheck(
  {
    id: 'syntax/value',
    summary: 'values that are not allowed',
    why: 'The program that reads the file rejects it, or ignores the value.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: {
            'metrics.yml': `metrics:
  shop_requests_total: { type: count }
`,
          },
          at: ['count'],
        },
        {
          title: 'A Prometheus configuration with two jobs of the same name',
          files: {
            'prometheus.yml': `scrape_configs:
  - job_name: node
  - job_name: node
`,
          },
          at: ['node'],
        },
        {
          title: 'A pattern for folders of rule files',
          files: { 'prometheus.yml': "rule_files: ['rules/*/*.yml']\n" },
          at: ["'rules/*/*.yml'"],
        },
      ],
      right: [
        { files: { 'prometheus.yml': "rule_files: ['rules/*.yml', 'more/a*.rules']\n" } },
        {
          files: {
            'metrics.yml': `metrics:
  shop_requests_total: { type: counter }
`,
          },
        },
      ],
    },
  },
  ['bad-value'],
);

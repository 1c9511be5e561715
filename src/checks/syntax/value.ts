import { issueCheck } from '../support/issue-check.ts';

export default issueCheck(
  {
    id: 'syntax/value',
    summary: 'a value outside of what is allowed',
    why: 'The program that reads the file refuses it, or the value means nothing.',
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
      ],
      right: [
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

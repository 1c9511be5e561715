import type { PromqlError } from '../../promql/syntax/errors.ts';
import { defineCheck } from '../contract.ts';

export default defineCheck({
  meta: {
    id: 'syntax/promql',
    summary: 'expressions that Prometheus does not accept',
    why: 'One expression that does not parse keeps the whole file from loading: none of its alerts exists.',
    severity: 'error',
    preset: 'recommended',
    peers: ['pint promql/syntax', 'promruval expressionIsValidPromQL'],
    examples: {
      wrong: [
        {
          files: `groups:
  - name: web
    rules:
      - alert: ErrorsHigh
        expr: |
          sum by (job) (rate(errors_total{code=500}[5m])) > 1
`,
          at: ['5'],
        },
      ],
      right: [
        {
          files: `groups:
  - name: web
    rules:
      - alert: ErrorsHigh
        expr: |
          sum by (job) (rate(errors_total{code="500"}[5m])) > 1
`,
        },
      ],
    },
  },
  messages: {
    error: ({ message, help }: PromqlError) => ({
      message,
      why: 'Prometheus refuses the whole file',
      help,
    }),
    bound: ({ message, help }: PromqlError) => ({
      message,
      why: 'nothing else of the expression is checked',
      help,
    }),
  },
  create: (context) => ({
    Promql(query) {
      for (const error of query.source.promql.errors) {
        const related =
          error.related === undefined
            ? []
            : [{ ...query.place(error.related), message: error.related.message }];
        context.report(BOUNDS.has(error.code) ? 'bound' : 'error', query.place(error), error, { related });
      }
    },
  }),
});

/** Bounds of rulecheck's own, against hostile files. */
const BOUNDS: ReadonlySet<PromqlError['code']> = new Set(['too-deep', 'too-long']);

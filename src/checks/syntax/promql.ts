import { mayBeNewer, newerPrometheus } from '../../config/newer-releases.ts';
import type { NewerRelease } from '../../config/newer-releases.ts';
import type { PromqlError } from '../../promql/syntax/errors.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';

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
        {
          title: 'A function that a release newer than all known ones may have: a warning',
          config: 'prometheus: { version: "3.99" }\n',
          files: ruleFile(alert('median_of(shop_errors) > 1')),
          at: ['median_of'],
        },
      ],
      right: [
        {
          title: 'Extended ranges are stable since Prometheus 3.16',
          files: ruleFile(alert('rate(shop_errors_total[5m] anchored) > 1')),
        },
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
    newer: ({ message, help, newer }: PromqlError & { newer: NewerRelease }) => ({
      message,
      why: mayBeNewer(newer),
      help,
    }),
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
      const newer = newerPrometheus(context.project.settings);
      for (const error of query.source.promql.errors) {
        const related =
          error.related === undefined
            ? []
            : [{ ...query.place(error.related), message: error.related.message }];
        if (newer !== undefined && ADDITIONS.has(error.code)) {
          context.report('newer', query.place(error), { ...error, newer }, { related, severity: 'warning' });
          continue;
        }
        context.report(BOUNDS.has(error.code) ? 'bound' : 'error', query.place(error), error, { related });
      }
    },
  }),
});

/** What a later release may accept: functions that it added, features that it no longer hides behind a flag. */
const ADDITIONS: ReadonlySet<PromqlError['code']> = new Set(['unknown-function', 'feature-disabled']);

/** Bounds of rulecheck's own, against hostile files. */
const BOUNDS: ReadonlySet<PromqlError['code']> = new Set(['too-deep', 'too-long']);

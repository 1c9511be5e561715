import type { LogqlError } from '../../logql/syntax/errors.ts';
import { defineCheck } from '../contract.ts';

export default defineCheck({
  meta: {
    id: 'syntax/logql',
    summary: 'expressions that Loki does not accept',
    why: "Loki's ruler refuses the whole file: none of its alerts exists.",
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: {
            'loki/rules.yml': `groups:
  - name: web
    rules:
      - alert: ErrorsHigh
        expr: sum(rate({app="web"} |= "error" [5m)) > 1
`,
          },
          at: ['[5m)) > 1'],
        },
      ],
      right: [
        {
          files: {
            'loki/rules.yml': `groups:
  - name: web
    rules:
      - alert: ErrorsHigh
        expr: sum(rate({app="web"} |= "error" [5m])) > 1
`,
          },
        },
      ],
    },
  },
  messages: {
    error: ({ message, explanation }: LogqlError) => ({
      message,
      why: 'Loki refuses the query',
      help: explanation,
    }),
  },
  create: (context) => ({
    Logql(query) {
      for (const error of query.source.logql.errors) context.report('error', query.place(error), error);
    },
  }),
});

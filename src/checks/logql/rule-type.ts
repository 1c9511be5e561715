import { analyseLogql } from '../../logql/analysis/index.ts';
import { defineCheck } from '../contract.ts';

const rules = (expr: string): Record<string, string> => ({
  'loki/rules.yml': `groups:
  - name: web
    rules:
      - alert: WebErrors
        expr: ${expr}
`,
});

export default defineCheck({
  meta: {
    id: 'logql/rule-type',
    summary: 'Loki rules whose expression returns log lines instead of numbers',
    why: "Loki's ruler cannot evaluate it: the alert never fires.",
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [{ files: rules(`'{app="web"} |= "error"'`), at: ['{app="web"} |= "error"'] }],
      right: [{ files: rules(`'sum(count_over_time({app="web"} |= "error" [5m])) > 0'`) }],
    },
  },
  messages: {
    lines: (data: { name: string }) => ({
      message: `the expression of "${data.name}" returns log lines, but a rule needs numbers`,
      why: "Loki's ruler cannot evaluate it: the rule fails at every evaluation",
      help: 'count the lines: sum(count_over_time({...} [5m])) > 0',
    }),
  },
  create: (context) => ({
    Rule(rule) {
      if (rule.group.document.language !== 'logql' || rule.expr.logql.errors.length > 0) return;
      const { expr } = rule.expr.logql;
      if (expr === undefined || analyseLogql(expr, rule.expr.text).isMetric) return;
      context.report('lines', { file: rule.file, range: rule.expr.range }, { name: rule.name.value });
    },
  }),
});

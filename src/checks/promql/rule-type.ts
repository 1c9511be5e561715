import { typeOf } from '../../promql/syntax/types.ts';
import { defineCheck } from '../contract.ts';

const rules = (expr: string): string => `groups:
  - name: web
    rules:
      - record: job:requests:rate5m
        expr: ${expr}
`;

export default defineCheck({
  meta: {
    id: 'promql/rule-type',
    summary: 'rules whose expression is a range vector or a string',
    why: 'The file loads, but every evaluation of the rule fails: it records nothing and never fires.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [{ files: rules('requests_total[5m]'), at: ['requests_total[5m]'] }],
      right: [{ files: rules('rate(requests_total[5m])') }],
    },
  },
  messages: {
    type: (data: { name: string; type: string; ranged: boolean }) => ({
      message: `the expression of "${data.name}" is a ${data.type}, but a rule needs an instant vector or a scalar`,
      why: 'Prometheus loads the rule, but every evaluation fails',
      help: data.ranged
        ? 'apply a function, such as rate(...) or increase(...)'
        : 'write an expression that returns a number',
    }),
  },
  create: (context) => ({
    Rule(rule) {
      if (rule.group.document.language !== 'promql' || rule.expr.promql.errors.length > 0) return;
      const { expr } = rule.expr.promql;
      const type = expr === undefined ? undefined : typeOf(expr);
      if (type !== 'matrix' && type !== 'string') return;
      const data = {
        name: rule.name.value,
        type: type === 'matrix' ? 'range vector' : 'string',
        ranged: type === 'matrix',
      };
      context.report('type', { file: rule.file, range: rule.expr.range }, data);
    },
  }),
});

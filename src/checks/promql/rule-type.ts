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
    why: 'The file loads, and every evaluation of the rule fails: nothing is recorded and nothing fires.',
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
      why: 'Prometheus loads the rule and every evaluation of it fails',
      help: data.ranged
        ? 'put a function around it, such as rate(...) or increase(...)'
        : 'write an expression with a value',
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

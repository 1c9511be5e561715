import type { RecordingRule } from '../../documents/rules/types.ts';
import type { Project, PromqlQuery } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';
import { unwrap } from '../../promql/infer/index.ts';
import type { Call, Expr } from '../../promql/syntax/ast.ts';
import type { Range } from '../../source/range.ts';
import type { Place } from '../contract.ts';
import { defineCheck } from '../contract.ts';
import { openDivision, ruleAst } from '../../analysis/expression/index.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import { ruleOf } from '../support/rule-of.ts';

const RATIO = record(
  'job:shop_errors:ratio5m',
  'sum by (job) (rate(bad_total[5m])) / sum by (job) (rate(all_total[5m]))',
);

export default defineCheck({
  meta: {
    id: 'promql/nan-over-time',
    summary: 'means and sums over time of a ratio that is 0/0 without traffic',
    why: 'One minute without traffic records NaN, and a mean or sum over 30 days with one NaN is NaN: the budget alert cannot fire until the sample leaves the range.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'A recorded ratio',
          files: ruleFile(RATIO, alert('avg_over_time(job:shop_errors:ratio5m[30d]) > 0.001')),
          at: ['job:shop_errors:ratio5m'],
        },
        {
          title: 'In a subquery',
          files: ruleFile(alert('sum_over_time((rate(bad_total[5m]) / rate(all_total[5m]))[1d:5m]) > 3')),
          at: ['rate(bad_total[5m]) / rate(all_total[5m])'],
        },
      ],
      right: [
        {
          title: 'Recorded only where there is traffic',
          files: ruleFile(
            record(
              'job:shop_errors:ratio5m',
              'sum by (job) (rate(bad_total[5m])) / (sum by (job) (rate(all_total[5m])) > 0)',
            ),
            alert('avg_over_time(job:shop_errors:ratio5m[30d]) > 0.001'),
          ),
        },
        {
          title: 'The maximum ignores NaN',
          files: ruleFile(RATIO, alert('max_over_time(job:shop_errors:ratio5m[1h]) > 0.1')),
        },
        {
          title: 'A comparison drops NaN before',
          files: ruleFile(
            record(
              'job:shop_errors:ratio5m',
              '(sum by (job) (rate(bad_total[5m])) / sum by (job) (rate(all_total[5m]))) >= 0',
            ),
            alert('avg_over_time(job:shop_errors:ratio5m[30d]) > 0.001'),
          ),
        },
      ],
    },
  },
  messages: {
    recorded: (data: { func: string; name: string; range: string }) => ({
      message: `"${data.name}" is 0/0 (NaN) without traffic, and one NaN makes the whole ${data.func}(...[${data.range}]) NaN`,
      why: `NaN is neither above nor below a threshold: after one moment without traffic the condition is false for ${data.range}`,
      help: 'record the ratio only where there is traffic: "... / (... > 0)"; or divide sums over the whole window instead of averaging ratios',
    }),
    direct: (data: { func: string; range: string }) => ({
      message: `this is 0/0 (NaN) without traffic, and one NaN makes the whole ${data.func}(...[${data.range}]) NaN`,
      why: `NaN is neither above nor below a threshold: after one moment without traffic the condition is false for ${data.range}`,
      help: 'divide by "(... > 0)", which skips the moments without traffic',
    }),
  },
  create: (context) => ({
    Call(node, query) {
      if (!SPOILED.has(node.func) || ruleOf(query) === undefined) return;
      const range = rangeOf(node);
      if (range === undefined) return;
      const { inner, text } = range;
      const division = openDivision(inner);
      if (division !== undefined) {
        const data = { func: node.func, range: text(query) };
        context.report('direct', query.place(division), data);
        return;
      }
      const found = recordedDivision(inner, query, context.project);
      if (found === undefined) return;
      const related = [{ file: found.rule.file, range: found.range, message: 'this is 0/0 without traffic' }];
      const data = { func: node.func, name: found.rule.name.value, range: text(query) };
      context.report('recorded', found.place, data, { related });
    },
  }),
});

/** What one NaN among the samples makes NaN; min, max and quantiles pass over it or sort it first. */
const SPOILED: ReadonlySet<string> = new Set([
  'avg_over_time',
  'sum_over_time',
  'stddev_over_time',
  'stdvar_over_time',
]);

function rangeOf(call: Call): { inner: Expr; text: (query: PromqlQuery) => string } | undefined {
  const argument = call.args[0] === undefined ? undefined : unwrap(call.args[0]);
  if (argument?.kind !== 'SubqueryExpr' && argument?.kind !== 'MatrixSelector') return undefined;
  const { start, end } = argument.range;
  const inner = argument.kind === 'SubqueryExpr' ? argument.expr : argument.selector;
  return { inner, text: (query) => query.source.text.slice(start, end) };
}

interface RecordedDivision {
  readonly place: Place;
  readonly rule: RecordingRule;
  /** The division, in the file of the rule. */
  readonly range: Range;
}

/** The rule that records what is selected, where its result is such a division. */
function recordedDivision(expr: Expr, query: PromqlQuery, project: Project): RecordedDivision | undefined {
  const selector = unwrap(expr);
  if (selector.kind !== 'VectorSelector') return undefined;
  for (const rule of project.series.recorders(selectedName(selector) ?? '')) {
    const ast = ruleAst(rule);
    const division = ast === undefined ? undefined : openDivision(ast);
    if (division !== undefined)
      return {
        place: query.place(selector.nameRange ?? selector),
        rule,
        range: rule.expr.rangeOf(division),
      };
  }
  return undefined;
}

import type { RecordingRule } from '../../documents/rules/types.ts';
import type { Project } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';
import type { AggregateOp, Expr, VectorSelector } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import type { Range } from '../../source/range.ts';
import { defineCheck } from '../contract.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import { mayBeNaN, openDivision, ruleAst } from '../../analysis/expression/index.ts';
import { alertOf } from '../support/rule-of.ts';
import { unwrap } from '../../promql/infer/index.ts';

const RATIO = 'sum(rate(shop_errors_total[5m])) / sum(rate(shop_requests_total[5m]))';
const POISONED = new Set<AggregateOp>(['sum', 'avg', 'stddev', 'stdvar']);

export default defineCheck({
  meta: {
    id: 'promql/nan',
    summary: 'divisions that can be 0/0 where NaN breaks the result',
    why: 'Without traffic a ratio is 0/0, which is NaN: one NaN makes a whole sum NaN, NaN != x is true, and NaN < x is false.',
    severity: 'info',
    preset: 'strict',
    peers: ['pint promql/nan'],
    examples: {
      wrong: [
        {
          title: 'One NaN makes the sum NaN',
          files: ruleFile(
            record('shop:errors:ratio', 'sum by (job) (rate(bad_total[5m]) / rate(all_total[5m]))'),
          ),
          at: ['rate(bad_total[5m]) / rate(all_total[5m])'],
        },
        {
          title: 'NaN in a recorded series',
          files: ruleFile(
            record('job:shop_errors:ratio', 'rate(bad_total[5m]) / rate(all_total[5m])'),
            record('shop_errors:ratio', 'avg(job:shop_errors:ratio)'),
          ),
          at: ['job:shop_errors:ratio'],
        },
        {
          title: 'NaN is not 1: fires without traffic',
          files: ruleFile(alert(`${RATIO} != 1`)),
          at: [RATIO],
        },
        {
          title: 'NaN is not below 0.9: does not fire',
          files: ruleFile(alert(`${RATIO} < 0.9`)),
          at: [RATIO],
        },
      ],
      right: [
        { files: ruleFile(alert(`${RATIO} > 0.1`)) },
        {
          title: 'Only where there is traffic',
          files: ruleFile(alert('sum(rate(bad_total[5m]) / (rate(all_total[5m]) > 0)) > 1')),
        },
        {
          title: 'A comparison drops NaN before the mean',
          files: ruleFile(
            record('shop:latency:avg', 'avg by (job) (rate(x_sum[5m]) / rate(x_count[5m]) > 0)'),
          ),
        },
        { title: 'A denominator that is never 0', files: ruleFile(alert('memory_free / memory_size < 0.1')) },
        {
          title: 'Recorded only where there is traffic',
          files: ruleFile(
            record('job:shop_errors:ratio', 'rate(bad_total[5m]) / (rate(all_total[5m]) > 0)'),
            record('shop_errors:ratio', 'avg(job:shop_errors:ratio)'),
          ),
        },
        { title: 'By a number', files: ruleFile(alert('sum(shop_bytes / 1024) < 5')) },
      ],
    },
  },
  messages: {
    aggregation: (data: { op: string }) => ({
      message: `one 0/0 in here makes the whole ${data.op}() NaN`,
      why: 'without traffic the ratio of a single series is NaN, and the results of all other series are lost',
      help: 'divide after aggregating, or by (... > 0), which drops the empty series',
    }),
    recorded: (data: { op: string; name: string }) => ({
      message: `"${data.name}" is 0/0 without traffic, and one NaN of it makes the whole ${data.op}() NaN`,
      why: 'one series without traffic is enough to lose the results of all others',
      help: 'record the parts, and divide after aggregating; or divide by (... > 0) in the recording rule',
    }),
    unequal: (data: { op: string }) => ({
      message: `without traffic this is 0/0, NaN, and NaN ${data.op} anything is true`,
      why: 'the alert fires whenever there is no traffic',
      help: 'divide by (... > 0)',
    }),
    less: (data: { op: string }) => ({
      message: `without traffic this is 0/0, NaN, and NaN ${data.op} anything is false`,
      why: 'the alert does not fire when all traffic stops, which may be the worst case',
      help: 'also alert on missing traffic: rate(...) == 0 or absent(...)',
    }),
  },
  create: (context) => ({
    AggregateExpr(node, query) {
      if (!POISONED.has(node.op)) return;
      const division = openDivision(node.expr);
      if (division !== undefined) {
        context.report('aggregation', query.place(division), { op: node.op });
        return;
      }
      const found = recordedDivision(node.expr, context.project);
      if (found === undefined) return;
      const { selector, rule, range } = found;
      const related = [{ file: rule.file, range, message: 'this is 0/0 without traffic' }];
      const data = { op: node.op, name: rule.name.value };
      context.report('recorded', query.place(selector.nameRange ?? selector), data, { related });
    },
    Promql(query) {
      if (query.ast === undefined || alertOf(query) === undefined) return;
      const root = unwrap(query.ast);
      if (root.kind !== 'BinaryExpr' || root.bool) return;
      const ratio = unwrap(root.lhs);
      if (ratio.kind !== 'BinaryExpr' || !mayBeNaN(ratio)) return;
      if (root.op === '!=') context.report('unequal', query.place(ratio), { op: root.op });
      else if (root.op === '<' || root.op === '<=')
        context.report('less', query.place(ratio), { op: root.op });
    },
  }),
});

interface RecordedDivision {
  readonly selector: VectorSelector;
  readonly rule: RecordingRule;
  /** The division, in the file of the rule. */
  readonly range: Range;
}

/** The first recorded series below whose rule divides so, where no aggregation or comparison is between. */
function recordedDivision(expr: Expr, project: Project): RecordedDivision | undefined {
  let found: RecordedDivision | undefined;
  walkExpr(expr, (node) => {
    if (found !== undefined || node.kind === 'AggregateExpr') return false;
    if (node.kind === 'BinaryExpr') return ['/', '*', '+', '-'].includes(node.op);
    if (node.kind !== 'VectorSelector') return true;
    for (const rule of project.series.recorders(selectedName(node) ?? '')) {
      const ast = ruleAst(rule);
      const division = ast === undefined ? undefined : openDivision(ast);
      if (division !== undefined) found ??= { selector: node, rule, range: rule.expr.rangeOf(division) };
    }
    return false;
  });
  return found;
}

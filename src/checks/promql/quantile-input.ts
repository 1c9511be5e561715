import type { Project, PromqlQuery } from '../../project/project.ts';
import { isFloatComparison, literalValue, unwrap } from '../../promql/infer/index.ts';
import type { Call, Expr, LabelMatcher } from '../../promql/syntax/ast.ts';
import { AGGREGATIONS } from '../../promql/functions/aggregations.ts';
import { labelTest } from '../../promql/eval/storage/regexp.ts';
import type { Range } from '../../source/range.ts';
import { defineCheck } from '../contract.ts';
import { bucketsIn, groupsByLe, leMatchers } from '../../analysis/expression/index.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { alertOf } from '../support/rule-of.ts';

const quantile = (buckets: string): string => ruleFile(alert(`histogram_quantile(0.99, ${buckets}) > 1`));

export default defineCheck({
  meta: {
    id: 'promql/quantile-input',
    summary:
      'quantiles of buckets that were filtered, counted or divided before, or that count since the start',
    why: 'histogram_quantile() reads all buckets of a histogram together: where some are left out or mean something else, so does the quantile.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'Filtered',
          files: quantile('sum by (le) (rate(shop_seconds_bucket[5m])) > 5'),
          at: ['>'],
        },
        { title: 'Some of them', files: quantile('topk(5, rate(shop_seconds_bucket[5m]))'), at: ['topk'] },
        {
          title: 'How many there are',
          files: quantile('count by (le) (shop_seconds_bucket)'),
          at: ['count'],
        },
        {
          title: 'Two histograms',
          files: quantile(
            'sum by (le) (rate(a_seconds_bucket[5m])) / sum by (le) (rate(b_seconds_bucket[5m]))',
          ),
          at: ['/'],
        },
        {
          title: 'Without the highest',
          files: quantile('rate(shop_seconds_bucket{le!="+Inf"}[5m])'),
          at: ['le!="+Inf"'],
        },
        {
          title: 'Since the processes started',
          files: quantile('sum by (le) (shop_seconds_bucket)'),
          at: ['shop_seconds_bucket'],
        },
      ],
      right: [
        { files: quantile('sum by (le) (rate(shop_seconds_bucket[5m]))') },
        { files: quantile('sum by (le) (rate(shop_seconds_bucket[5m])) / 2') },
        {
          title: 'One of several series of each bucket',
          files: quantile('sum by (le) (topk by (le, till) (1, rate(shop_seconds_bucket[5m])))'),
        },
        {
          title: 'Where something happens at all',
          files: quantile(
            'sum by (le) (rate(shop_seconds_bucket[5m])) and on () (sum(rate(shop_seconds_count[5m])) > 1)',
          ),
        },
      ],
    },
  },
  messages: {
    filtered: (data: { op: string }) => ({
      message: `"${data.op}" leaves out some buckets before histogram_quantile() reads them`,
      why: 'the comparison is made for each bucket by itself: what is left is no histogram, and its quantile is another',
      help: 'compare the quantile, outside of histogram_quantile(), or ask for enough traffic by "and on () (... > ...)"',
    }),
    selected: (data: { op: string }) => ({
      message: `${data.op}() leaves out some buckets before histogram_quantile() reads them`,
      why: 'what is left is no histogram, and its quantile is another',
      help: `apply ${data.op}() to the quantiles`,
    }),
    counted: (data: { op: string }) => ({
      message: `${data.op} by "le" is the same number for each bucket`,
      why: 'the number of series says nothing of what the buckets hold, and so does a quantile of it',
      help: 'add up the growth of the buckets: "sum by (le) (rate(..._bucket[5m]))"',
    }),
    divided: (data: { op: string }) => ({
      message: `"${data.op}" divides the buckets of one histogram by those of another before histogram_quantile() reads them`,
      why: 'what comes out counts nothing, and rises and falls from bucket to bucket',
      help: 'divide the quantiles instead',
    }),
    noInf: (data: { matcher: string }) => ({
      message: `${data.matcher} leaves out the bucket "+Inf"`,
      why: 'without the bucket that holds everything the quantile of a classic histogram is NaN: the alert never fires',
      help: 'remove the matcher',
    }),
    raw: (data: { name: string }) => ({
      message: `the quantile of "${data.name}" is one of everything since the processes started`,
      why: 'after some weeks a slow hour hardly changes it: the alert fires too late, and then does not stop',
      help: `read what the buckets grew by: rate(${data.name}[5m])`,
    }),
    bounds: (data: { lower: string; upper: string }) => ({
      message: `nothing lies between ${data.lower} and ${data.upper}`,
      why: 'the lower bound comes first: the fraction is always 0',
      help: `write ${data.upper} first`,
    }),
  },
  create: (context) => ({
    Call(node, query) {
      if (node.func === 'histogram_fraction') {
        const [lower, upper] = [boundOf(node, 0), boundOf(node, 1)];
        const [first, second] = node.args;
        if (lower === undefined || upper === undefined || lower < upper) return;
        context.report('bounds', query.place({ start: first!.start, end: second!.end }), {
          lower: String(lower),
          upper: String(upper),
        });
        return;
      }
      const vector = node.func === 'histogram_quantile' ? node.args[1] : undefined;
      const fault = vector === undefined ? undefined : faultOf(vector, context.project, query);
      if (fault === undefined) return;
      const place = query.place(fault.range);
      if (fault.kind === 'noInf') context.report('noInf', place, { matcher: fault.text });
      else if (fault.kind === 'raw') context.report('raw', place, { name: fault.text });
      else context.report(fault.kind, place, { op: fault.text });
    },
  }),
});

interface Fault {
  readonly kind: 'filtered' | 'selected' | 'counted' | 'divided' | 'noInf' | 'raw';
  readonly text: string;
  readonly range: Range;
}

function faultOf(expr: Expr, project: Project, query: PromqlQuery): Fault | undefined {
  const node = unwrap(expr);
  if (node.kind === 'BinaryExpr') {
    if (isFloatComparison(node.op) && !node.bool) {
      const buckets = literalValue(node.rhs) !== undefined && bucketsIn(node.lhs, project) !== undefined;
      return buckets ? { kind: 'filtered', text: node.op, range: node.opRange } : undefined;
    }
    const both =
      node.op === '/' && [node.lhs, node.rhs].every((side) => bucketsIn(side, project) !== undefined);
    return both ? { kind: 'divided', text: node.op, range: node.opRange } : undefined;
  }
  if (node.kind === 'AggregateExpr') {
    const range = { start: node.start, end: node.start + node.op.length };
    const fault =
      // `topk by (le, instance) (1, ...)` takes one of several series of each bucket.
      AGGREGATIONS[node.op].selectsSeries && !groupsByLe(node)
        ? 'selected'
        : node.op === 'count' || node.op === 'group'
          ? 'counted'
          : undefined;
    if (fault !== undefined)
      return bucketsIn(node.expr, project) === undefined ? undefined : { kind: fault, text: node.op, range };
    const inner = faultOf(node.expr, project, query);
    if (inner !== undefined) return inner;
  }
  const buckets = bucketsIn(node, project);
  if (buckets === undefined) return undefined;
  const { selector, name } = buckets;
  const inf = leMatchers(selector).find(leavesOutInf);
  if (inf !== undefined) return { kind: 'noInf', text: `${inf.name}${inf.op}"${inf.value}"`, range: inf };
  const raw = !buckets.rated && alertOf(query) !== undefined;
  return raw ? { kind: 'raw', text: name, range: selector.nameRange ?? selector } : undefined;
}

/** A matcher that keeps others than the highest bucket. */
function leavesOutInf({ op, value }: LabelMatcher): boolean {
  if (op === '!=') return value === '+Inf';
  return (op === '=~' || op === '!~') && labelTest(value, 3)('+Inf') === (op === '!~');
}

function boundOf({ args }: Call, index: number): number | undefined {
  const arg = args[index];
  return arg === undefined ? undefined : literalValue(arg);
}

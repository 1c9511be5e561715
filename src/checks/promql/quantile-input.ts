import { offer, ranged } from '../../analysis/suggestion/index.ts';
import type { Repair } from '../../analysis/suggestion/index.ts';
import { selectedName } from '../../project/series-graph.ts';
import type { Project, PromqlQuery } from '../../project/project.ts';
import { isFloatComparison, literalValue, unwrap } from '../../promql/infer/index.ts';
import type { Call, Expr, LabelMatcher, VectorSelector } from '../../promql/syntax/ast.ts';
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
    summary: 'quantiles of buckets that were filtered, counted or divided before, or that are never reset',
    why: 'histogram_quantile() needs all buckets of a histogram: if some are missing or changed, the quantile is wrong.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'Filtered',
          files: quantile('sum by (le) (rate(shop_seconds_bucket[5m])) > 5'),
          at: ['>'],
        },
        {
          title: 'Only some buckets',
          files: quantile('topk(5, rate(shop_seconds_bucket[5m]))'),
          at: ['topk'],
        },
        {
          title: 'The number of buckets',
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
          title: 'Without the highest bucket',
          files: quantile('rate(shop_seconds_bucket{le!="+Inf"}[5m])'),
          at: ['le!="+Inf"'],
        },
        {
          title: 'Since the start of the processes',
          files: quantile('sum by (le) (shop_seconds_bucket)'),
          at: ['shop_seconds_bucket'],
        },
      ],
      right: [
        { files: quantile('sum by (le) (rate(shop_seconds_bucket[5m]))') },
        { files: quantile('sum by (le) (rate(shop_seconds_bucket[5m])) / 2') },
        {
          title: 'One of several series per bucket',
          files: quantile('sum by (le) (topk by (le, till) (1, rate(shop_seconds_bucket[5m])))'),
        },
        {
          title: 'A condition on traffic',
          files: quantile(
            'sum by (le) (rate(shop_seconds_bucket[5m])) and on () (sum(rate(shop_seconds_count[5m])) > 1)',
          ),
        },
      ],
    },
  },
  messages: {
    filtered: (data: { op: string }) => ({
      message: `"${data.op}" removes some buckets before histogram_quantile() reads them`,
      why: 'the comparison applies to each bucket separately: the remaining buckets are not a histogram, and the quantile is wrong',
      help: 'compare the quantile, outside of histogram_quantile(), or require traffic by a condition of its own',
    }),
    selected: (data: { op: string }) => ({
      message: `${data.op}() removes some buckets before histogram_quantile() reads them`,
      why: 'the remaining buckets are not a histogram, and the quantile is wrong',
      help: `apply ${data.op}() to the quantiles`,
    }),
    counted: (data: { op: string; help: string }) => ({
      message: `${data.op} by "le" returns the same number for each bucket`,
      why: 'the number of series does not depend on the observations, so the quantile is meaningless',
      help: data.help,
    }),
    divided: (data: { op: string }) => ({
      message: `"${data.op}" divides the buckets of one histogram by those of another before histogram_quantile() reads them`,
      why: 'the result is not a count, and rises and falls from bucket to bucket',
      help: 'divide the quantiles instead',
    }),
    noInf: (data: { matcher: string }) => ({
      message: `${data.matcher} excludes the bucket "+Inf"`,
      why: 'without that bucket the quantile of a classic histogram is NaN: the alert never fires',
      help: 'remove the matcher',
    }),
    raw: (data: { name: string; help: string }) => ({
      message: `the quantile of "${data.name}" covers everything since the processes started`,
      why: 'after some weeks a slow hour hardly changes it: the alert fires too late, and resolves too late',
      help: data.help,
    }),
    bounds: (data: { lower: string; upper: string }) => ({
      message: `there is no value between ${data.lower} and ${data.upper}`,
      why: 'the lower bound must come first: the fraction is always 0',
      help: `swap them: ${data.upper} first`,
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
      else if (fault.kind === 'raw') {
        const { help, fix } = ratedBuckets(query, fault.selector, context.project);
        context.report('raw', place, { name: fault.text, help }, { fix });
      } else if (fault.kind === 'counted') {
        const { help, fix } = summed(query, fault.range, context.project);
        context.report('counted', place, { op: fault.text, help }, { fix });
      } else context.report(fault.kind, place, { op: fault.text });
    },
  }),
});

type Fault =
  | {
      readonly kind: 'filtered' | 'selected' | 'counted' | 'divided' | 'noInf';
      readonly text: string;
      readonly range: Range;
    }
  | { readonly kind: 'raw'; readonly text: string; readonly range: Range; readonly selector: VectorSelector };

/** `rate(x_bucket[5m])` in the place of the buckets since the start. */
function ratedBuckets(query: PromqlQuery, selector: VectorSelector, project: Project): Repair {
  const wording = {
    proved: `use the increase of the buckets: rate(${selectedName(selector) ?? ''}[5m])`,
    words: 'use the increase of the buckets over a time, with rate()',
  };
  return offer(query, ranged([selector], 'rate', '5m'), wording, project);
}

/** The sum of the buckets in the place of their number. */
function summed(query: PromqlQuery, range: Range, project: Project): Repair {
  const words = 'sum the rates of the buckets by "le"';
  return offer(query, [{ range, text: 'sum' }], { proved: 'sum the buckets: write "sum"', words }, project);
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
  return raw ? { kind: 'raw', text: name, range: selector.nameRange ?? selector, selector } : undefined;
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

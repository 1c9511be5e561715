import { walk } from '../../logql/analysis/walk.ts';
import { cataloguedSeries, factsOf, selectorsOf } from '../../analysis/expression/index.ts';
import type { Project } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';
import { knownMetric } from '../../promql/knowledge/index.ts';
import { bucketBounds, constantArgument, isPossible, labelFact } from '../../promql/infer/index.ts';
import type { Alternative } from '../../promql/infer/index.ts';
import type { Call, Expr, LabelMatcher, VectorSelector } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { formatSampleValue } from '../../go/numbers/format-float.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { labelLoss, lossText } from '../support/label-loss.ts';

const CATALOGUE = `metrics:
  shop_checkout_seconds:
    type: histogram
    labels: [till]
    buckets: [0.1, 0.5, 1]
  shop_queue_length: { type: gauge, labels: [till] }
`;
const catalogued = (expr: string): Record<string, string> => ({
  'metrics.yml': CATALOGUE,
  'rules.yml': ruleFile(alert(expr)),
});

export default defineCheck({
  meta: {
    id: 'promql/histogram-quantile',
    summary: 'quantiles outside 0 to 1, of series without buckets, or of buckets that do not exist',
    why: 'histogram_quantile() without the label "le" returns no series and no error: the latency alert never fires.',
    severity: 'error',
    preset: 'recommended',
    dashboards: true,
    peers: ['pint promql/impossible'],
    examples: {
      wrong: [
        {
          title: '"le" is aggregated away',
          files: ruleFile(
            alert('histogram_quantile(0.99, sum by (till) (rate(shop_checkout_seconds_bucket[5m]))) > 1'),
          ),
          at: ['sum by (till) (rate(shop_checkout_seconds_bucket[5m]))'],
        },
        {
          title: 'The sum instead of the buckets',
          files: ruleFile(
            alert('histogram_quantile(0.99, sum by (le) (rate(shop_checkout_seconds_sum[5m]))) > 1'),
          ),
          at: ['sum by (le) (rate(shop_checkout_seconds_sum[5m]))'],
        },
        {
          title: 'A percentage instead of a quantile',
          files: ruleFile(
            alert('histogram_quantile(99, sum by (le) (rate(shop_checkout_seconds_bucket[5m]))) > 1'),
          ),
          at: ['99'],
        },
        {
          title: 'Not a histogram',
          files: catalogued('histogram_quantile(0.99, shop_queue_length) > 1'),
          at: ['shop_queue_length'],
        },
        {
          title: 'No such bucket',
          files: catalogued('rate(shop_checkout_seconds_bucket{le="0.3"}[5m]) > 1'),
          at: ['"0.3"'],
        },
      ],
      right: [
        {
          files: ruleFile(
            alert('histogram_quantile(0.99, sum by (till, le) (rate(shop_checkout_seconds_bucket[5m]))) > 1'),
          ),
        },
        {
          title: 'A native histogram has no label "le"',
          files: ruleFile(
            alert('histogram_quantile(0.99, sum by (till) (rate(shop_checkout_seconds[5m]))) > 1'),
          ),
        },
        {
          title: 'The same bucket, written differently',
          files: catalogued('rate(shop_checkout_seconds_bucket{le="1.0"}[5m]) > 1'),
        },
      ],
    },
  },
  messages: {
    noLe: (data: { func: string; loss: string }) => ({
      message: `${data.func}() needs the label "le", but its argument does not have it: ${data.loss}`,
      why: 'without "le" there are no buckets: the result is empty',
      help: 'keep "le" in the aggregation, as in "sum by (le, ...) (rate(..._bucket[5m]))"',
    }),
    quantile: (data: { func: string; value: string; result: string; meant: string }) => ({
      message: `the quantile ${data.value} of ${data.func}() is outside 0 to 1`,
      why: `the result is always ${data.result}`,
      help: data.meant,
    }),
    type: (data: { func: string; name: string; type: string }) => ({
      message: `${data.func}() expects a histogram, but "${data.name}" is a ${data.type}`,
      why: 'it has no buckets, so the result is empty',
      help: 'use the "_bucket" series of a histogram, or correct the type in the catalogue',
    }),
    native: (data: { func: string; name: string; help: string }) => ({
      message: `${data.func}() expects a native histogram, but "${data.name}" is a series of a classic one`,
      why: 'the function ignores its samples, which are plain numbers: the result is empty',
      help: data.help,
    }),
    part: (data: { func: string; name: string; bucket: string }) => ({
      message: `${data.func}() needs the buckets of a histogram, but "${data.name}" has none`,
      why: 'only "_bucket" series have the label "le": the result is empty',
      help: `use "${data.bucket}"`,
    }),
    bucket: (data: { value: string; name: string; known: string }) => ({
      message: `"${data.name}" has no bucket ${data.value}`,
      why: 'the matcher selects no series',
      help: `its buckets are ${data.known}`,
    }),
  },
  create: (context) => ({
    Call(node, query) {
      const argument = QUANTILE_ARGUMENTS[node.func];
      const [only] = node.args;
      if (only !== undefined && NATIVE.has(node.func)) {
        const name = classicName(only, context.project);
        if (name === undefined) return;
        const base = name.replace(/_(?:bucket|sum|count)$/, '');
        const help = `use the native histogram "${base}", or "${base}_sum" and "${base}_count" directly`;
        context.report('native', query.place(only), { func: node.func, name, help });
        return;
      }
      // Buckets of VictoriaMetrics have ranges instead of bounds.
      if (argument === undefined || query.source.text.includes('vmrange')) return;
      const facts = factsOf(context.project);
      const [q, vector] = [node.args[argument.q], node.args[argument.vector]];
      const value = q === undefined ? undefined : constantArgument(facts.of(q));
      if (q !== undefined && value !== undefined && !(value >= 0 && value <= 1)) {
        context.report('quantile', query.place(q), quantileData(node, value));
      }
      if (vector === undefined || !argument.buckets) return;
      const alternatives = facts.alternatives(vector).filter(isPossible);
      const metric = wrongType(alternatives) ?? wrongMetric(vector, context.project);
      const name = sumOrCount(vector, context.project);
      if (name !== undefined) {
        const bucket = name.replace(/_(sum|count)$/, '_bucket');
        context.report('part', query.place(vector), { func: node.func, name, bucket });
      } else if (metric !== undefined) {
        context.report('type', query.place(vector), { func: node.func, ...metric });
      } else if (isClassic(vector) && alternatives.length > 0 && alternatives.every(hasNoBuckets)) {
        const reason =
          alternatives[0] === undefined ? undefined : labelFact(alternatives[0].labels, 'le').reason;
        const loss = reason === undefined ? 'it is not a series of a histogram' : lossText('le', reason);
        const related = labelLoss('le', reason, query, context.project);
        context.report('noLe', query.place(vector), { func: node.func, loss }, { related });
      }
    },
    Logql(query) {
      if (query.ast === undefined) return;
      walk(query.ast, (node) => {
        if (node.kind !== 'RangeAggregation' || node.op !== 'quantile_over_time') return;
        const value = node.param?.value;
        if (node.param === undefined || value === undefined || (value >= 0 && value <= 1)) return;
        context.report('quantile', query.place(node.param), quantileData({ func: node.op }, value));
      });
    },
    AggregateExpr(node, query) {
      if (node.op !== 'quantile' || node.param === undefined) return;
      const value = constantArgument(factsOf(context.project).of(node.param));
      if (value === undefined || (value >= 0 && value <= 1)) return;
      context.report('quantile', query.place(node.param), quantileData({ func: 'quantile' }, value));
    },
    VectorSelector(node, query) {
      for (const matcher of node.matchers) {
        const known = unknownBucket(node, matcher, context.project);
        if (known === undefined) continue;
        const name = node.name ?? '';
        const data = { value: `le="${matcher.value}"`, name, known: known.map(formatSampleValue).join(', ') };
        context.report('bucket', query.place(matcher.valueRange), data);
      }
    },
  }),
});

/** Where the quantile and the vector stand; `buckets`: the vector must hold histograms. */
const QUANTILE_ARGUMENTS: Readonly<
  Record<string, { readonly q: number; readonly vector: number; readonly buckets: boolean }>
> = {
  histogram_quantile: { q: 0, vector: 1, buckets: true },
  quantile_over_time: { q: 0, vector: 1, buckets: false },
};

function quantileData(
  node: Pick<Call, 'func'>,
  value: number,
): { func: string; value: string; result: string; meant: string } {
  const percent = value > 1 && value <= 100;
  return {
    func: node.func,
    value: formatSampleValue(value),
    result: Number.isNaN(value) ? 'NaN' : value < 0 ? '-Inf' : '+Inf',
    meant: percent ? `use ${formatSampleValue(value / 100)}` : 'use a number from 0 to 1',
  };
}

function hasNoBuckets({ labels }: Alternative): boolean {
  return labelFact(labels, 'le').presence === 'never';
}

/** The metric of a type that is not a histogram, as the catalogue says. */
function wrongType(alternatives: readonly Alternative[]): { name: string; type: string } | undefined {
  for (const { quantity, labels } of alternatives) {
    const { type, metric } = quantity;
    const buckets = bucketBounds(labels) !== undefined || labelFact(labels, 'le').presence !== 'never';
    if ((type === 'gauge' || type === 'summary') && metric !== undefined && !buckets)
      return { name: metric, type };
  }
  return undefined;
}

/** A metric that is a counter or gauge by the catalogue, by well-known software, or a counter by its name. */
function wrongMetric(vector: Expr, project: Project): { name: string; type: string } | undefined {
  const found = selectorsOf(vector).map((selector) => {
    const name = selectedName(selector);
    if (name === undefined || project.series.recorders(name).length > 0) return undefined;
    if (selector.matchers.some((matcher) => matcher.name === 'le')) return undefined;
    const type = cataloguedSeries(selector, project)?.type ?? knownMetric(name)?.type;
    if (type === 'counter' || type === 'gauge') return name.endsWith('_bucket') ? undefined : { name, type };
    return type === undefined && /^[^:]+(?<!_bucket)_total$/.test(name)
      ? { name, type: 'counter' }
      : undefined;
  });
  return found.every((one) => one !== undefined) ? found[0] : undefined;
}

const NATIVE: ReadonlySet<string> = new Set([
  'histogram_avg',
  'histogram_count',
  'histogram_sum',
  'histogram_stddev',
  'histogram_stdvar',
]);

/** A series of a classic histogram, where nothing else is asked for. */
function classicName(vector: Expr, project: Project): string | undefined {
  const names = selectorsOf(vector).map(selectedName);
  const [first] = names;
  return isClassic(vector) ? first : sumOrCount(vector, project);
}

/** Native histograms carry no `le`: only of `_bucket` series is it known that they need it. */
function isClassic(vector: Expr): boolean {
  const names: (string | undefined)[] = [];
  walkExpr(vector, (node) => {
    if (node.kind === 'VectorSelector') names.push(node.name);
  });
  return names.length > 0 && names.every((name) => name?.endsWith('_bucket') === true);
}

/** The sum or the count of a histogram, where nothing else is asked for and no rule records it as something else. */
function sumOrCount(vector: Expr, project: Project): string | undefined {
  const names = selectorsOf(vector).map(selectedName);
  const isPart = (name: string | undefined): boolean =>
    name !== undefined && /^[^:]+_(sum|count)$/.test(name) && project.series.recorders(name).length === 0;
  return names.length > 0 && names.every(isPart) ? names[0] : undefined;
}

/** The buckets of a catalogued histogram, where the matcher asks for one that is not among them. */
function unknownBucket(
  node: VectorSelector,
  { name, op, value }: LabelMatcher,
  project: Project,
): readonly number[] | undefined {
  if (name !== 'le' || op !== '=') return undefined;
  const series = cataloguedSeries(node, project);
  if (series?.part !== 'bucket' || series.metric.buckets === undefined) return undefined;
  const asked = /^\+?Inf$/i.test(value) ? Infinity : Number(value);
  const bounds = [...series.metric.buckets, Infinity];
  return bounds.includes(asked) ? undefined : bounds;
}

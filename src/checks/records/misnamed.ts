import type { Project, PromqlQuery, Query } from '../../project/project.ts';
import { formatSampleValue } from '../../go/numbers/format-float.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { defineCheck } from '../contract.ts';
import { doneWith, doneWithLogs } from '../../analysis/expression/index.ts';
import type { DoneWith } from '../../analysis/expression/index.ts';
import { group, record, ruleFile } from '../support/example-rules.ts';
import { isAlike, measureOf, measureOfName, measureText } from '../../analysis/units/index.ts';
import { operationsOf } from './misnamed/recorded-name.ts';
import type { NamedOperations } from './misnamed/recorded-name.ts';

export default defineCheck({
  meta: {
    id: 'records/misnamed',
    summary: 'recorded names with another range, function, quantile or unit than the expression',
    why: 'Authors of alerts rely on the name: a "rate5m" over an hour makes a page an hour late, and the cause is hard to find.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'Another range',
          files: ruleFile(record('job:x:rate5m', 'sum by (job) (rate(x_total[10m]))')),
          at: ['job:x:rate5m'],
        },
        {
          title: 'Built from a series with a much longer range',
          files: ruleFile(
            record('job:success:avg30d', 'avg_over_time(probe_success[30d])'),
            record('job:failure:avg1h', '1 - avg_over_time(job:success:avg30d[1h])'),
          ),
          at: ['job:failure:avg1h'],
        },
        {
          title: 'Another function',
          files: ruleFile(record('job:x:irate5m', 'sum by (job) (rate(x_total[5m]))')),
          at: ['job:x:irate5m'],
        },
        {
          title: 'Another aggregation',
          files: ruleFile(record('job:x:max', 'min by (job) (x)')),
          at: ['job:x:max'],
        },
        {
          title: 'Another quantile',
          files: ruleFile(
            record('job:x:p99', 'histogram_quantile(0.95, sum by (job, le) (rate(x_bucket[5m])))'),
          ),
          at: ['job:x:p99'],
        },
        {
          title: 'Another unit',
          files: ruleFile(record('job:latency_milliseconds:max', 'max by (job) (latency_seconds)')),
          at: ['job:latency_milliseconds:max'],
        },
        {
          title: 'Of log lines',
          files: {
            'loki/rules.yml': `groups:\n${group('shop', [record('app:errors:rate1m', `'sum by (app) (rate({app="shop"} |= "error" [5m]))'`)])}`,
          },
          at: ['app:errors:rate1m'],
        },
      ],
      right: [
        { files: ruleFile(record('job:x:rate60m', 'sum by (job) (rate(x_total[1h]))')) },
        {
          title: 'The last days next to the last minutes',
          files: ruleFile(record('job:x:ratio5m', 'sum(rate(x_total[5m])) / sum(rate(x_total[30d]))')),
        },
        { files: ruleFile(record('job:x:rate', 'sum by (job) (irate(x_total[5m]))')) },
        { files: ruleFile(record('job:x:predict_linear_2w', 'predict_linear(x[1w], 14 * 86400)')) },
        { files: ruleFile(record('job:x:avg_max', 'avg by (job) (max_over_time(x[5m]))')) },
        { files: ruleFile(record('job:latency_milliseconds:max', '1000 * max by (job) (latency_seconds)')) },
        { files: ruleFile(record('instance:cpu:sum', 'count by (instance) (cpu_info)')) },
      ],
    },
  },
  messages: {
    range: (data: { name: string; said: string; ranges: string }) => ({
      message: `the name "${data.name}" states ${data.said}, but the expression uses ${data.ranges}`,
      why: 'users of the series rely on the range in its name',
      help: 'correct the name or the expression; alerts and dashboards use the name',
    }),
    words: (data: { name: string; said: string; done: string }) => ({
      message: `the name "${data.name}" states "${data.said}", but the expression uses ${data.done}`,
      why: 'users of the series rely on the operation in its name',
      help: 'correct the name or the expression; alerts and dashboards use the name',
    }),
    quantile: (data: { name: string; said: string; quantile: string }) => ({
      message: `the name "${data.name}" states "${data.said}", but the expression has the quantile ${data.quantile}`,
      why: 'users of the series rely on the quantile in its name',
      help: 'correct the name or the expression; alerts and dashboards use the name',
    }),
    unit: (data: { name: string; said: string; unit: string }) => ({
      message: `the name "${data.name}" states ${data.said}, but the expression is in ${data.unit}`,
      why: 'thresholds and axes follow the name, and are wrong by that factor',
      help: 'convert the value, or state its unit in the name',
    }),
  },
  create: (context) => {
    const judge = (query: Query, doneBy: () => DoneWith | undefined): void => {
      const { owner } = query;
      if (owner.kind !== 'rule' || owner.rule.kind !== 'record') return;
      const { name, file } = owner.rule;
      const named = operationsOf(name.value);
      const done = named === undefined ? undefined : doneBy();
      if (named === undefined || done === undefined) return;
      const place = { file, range: name.range };
      const range = rangeFault(named, done);
      if (range !== undefined) {
        context.report('range', place, { name: name.value, ...range });
        return;
      }
      const words = wordFault(named, done);
      if (words !== undefined) {
        context.report('words', place, { name: name.value, ...words });
        return;
      }
      const quantile = quantileFault(named, done);
      if (quantile !== undefined) {
        context.report('quantile', place, { name: name.value, ...quantile });
        return;
      }
      const unit = query.language === 'promql' ? unitFault(named, query, context.project) : undefined;
      if (unit !== undefined) context.report('unit', place, { name: name.value, ...unit });
    };
    return {
      Promql(query) {
        judge(query, () => query.ast && doneWith(query.ast));
      },
      Logql(query) {
        judge(query, () => query.ast && doneWithLogs(query.ast));
      },
    };
  },
});

/** No range of the expression is the one that is named, or, of a ratio, only that of one side. */
function rangeFault(named: NamedOperations, done: DoneWith): { said: string; ranges: string } | undefined {
  const { range, words } = named;
  if (range === undefined || done.ranges === undefined || words.has('offset') || words.has('ago'))
    return undefined;
  // Named by how far ahead it looks.
  if (done.functions.has('predict_linear')) return undefined;
  const found = new Set(done.ranges.length > 0 ? done.ranges : rangesOfNames(done.names));
  // A side of a day or more is what the other is compared with on purpose.
  const isBaseline = [...found].some((ms) => ms >= DAY_MS);
  const oneSide =
    done.ratio && done.functions.has('rate') && found.size === 2 && done.ranges.length === 2 && !isBaseline;
  if (found.size === 0) return undefined;
  if (found.has(range.ms) && !oneSide) return longerInputs(range, done.names);
  return { said: range.text, ranges: [...found].map((ms) => `[${formatDurationMs(ms)}]`).join(' and ') };
}

const DAY_MS = 86_400_000;

/** An average over an hour of what is itself an average over a month is hardly about that hour. */
function longerInputs(
  range: { readonly ms: number; readonly text: string },
  names: readonly string[],
): { said: string; ranges: string } | undefined {
  const inputs = rangesOfNames(names);
  const shortest = Math.min(...inputs);
  if (inputs.length === 0 || shortest <= range.ms) return undefined;
  return { said: range.text, ranges: `series over ${formatDurationMs(shortest)} ("${names[0]!}")` };
}

/** The ranges that the names of recorded series say, where each says one. */
function rangesOfNames(names: readonly string[]): readonly number[] {
  const ranges = names.map((name) => operationsOf(name)?.range?.ms);
  return ranges.every((ms) => ms !== undefined) ? ranges : [];
}

const RATES = ['rate', 'irate', 'increase'];
const PLACES = ['sum', 'avg', 'min', 'max'];

/** A word of the name that nothing in the expression is, while something else of its kind is there. */
function wordFault(named: NamedOperations, done: DoneWith): { said: string; done: string } | undefined {
  const { words } = named;
  const used = [...done.aggregations, ...done.functions];
  // What recorded series hold was done before.
  const before = done.names.flatMap((name) => [...(operationsOf(name)?.words ?? [])]);
  const saysRatio = done.ratio || [...words].some((word) => /ratio|burn|apdex|mean|per/.test(word));
  const rate = RATES.find((word) => words.has(word));
  const rates = RATES.filter((word) => done.functions.has(word));
  const otherScale = done.scaled && rate !== 'irate' && !rates.includes('irate');
  const isInstant = rate === 'rate' && rates.includes('irate');
  if (
    rate !== undefined &&
    rates.length > 0 &&
    !rates.includes(rate) &&
    !saysRatio &&
    !otherScale &&
    !isInstant
  )
    return { said: rate, done: `${rates.join('() and ')}()` };
  const place = PLACES.find((word) => words.has(word) && !used.includes(word) && !before.includes(word));
  const places = PLACES.filter((word) => used.includes(word));
  if (place === undefined || places.length === 0 || saysRatio || done.aggregations.has('count'))
    return undefined;
  // The metric itself is called so: `container_memory_max_usage_bytes`.
  if (done.names.some((name) => name.split(/[_:]/).includes(place))) return undefined;
  // A word of the metric: `queue_max:sum`; a sum of means is also called by what it is a mean of.
  if (PLACES.filter((word) => words.has(word)).some((word) => used.includes(word))) return undefined;
  return { said: place, done: `${places.join('() and ')}()` };
}

function quantileFault(
  { quantile }: NamedOperations,
  { quantiles }: DoneWith,
): { said: string; quantile: string } | undefined {
  if (quantile === undefined || quantiles.length === 0 || quantiles.includes(quantile.value))
    return undefined;
  return { said: quantile.text, quantile: quantiles.map(formatSampleValue).join(' and ') };
}

function unitFault(
  { metric, words }: NamedOperations,
  { ast }: PromqlQuery,
  project: Project,
): { said: string; unit: string } | undefined {
  const share = ['ratio', 'percent', 'percentage'].find((word) => words.has(word));
  const said = measureOfName(share === undefined ? metric : `x_${share}`);
  const own = ast === undefined || said === undefined ? undefined : measureOf(ast, project);
  if (said === undefined || own === undefined || said.guessed === true || own.guessed === true)
    return undefined;
  if (own.perSecond === true || said.dimension !== own.dimension || isAlike(said.scales, own.scales))
    return undefined;
  return { said: share ?? measureText(said), unit: measureText(own) };
}

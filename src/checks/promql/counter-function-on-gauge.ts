import { unwrap } from '../../promql/infer/index.ts';
import { knownMetric } from '../../promql/knowledge/index.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { selectedName } from '../../project/series-graph.ts';
import { defineCheck } from '../contract.ts';
import { cataloguedSeries, rangedSelector } from '../../analysis/expression/index.ts';

const CATALOGUE = `metrics:
  shop_cache_size_bytes: { type: gauge }
  shop_requests_total: { type: counter }
`;
const rules = (expr: string): string => `groups:
  - name: web
    rules:
      - record: shop:x:5m
        expr: ${expr}
`;
/** What Prometheus writes for each scrape and for each alert. */
const SYNTHETIC_GAUGES: ReadonlySet<string> = new Set([
  'up',
  'scrape_duration_seconds',
  'scrape_samples_scraped',
  'scrape_samples_post_metric_relabeling',
  'scrape_series_added',
  'ALERTS',
]);
const INSTEAD: Readonly<Record<string, string>> = {
  rate: 'deriv',
  irate: 'idelta',
  increase: 'delta',
  resets: 'changes',
};

export default defineCheck({
  meta: {
    id: 'promql/counter-function-on-gauge',
    summary: 'rate(), irate(), increase() or resets() over a gauge',
    why: 'These functions treat every decrease as a counter reset: over a gauge they return an increase that did not happen.',
    severity: 'error',
    preset: 'recommended',
    dashboards: true,
    peers: ['pint promql/rate'],
    examples: {
      wrong: [
        {
          files: { 'metrics.yml': CATALOGUE, 'rules.yml': rules('rate(shop_cache_size_bytes[1h])') },
          at: ['shop_cache_size_bytes'],
        },
        {
          title: 'Gauges of well-known software',
          files: { 'rules.yml': rules('increase(node_memory_MemAvailable_bytes[5m])') },
          at: ['node_memory_MemAvailable_bytes'],
        },
        {
          title: 'A timestamp',
          files: { 'rules.yml': rules('rate(backup_last_success_timestamp_seconds[1h])') },
          at: ['backup_last_success_timestamp_seconds'],
        },
        {
          title: 'The rate of a rate',
          files: { 'rules.yml': rules('rate(rate(x_total[5m])[1h:])') },
          at: ['rate'],
        },
        {
          title: 'The number of series',
          files: { 'rules.yml': rules('rate(count(up == 0)[5m:1m])') },
          at: ['rate'],
        },
        {
          title: 'A timestamp without its unit',
          files: { 'rules.yml': rules('increase(backup_last_failure_time[1h])') },
          at: ['backup_last_failure_time'],
        },
        {
          title: 'A size',
          files: { 'rules.yml': rules('rate(shop_cache_used_bytes[5m])') },
          at: ['shop_cache_used_bytes'],
        },
        { title: 'The state of a target', files: { 'rules.yml': rules('rate(up[5m])') }, at: ['up'] },
      ],
      right: [
        { files: { 'metrics.yml': CATALOGUE, 'rules.yml': rules('deriv(shop_cache_size_bytes[1h])') } },
        { files: { 'metrics.yml': CATALOGUE, 'rules.yml': rules('rate(shop_requests_total[5m])') } },
        {
          title: 'Counters of old exporters',
          files: { 'rules.yml': rules('rate(shop_network_receive_bytes[5m]) + rate(shop_work_seconds[5m])') },
        },
      ],
    },
  },
  messages: {
    synthetic: (data: { func: string; name: string }) => ({
      message: `${data.func}() expects a counter, but "${data.name}" is a gauge that Prometheus itself writes`,
      why: `every decrease counts as a reset: ${data.func}() returns an increase that did not happen`,
      help:
        data.name === 'up'
          ? 'use changes() to detect flapping, or avg_over_time() for the share of time that it was up'
          : 'compare the value itself, or use changes() or delta()',
    }),
    known: (data: { func: string; name: string; instead: string }) => ({
      message: `${data.func}() expects a counter, but "${data.name}" is a gauge`,
      why: `every decrease counts as a reset: ${data.func}() returns an increase that did not happen`,
      help: `use ${data.instead}(), or the value itself`,
    }),
    flag: (data: { func: string; name: string; what: string }) => ({
      message: `${data.func}() expects a counter, but "${data.name}" is ${data.what}`,
      why: 'a decrease counts as a reset, so only increases count, and a series that appears with its final value has none',
      help: 'use changes() to detect a change, or compare the value itself',
    }),
    named: (data: { func: string; name: string; instead: string; suffix: string }) => ({
      message: `${data.func}() expects a counter, but "${data.name}" is a gauge by its suffix "${data.suffix}"`,
      why: `every decrease counts as a reset: ${data.func}() returns an increase that did not happen`,
      help: `use ${data.instead}(), or the value itself; if the metric is a counter, declare it in a catalogue`,
    }),
    rated: (data: { func: string; inner: string }) => ({
      message: `${data.func}() expects a counter, but ${data.inner}${data.inner.includes(' ') ? '' : '()'} rises and falls`,
      why: `every decrease counts as a reset: ${data.func}() returns an increase that did not happen`,
      help: 'use the value itself, max_over_time() for peaks, or deriv() for a trend',
    }),
    gauge: (data: { func: string; name: string; instead: string; where: string }) => ({
      message: `${data.func}() expects a counter, but "${data.name}" is a gauge (${data.where})`,
      why: `every decrease counts as a reset: ${data.func}() returns an increase that did not happen`,
      help: `use ${data.instead}(), or correct the type in the catalogue`,
    }),
  },
  create: (context) => ({
    Call(node, query) {
      const instead = INSTEAD[node.func];
      const argument = node.args[0];
      if (instead === undefined || argument === undefined) return;
      const inner = ratedBelow(argument);
      if (inner !== undefined) {
        context.report('rated', query.place(node.funcRange), { func: node.func, inner: inner.func });
        return;
      }
      const selector = rangedSelector(argument);
      const series = selector === undefined ? undefined : cataloguedSeries(selector, context.project);
      const name = selector === undefined ? undefined : selectedName(selector);
      if (selector === undefined || name === undefined) return;
      // A native histogram beside its classic buckets.
      if (query.source.text.includes(`${name}_bucket`)) return;
      const what = series === undefined ? onlyRises(name) : undefined;
      if (what !== undefined) {
        const place = query.place(selector.nameRange ?? selector);
        context.report('flag', place, { func: node.func, name, what }, { severity: 'warning' });
        return;
      }
      if (SYNTHETIC_GAUGES.has(name) && node.func !== 'resets') {
        context.report('synthetic', query.place(selector.nameRange ?? selector), { func: node.func, name });
        return;
      }
      if (series === undefined && context.project.series.recorders(name).length === 0) {
        const range = selector.nameRange ?? selector;
        const data = { func: node.func, name, instead };
        const suffix = GAUGE_SUFFIX.exec(name)?.[1];
        const known = knownMetric(name);
        if (known !== undefined && known.type !== 'counter')
          context.report('known', query.place(range), data);
        else if (known === undefined && suffix !== undefined)
          context.report('named', query.place(range), { ...data, suffix }, { severity: 'warning' });
        return;
      }
      if (series?.type !== 'gauge') return;
      const { metric } = series;
      context.report(
        'gauge',
        query.place(selector.nameRange ?? selector),
        { func: node.func, name, instead, where: metric.file.path },
        {
          related: [
            {
              file: metric.file,
              range: metric.range,
              message: `"${metric.name}" is declared as a gauge here`,
            },
          ],
        },
      );
    },
  }),
});

/** A gauge whose rises have a meaning, and are counted by these functions. */
function onlyRises(name: string): string | undefined {
  if (isPointInTime(name)) return 'a timestamp';
  const known = knownMetric(name);
  if (known?.type !== 'gauge' || SYNTHETIC_GAUGES.has(name)) return undefined;
  return known.values?.[0] === 0 && known.values[1] === 1 ? 'a gauge that is 0 or 1' : undefined;
}

/** `backup_last_failure_time`, `..._timestamp`, `..._start_time_seconds`; recorded series have names of their own. */
const isPointInTime = (name: string): boolean =>
  !name.includes(':') &&
  (POINT_IN_TIME.test(name) || (name.includes('_last_') && /_time(?:_seconds)?$/.test(name)));

const POINT_IN_TIME =
  /(?:(?:^|_)(?:boot|start)_time_seconds|_timestamp(?:_seconds|_ms|_milliseconds)?|_(?:expiry|expiration|not_after)(?:_time)?(?:_seconds)?)$/;

/**
 * Suffixes that OpenMetrics does not allow for counters, and words for a state: a size, a level, an age. Of "_bytes" and
 * "_seconds" alone nobody knows: old exporters count in them.
 */
const GAUGE_SUFFIX =
  /^(?!.*:).*?(_timestamp_seconds|(?:(?<!s)|_(?:requests|errors|seconds|bytes))_created|_info|_ratio|_percent|_percentage|_celsius|_temperature|_utili[sz]ation|_queue_(?:length|size|depth)|_(?:age|uptime|lag|remaining|interval|timeout)_seconds|_(?:free|available|avail|limit|capacity|resident|heap|rss|size|used|usage|allocated|inuse|in_use)_bytes)$/;

/** The function whose results are taken for a counter's: `rate(rate(x[5m])[1h:])`. */
function ratedBelow(argument: Expr): { func: string } | undefined {
  const node = unwrap(argument);
  const inner = node.kind === 'SubqueryExpr' ? unwrap(node.expr) : undefined;
  if (inner?.kind === 'AggregateExpr') return COUNTS.has(inner.op) ? { func: inner.op } : undefined;
  if (inner?.kind === 'BinaryExpr' && isOfGauges(inner)) return { func: 'a calculation with gauges' };
  return inner?.kind === 'Call' && RATES.has(inner.func) ? inner : undefined;
}

/** Arithmetic on nothing but metrics that are known to be gauges: `(size / quota * 100)[4h:1m]`. */
function isOfGauges(expr: Expr): boolean {
  let gauges = 0;
  let other = false as boolean;
  walkExpr(expr, (node) => {
    if (node.kind === 'Call' || node.kind === 'AggregateExpr') other = true;
    if (node.kind !== 'VectorSelector') return;
    if (knownMetric(selectedName(node) ?? '')?.type === 'gauge') gauges++;
    else other = true;
  });
  return gauges > 0 && !other;
}

/** Their result rises and falls for every argument. */
const COUNTS: ReadonlySet<string> = new Set(['count', 'group', 'stddev', 'stdvar']);

const RATES: ReadonlySet<string> = new Set([
  'rate',
  'irate',
  'increase',
  'delta',
  'idelta',
  'deriv',
  'avg_over_time',
  'count_over_time',
  'stddev_over_time',
  'changes',
  'resets',
  'histogram_quantile',
  'histogram_avg',
  'histogram_fraction',
]);

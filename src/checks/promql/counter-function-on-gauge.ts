import { selectedName } from '../../project/series-graph.ts';
import { defineCheck } from '../contract.ts';
import { cataloguedSeries, rangedSelector } from '../support/catalogued-selector.ts';

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
    why: 'These functions take every decrease for a counter reset: over a gauge they return growth that never was.',
    severity: 'error',
    preset: 'recommended',
    peers: ['pint promql/rate'],
    examples: {
      wrong: [
        {
          files: { 'metrics.yml': CATALOGUE, 'rules.yml': rules('rate(shop_cache_size_bytes[1h])') },
          at: ['shop_cache_size_bytes'],
        },
        { title: 'A target that is up or not', files: { 'rules.yml': rules('rate(up[5m])') }, at: ['up'] },
      ],
      right: [
        { files: { 'metrics.yml': CATALOGUE, 'rules.yml': rules('deriv(shop_cache_size_bytes[1h])') } },
        { files: { 'metrics.yml': CATALOGUE, 'rules.yml': rules('rate(shop_requests_total[5m])') } },
      ],
    },
  },
  messages: {
    synthetic: (data: { func: string; name: string }) => ({
      message: `${data.func}() is for counters, but Prometheus itself writes "${data.name}", and as a gauge`,
      why: `every decrease counts as a reset: ${data.func}() returns growth that never was`,
      help:
        data.name === 'up'
          ? 'use changes() for flapping, or avg_over_time() for the share of time that it was up'
          : 'compare the value itself, or use changes() or delta()',
    }),
    gauge: (data: { func: string; name: string; instead: string; where: string }) => ({
      message: `${data.func}() is for counters, but "${data.name}" is a gauge (${data.where})`,
      why: `every decrease counts as a reset: ${data.func}() returns growth that never was`,
      help: `use ${data.instead}(), or correct the type in the catalogue`,
    }),
  },
  create: (context) => ({
    Call(node, query) {
      const instead = INSTEAD[node.func];
      const argument = node.args[0];
      if (instead === undefined || argument === undefined) return;
      const selector = rangedSelector(argument);
      const series = selector === undefined ? undefined : cataloguedSeries(selector, context.project);
      const name = selector === undefined ? undefined : selectedName(selector);
      if (selector === undefined || name === undefined) return;
      if (SYNTHETIC_GAUGES.has(name) && node.func !== 'resets') {
        context.report('synthetic', query.place(selector.nameRange ?? selector), { func: node.func, name });
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

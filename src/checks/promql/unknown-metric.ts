import { selectedName } from '../../project/series-graph.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { defineCheck } from '../contract.ts';
import { SYNTHETIC_SERIES } from '../support/synthetic-series.ts';

const CATALOGUE = `metrics:
  shop_requests_total: { type: counter, labels: [method] }
`;
const rules = (metric: string): string => `groups:
  - name: web
    rules:
      - record: shop:requests:rate5m
        expr: sum(rate(${metric}[5m]))
`;

export default defineCheck({
  meta: {
    id: 'promql/unknown-metric',
    summary: 'metrics that the catalogue does not list',
    why: 'A misspelt metric has no series: the alert never fires, and there is no error.',
    severity: 'error',
    preset: 'recommended',
    dashboards: true,
    peers: ['pint promql/series', 'promruval expressionUsesExistingLabels'],
    examples: {
      wrong: [
        {
          files: { 'metrics.yml': CATALOGUE, 'rules.yml': rules('shop_request_total') },
          at: ['shop_request_total'],
        },
      ],
      right: [{ files: { 'metrics.yml': CATALOGUE, 'rules.yml': rules('shop_requests_total') } }],
    },
  },
  messages: {
    unknown: (data: { name: string; similar: string }) => ({
      message: `no catalogue lists a metric "${data.name}"${data.similar}`,
      why: 'an expression over a metric that does not exist is always empty',
      help: 'correct the name, or add the metric to the catalogue',
    }),
  },
  create(context) {
    const { catalogue, series, live } = context.project;
    if (catalogue.empty) return {};
    return {
      VectorSelector(node, query) {
        const name = selectedName(node);
        // What a server knows of a metric, live/series says.
        if (name === undefined || name.includes(':') || live?.metrics.has(name) === true) return;
        if (
          SYNTHETIC_SERIES.has(name) ||
          catalogue.series(name) !== undefined ||
          series.recorders(name).length > 0
        )
          return;
        const range = node.nameRange ?? node;
        const similar = didYouMeanText(name, [...catalogue.names, ...series.recorded]);
        context.report('unknown', query.place(range), { name, similar });
      },
    };
  },
});

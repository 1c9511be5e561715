import { selectedName } from '../../project/series-graph.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { defineCheck } from '../contract.ts';
import { cataloguedSeries } from '../support/catalogued-selector.ts';

const CATALOGUE = `target_labels:
  job: { values: [shop] }
metrics:
  shop_requests_total:
    type: counter
    labels:
      outcome: { values: [success, failed] }
`;
const rules = (selector: string): string => `groups:
  - name: web
    rules:
      - record: shop:requests:rate5m
        expr: sum(rate(${selector}[5m]))
`;

export default defineCheck({
  meta: {
    id: 'promql/unknown-label',
    summary: 'matchers on labels or label values that the catalogue says the metric does not have',
    why: 'A matcher on a label that no series has selects nothing (or, negated, everything).',
    severity: 'error',
    preset: 'recommended',
    peers: ['pint promql/series'],
    examples: {
      wrong: [
        {
          title: 'No such label',
          files: { 'metrics.yml': CATALOGUE, 'rules.yml': rules('shop_requests_total{outcom="failed"}') },
          at: ['outcom'],
        },
        {
          title: 'No such value',
          files: { 'metrics.yml': CATALOGUE, 'rules.yml': rules('shop_requests_total{outcome="failure"}') },
          at: ['"failure"'],
        },
      ],
      right: [
        { files: { 'metrics.yml': CATALOGUE, 'rules.yml': rules('shop_requests_total{outcome="failed"}') } },
      ],
    },
  },
  messages: {
    label: (data: { name: string; label: string; similar: string; known: string }) => ({
      message: `the metric "${data.name}" has no label "${data.label}"${data.similar}`,
      why: 'the matcher selects nothing (or, negated or empty, everything)',
      help: `its labels are ${data.known}`,
    }),
    value: (data: { name: string; label: string; value: string; similar: string; known: string }) => ({
      message: `the label "${data.label}" of "${data.name}" is never "${data.value}"${data.similar}`,
      why: 'the matcher selects nothing (or, negated, everything)',
      help: `its values are ${data.known}`,
    }),
  },
  create: (context) => ({
    VectorSelector(node, query) {
      const series = cataloguedSeries(node, context.project);
      const name = selectedName(node);
      if (series === undefined || name === undefined) return;
      for (const matcher of node.matchers) {
        if (matcher.name === '__name__') continue;
        const label = series.labels.get(matcher.name);
        if (label === undefined) {
          const known = [...series.labels.keys()];
          context.report('label', query.place(matcher.nameRange), {
            name,
            label: matcher.name,
            similar: didYouMeanText(matcher.name, known),
            known: known.join(', '),
          });
        } else if (label.values !== undefined && (matcher.op === '=' || matcher.op === '!=')) {
          if (
            matcher.value === '' ||
            label.values.includes(matcher.value) ||
            sameNumber(matcher.name, matcher.value, label.values)
          )
            continue;
          context.report('value', query.place(matcher.valueRange), {
            name,
            label: matcher.name,
            value: matcher.value,
            similar: didYouMeanText(matcher.value, label.values),
            known: label.values.join(', '),
          });
        }
      }
    },
  }),
});

/** `le="1.0"` and `le="1"` are the same bucket from Prometheus 3 on; scrapers differ before. */
function sameNumber(label: string, value: string, values: readonly string[]): boolean {
  return (label === 'le' || label === 'quantile') && values.some((known) => Number(known) === Number(value));
}

import { selectedName } from '../../project/series-graph.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { labelTest } from '../../promql/eval/storage/regexp.ts';
import { literalsOf } from '../../promql/syntax/regex-words.ts';
import { knownMetric } from '../../promql/knowledge/index.ts';
import type { LabelMatcher } from '../../promql/syntax/ast.ts';
import { defineCheck } from '../contract.ts';
import { cataloguedSeries } from '../../analysis/expression/index.ts';

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
    summary: 'matchers on labels or values that the metric does not have in the catalogue',
    why: 'A matcher on a label that no series has selects no series (or, negated, all).',
    severity: 'error',
    preset: 'recommended',
    dashboards: true,
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
        {
          title: 'One of several values',
          files: {
            'metrics.yml': CATALOGUE,
            'rules.yml': rules('shop_requests_total{outcome=~"success|failure"}'),
          },
          at: ['"success|failure"'],
        },
        {
          title: 'Well-known software',
          files: { 'rules.yml': rules('kube_pod_status_phase{phase=~"Failed|Crashed"}') },
          at: ['"Failed|Crashed"'],
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
      why: 'the matcher selects no series (or, negated or empty, all)',
      help: `its labels are ${data.known}`,
    }),
    value: (data: { name: string; label: string; value: string; similar: string; known: string }) => ({
      message: `the label "${data.label}" of "${data.name}" never has the value "${data.value}"${data.similar}`,
      why: 'the matcher selects no series (or, negated, all)',
      help: `its values are ${data.known}`,
    }),
  },
  create: (context) => ({
    VectorSelector(node, query) {
      const series = cataloguedSeries(node, context.project);
      const name = selectedName(node);
      if (name === undefined) return;
      // What a server has, live/series says.
      if (series !== undefined && series.metric.file.path === context.project.live?.server) return;
      if (series === undefined) {
        if (context.project.series.recorders(name).length > 0) return;
        for (const matcher of node.matchers) {
          const values = knownMetric(name)?.states?.[matcher.name];
          const value = values === undefined ? undefined : strangeAlternative(matcher, values);
          if (values === undefined || value === undefined) continue;
          const data = {
            name,
            label: matcher.name,
            value,
            similar: didYouMeanText(value, values),
            known: values.join(', '),
          };
          // One alternative too many changes nothing.
          const severity = labelTestOf(matcher, values) ? 'info' : undefined;
          context.report('value', query.place(matcher.valueRange), data, { severity });
        }
        return;
      }
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
        } else if (label.values !== undefined && (matcher.op === '=~' || matcher.op === '!~')) {
          const value = strangeAlternative(matcher, label.values) ?? strangePattern(matcher, label.values);
          if (value === undefined || matcher.name === 'le' || matcher.name === 'quantile') continue;
          context.report('value', query.place(matcher.valueRange), {
            name,
            label: matcher.name,
            value,
            similar: didYouMeanText(value, label.values),
            known: label.values.join(', '),
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

/** An alternative of plain values that the label cannot have. */
function strangeAlternative({ op, value }: LabelMatcher, values: readonly string[]): string | undefined {
  if (op !== '=~' && op !== '!~') return undefined;
  return literalsOf(value)?.find((part) => part !== '' && !values.includes(part));
}

/** Does a pattern match at least one of the values? */
function labelTestOf({ op, value }: LabelMatcher, values: readonly string[]): boolean {
  return op === '=~' && values.some(labelTest(value, 3));
}

/** A pattern that none of the values matches. */
function strangePattern({ value }: LabelMatcher, values: readonly string[]): string | undefined {
  const test = labelTest(value, 3);
  return test('') || values.some(test) ? undefined : value;
}

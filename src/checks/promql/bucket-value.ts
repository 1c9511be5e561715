import { selectedName } from '../../project/series-graph.ts';
import { literalsOf } from '../../promql/syntax/regex-words.ts';
import type { LabelMatcher } from '../../promql/syntax/ast.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';

const of = (matcher: string): string =>
  ruleFile(alert(`sum(rate(shop_duration_seconds_bucket{${matcher}}[5m])) < 1`));

export default defineCheck({
  meta: {
    id: 'promql/bucket-value',
    summary: 'bucket bounds and quantiles that are not numbers, such as le="500ms"',
    why: 'Bucket bounds are plain numbers in the unit of the metric: no series has another value.',
    severity: 'error',
    preset: 'recommended',
    dashboards: true,
    examples: {
      wrong: [
        { files: of('le="500ms"'), at: ['"500ms"'] },
        { title: 'The highest bound has a sign', files: of('le="Inf"'), at: ['"Inf"'] },
        {
          title: 'A percentage',
          files: ruleFile(alert('shop_latency_seconds{quantile="99%"} > 1')),
          at: ['"99%"'],
        },
      ],
      right: [
        { files: of('le="0.5"') },
        { files: of('le="+Inf"') },
        { files: of('le=~"1|1\\\\\\\\.0"') },
        { title: 'Not a histogram', files: ruleFile(alert('trip_duration{le="Le Mans"} > 5')) },
      ],
    },
  },
  messages: {
    value: (data: { label: string; value: string; help: string }) => ({
      message: `"${data.value}" is not a possible value of "${data.label}", which is always a number`,
      why: 'the matcher selects no series (or, negated, all)',
      help: data.help,
    }),
  },
  create: (context) => ({
    VectorSelector(node, query) {
      const name = selectedName(node);
      if (name === undefined) return;
      for (const matcher of node.matchers) {
        const value = isBound(name, matcher) ? strangeValue(matcher) : undefined;
        if (value === undefined) continue;
        const { name: label } = matcher;
        context.report('value', query.place(matcher.valueRange), {
          label,
          value,
          help: helpFor(label, value),
        });
      }
    },
  }),
});

function isBound(metric: string, { name }: LabelMatcher): boolean {
  return (name === 'le' && metric.endsWith('_bucket')) || name === 'quantile';
}

/** A value that is spelled out and not valid. */
function strangeValue({ op, value, name }: LabelMatcher): string | undefined {
  const values = op === '=' || op === '!=' ? [value] : literalsOf(value);
  // `x{quantile="mean"}`: names of statistics, which exporters of their own making have.
  const isNumber = name === 'le' ? NUMBER : /^[^0-9]*$|^[\d.e+-]+$/i;
  return values?.find((one) => one !== '' && !isNumber.test(one));
}

/** As the exposition formats write bounds; the highest is "+Inf" alone. */
const NUMBER = /^(?:[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?|[-+]Inf)$/i;

function helpFor(label: string, value: string): string {
  if (label === 'quantile') return 'write the quantile as a number between 0 and 1, such as 0.99';
  if (/^inf(?:inity)?$/i.test(value)) return 'write the highest bound as "+Inf"';
  return 'write the bound as a number in the unit of the metric, as on the page of the exporter';
}

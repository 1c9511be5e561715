import { constant, ruleAst } from '../../analysis/expression/index.ts';
import type { AlertingRule } from '../../documents/rules/types.ts';
import { formatSampleValue } from '../../go/numbers/format-float.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import type { Range } from '../../source/range.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { withoutActions } from '../support/plain-text.ts';

const p95 = 'histogram_quantile(0.95, sum by (le, job) (rate(shop_request_duration_seconds_bucket[5m]))) > 1';
const summary = (text: string) => ({ annotations: { summary: text } });

export default defineCheck({
  meta: {
    id: 'alerts/quantile-text',
    summary: 'texts and names of alerts that name another quantile than the expression',
    why: 'Whoever is paged compares the number with dashboards of another quantile, and concludes that the alert is wrong.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { files: ruleFile(alert(p95, summary('p99 of {{ $labels.job }} is above 1s'))), at: ['p99'] },
        {
          title: 'An average',
          files: ruleFile(alert(p95, summary('The average latency of {{ $labels.job }} is above 1s'))),
          at: ['average'],
        },
        {
          title: 'In words',
          files: ruleFile(alert(p95, summary('99th percentile of {{ $labels.job }} above 1s'))),
          at: ['99th percentile'],
        },
        {
          title: 'The name',
          files: ruleFile(alert(p95, { name: 'ShopLatencyP99' })),
          at: ['ShopLatencyP99'],
        },
      ],
      right: [
        { files: ruleFile(alert(p95, summary('p95 of {{ $labels.job }} is above 1s'))) },
        {
          title: 'Both are named',
          files: ruleFile(alert(p95, summary('p95 is above 1s, three times the average'))),
        },
        {
          title: 'Two quantiles in the expression',
          files: ruleFile(
            alert(`${p95} and ${p95.replace('0.95', '0.5')}`, summary('p50 and p95 are too high')),
          ),
        },
        {
          title: 'A mean',
          files: ruleFile(
            alert(
              'rate(shop_request_duration_seconds_sum[5m]) / rate(shop_request_duration_seconds_count[5m]) > 1',
              summary('The average latency is above 1s'),
            ),
          ),
        },
      ],
    },
  },
  messages: {
    differs: (data: { said: string; quantile: string }) => ({
      message: `the text says "${data.said}", but the expression calculates the quantile ${data.quantile}`,
      why: 'the on-call engineer compares the value with another quantile',
      help: `name the quantile ${data.quantile} in the text, or calculate the one that the text names`,
    }),
  },
  create: (context) => ({
    AlertingRule(rule) {
      const ast = ruleAst(rule);
      const quantiles = ast === undefined ? [] : quantilesOf(ast);
      const [quantile] = quantiles;
      if (quantile === undefined || quantiles.length > 1) return;
      const texts = textsOf(rule);
      // A text that names the right one as well speaks about something else with the other.
      const all = texts.flatMap((text) => saidIn(text).map((said) => ({ ...said, text })));
      if (all.some(({ value }) => value === quantile)) return;
      const [first] = all;
      if (first === undefined) return;
      const place = { file: rule.file, range: first.text.place(first) };
      context.report('differs', place, { said: first.word, quantile: formatSampleValue(quantile) });
    },
  }),
});

/** The quantiles that an expression calculates, as numbers; each once. */
function quantilesOf(expr: Expr): number[] {
  const found = new Set<number>();
  walkExpr(expr, (node) => {
    const argument =
      node.kind === 'Call' && /^histogram_quantiles?$|^quantile_over_time$/.test(node.func)
        ? node.args[0]
        : node.kind === 'AggregateExpr' && node.op === 'quantile'
          ? node.param
          : undefined;
    const value = argument === undefined ? undefined : constant(argument);
    // Another number is not a quantile.
    if (value !== undefined && value > 0 && value < 1) found.add(value);
  });
  return [...found];
}

interface Text {
  readonly text: string;
  readonly place: (range: Range) => Range;
}

/** The annotations, then the name: its words are shorter, and the finding is about all of it. */
function textsOf(rule: AlertingRule): Text[] {
  const annotations = rule.annotations.map(({ value, node }) => ({
    text: withoutActions(value),
    place: ({ start, end }: Range) => scalarRange(node, rule.file.text, start, end),
  }));
  return [...annotations, { text: rule.name.value, place: () => rule.name.range }];
}

/** `p99`, `P99.9`, `p999`, `99th percentile`, `median`, and an average of times, which is not a quantile. */
const SAID =
  /(?<![A-Za-z0-9])[pP](\d{2}(?:\.\d+|\d)?)(?![\d.]\d|[A-Za-z0-9])|(?<=[a-z_])P(\d{2,3})(?![a-z0-9])|\b(\d{2}(?:\.\d+)?)(?:th|st|nd|rd)?[ -]percentile\b|\b(median)\b|\b(average|mean)(?= (?:\w+ ){0,2}(?:latency|duration|response|request|processing|time)\b)/gi;

function saidIn({ text }: Text): { start: number; end: number; word: string; value: number | undefined }[] {
  return [...text.matchAll(SAID)].map((match) => {
    const [word, short, inName, words, median] = match;
    const digits = short ?? inName ?? words;
    const value = median !== undefined ? 0.5 : digits === undefined ? undefined : shareOf(digits);
    return { start: match.index, end: match.index + word.length, word, value };
  });
}

/** `99`, `99.9` and `999` of "p99", "p99.9" and "p999", as a share. */
function shareOf(digits: string): number {
  const percent = digits.length === 3 ? `${digits.slice(0, 2)}.${digits.slice(2)}` : digits;
  return Number((Number(percent) / 100).toPrecision(6));
}

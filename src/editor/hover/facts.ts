import { isPossible, METRIC_NAME_LABEL, onlyValue } from '../../promql/infer/index.ts';
import type {
  Alternative,
  Facts,
  Interval,
  LabelReason,
  LabelSet,
  Quantity,
} from '../../promql/infer/index.ts';
import { formatSampleValue } from '../../go/numbers/format-float.ts';
import { plural } from '../../util/plural.ts';
import { code, cut, paragraphs } from './markdown.ts';

/** Kinds of series of one vector that are written out. */
const MOST_ALTERNATIVES = 4;
/** Values of one label that are written out. */
const MOST_VALUES = 6;

/** Facts about an expression without data, in Markdown. @param text the whole expression, which reasons point into */
export function factsText(facts: Facts, text: string): string {
  switch (facts.type) {
    case 'scalar':
      return `**scalar**, ${intervalText(facts.value)}`;
    case 'string':
      return '**string**';
    default: {
      const type = facts.type === 'matrix' ? 'range vector' : 'instant vector';
      const possible = facts.alternatives.filter(isPossible);
      if (possible.length === 0) return `**${type}** that never holds a series`;
      const shown = possible.slice(0, MOST_ALTERNATIVES).map((each) => alternativeText(each, text));
      const more = possible.length - shown.length;
      return paragraphs(
        `**${type}**${possible.length > 1 ? ` of ${possible.length} kinds of series` : ''}`,
        shown.join('\n\n---\n\n'),
        more > 0 ? `and ${plural(more, 'more kind', 'more kinds')} of series` : '',
      );
    }
  }
}

function alternativeText({ labels, value, presence, quantity, series }: Alternative, text: string): string {
  const lines = [
    quantityText(quantity),
    value.lo === -Infinity && value.hi === Infinity ? '' : `value: ${intervalText(value)}`,
    ...labelLines(labels, text),
    series === undefined
      ? ''
      : `at most ${plural(series.count, 'series', 'series')}${series.factors.length > 1 ? ` (${series.factors.map(({ label, count }) => `${count} ${label}`).join(' × ')})` : ''}`,
    presence.kind === 'always' ? 'always returns something' : '',
  ];
  return lines
    .filter((line) => line !== '')
    .map((line) => `- ${line}`)
    .join('\n');
}

function quantityText({ metric, type, unit }: Quantity): string {
  const words = [type === 'unknown' ? '' : type, unit === undefined ? '' : `in ${unit}`].filter(
    (word) => word !== '',
  );
  const of = metric === undefined ? '' : `of ${code(metric)}`;
  return words.length === 0 && of === ''
    ? ''
    : `${words.length === 0 ? 'values' : words.join(' ')} ${of}`.trim();
}

/** `≥ 0`, `0 to 1`, `exactly 1`, with `or NaN` where that is possible. */
function intervalText(value: Interval): string {
  const { lo, hi, loOpen, hiOpen, nan } = value;
  const only = onlyValue(value);
  const words =
    only !== undefined
      ? `exactly ${formatSampleValue(only)}`
      : lo === -Infinity && hi === Infinity
        ? 'any number'
        : lo === -Infinity
          ? `${hiOpen ? '<' : '≤'} ${formatSampleValue(hi)}`
          : hi === Infinity
            ? `${loOpen ? '>' : '≥'} ${formatSampleValue(lo)}`
            : `${loOpen ? 'above ' : ''}${formatSampleValue(lo)} to ${hiOpen ? 'below ' : ''}${formatSampleValue(hi)}`;
  return nan ? `${words} or NaN` : words;
}

function labelLines({ known, others, reason }: LabelSet, text: string): string[] {
  const named = [...known].filter(([name]) => name !== METRIC_NAME_LABEL);
  const there = named
    .filter(([, { presence }]) => presence !== 'never')
    .map(([name, { presence, values }]) => {
      const shown = values === undefined ? '' : `=${valuesText(values)}`;
      return `${code(`${name}${shown}`)}${presence === 'maybe' ? ' (perhaps)' : ''}`;
    });
  const rest =
    others === 'maybe'
      ? there.length === 0
        ? 'any labels'
        : 'perhaps others'
      : there.length === 0
        ? 'none'
        : 'no others';
  const gone = named
    .filter(([, fact]) => fact.presence === 'never' && fact.reason !== undefined)
    .map(([name, fact]) => `${code(name)} is lost: ${reasonText(fact.reason!, text)}`);
  const why =
    others === 'never' && reason !== undefined && gone.length === 0 ? ` (${reasonText(reason, text)})` : '';
  return [`labels: ${[...there, rest].join(', ')}${why}`, ...gone];
}

function valuesText(values: ReadonlySet<string>): string {
  const all = [...values];
  const shown = all.slice(0, MOST_VALUES).map((value) => JSON.stringify(value));
  const text = all.length > MOST_VALUES ? `${shown.join('|')}|…` : shown.join('|');
  return all.length === 1 ? text : `(${text})`;
}

/** Why a label is there or gone, in words. */
function reasonText(reason: LabelReason, text: string): string {
  const at = 'range' in reason ? code(cut(text.slice(reason.range.start, reason.range.end), 60)) : '';
  switch (reason.kind) {
    case 'aggregated':
      return `${code(reason.op)} makes one series of many: ${at}`;
    case 'by':
    case 'without':
    case 'on':
    case 'ignoring':
    case 'include':
      return at === '' ? code(reason.kind) : at;
    case 'matcher':
      return `the matcher ${code(reason.text)}`;
    case 'function':
      return `the function ${code(reason.func)}`;
    case 'operator':
      return `the operator ${code(reason.op)}`;
    case 'catalogue':
      return `the catalogue lists the labels of ${code(reason.metric)}`;
    case 'scraped':
      return `every scraped series has it`;
    case 'rule-label':
      return `a label of the rule that records ${code(reason.record)}`;
    case 'recorded':
      return `in the rule that records ${code(reason.record)}`;
  }
}

import { labelTest } from '../eval/storage/regexp.ts';
import { literalsOf } from '../syntax/regex-words.ts';
import type { LabelMatcher, VectorSelector } from '../syntax/ast.ts';
import type { InferenceEnvironment } from './environment.ts';
import type { Alternative, LabelFact, LabelSet } from './facts.ts';
import { MAYBE, METRIC_NAME_LABEL, UNKNOWN_QUANTITY } from './facts.ts';
import { ANY } from './interval.ts';
import { goneFor, labelFact, OPEN_LABELS, pinned } from './label-set.ts';
import { estimateOf } from './series-estimate.ts';

/** The series that a selector can return: what the environment knows of the name, narrowed by each matcher. */
export function inferSelector(selector: VectorSelector, env: InferenceEnvironment): Alternative[] {
  const name = selectedName(selector);
  const known = name === undefined ? undefined : env.series(name);
  const alternatives = known?.map((each) => usedBy(selector, each)) ?? [unknownSeries(selector, name)];
  const narrowed = alternatives.map((each) => withMatchers(each, selector.matchers));
  // Where several recorders exist, those that the matchers exclude are not alternatives.
  const possible = narrowed.filter(({ presence }) => presence.kind !== 'never');
  return possible.length > 0 ? possible : narrowed.slice(0, 1);
}

/** Stored series as a selector finds them; facts about their origin keep their own place. */
function usedBy(selector: VectorSelector, series: Alternative): Alternative {
  const { presence } = series;
  return {
    range: selector,
    labels: series.labels,
    value: series.value,
    presence:
      presence.kind === 'never'
        ? { kind: 'never', reason: { ...presence.reason, range: selector } }
        : presence,
    quantity: series.quantity,
    series: series.series,
  };
}

function selectedName(selector: VectorSelector): string | undefined {
  if (selector.name !== undefined) return selector.name;
  return selector.matchers.find(({ name, op }) => name === METRIC_NAME_LABEL && op === '=')?.value;
}

function unknownSeries(selector: VectorSelector, name: string | undefined): Alternative {
  const labels = name === undefined || name === '' ? OPEN_LABELS : labelsOf(name, selector);
  return {
    range: selector,
    labels,
    value: ANY,
    presence: MAYBE,
    quantity:
      name === undefined
        ? UNKNOWN_QUANTITY
        : { metric: name, type: 'unknown', unit: undefined, aggregated: undefined },
    series: undefined,
  };
}

function labelsOf(name: string, selector: VectorSelector): LabelSet {
  const fact = pinned(name, { kind: 'matcher', range: selector, text: name });
  return {
    known: new Map<string, LabelFact>().set(METRIC_NAME_LABEL, fact),
    others: 'maybe',
    reason: undefined,
  };
}

function withMatchers(series: Alternative, matchers: readonly LabelMatcher[]): Alternative {
  const { range, value, quantity } = series;
  let { labels, presence } = series;
  if (matchers.length === 0) {
    return { range, labels, value, presence, quantity, series: series.series ?? estimateOf(labels) };
  }
  const known = new Map<string, LabelFact>(labels.known);
  labels = { known, others: labels.others, reason: labels.reason };
  for (const matcher of matchers) {
    const narrowed = narrowedBy(labelFact(labels, matcher.name), matcher);
    if (narrowed === undefined) {
      const reason = { kind: 'matchers', range: matcher, label: matcher.name } as const;
      if (presence.kind !== 'never') presence = { kind: 'never', reason };
      continue;
    }
    known.set(matcher.name, narrowed);
  }
  const own = estimateOf(labels);
  const estimate =
    own === undefined || (series.series !== undefined && series.series.count < own.count)
      ? series.series
      : own;
  return { range, labels, value, presence, quantity, series: estimate };
}

/** A label's fact after one more matcher; undefined where nothing can match. */
function narrowedBy(fact: LabelFact, matcher: LabelMatcher): LabelFact | undefined {
  const test = testOf(matcher);
  if (test === undefined) return fact;
  const reason = { kind: 'matcher', range: matcher, text: matcherText(matcher) } as const;
  const acceptsAbsent = test('');
  if (fact.presence === 'never') return acceptsAbsent ? fact : undefined;
  const values = candidates(fact, matcher)?.filter(test);
  const tests = fact.tests === undefined ? [test] : [...fact.tests, test];
  if (values?.length === 0) {
    if (!acceptsAbsent || fact.presence === 'always') return undefined;
    return goneFor(reason);
  }
  const presence = acceptsAbsent ? fact.presence : 'always';
  const set = values && new Set(values);
  const absent = presence === 'maybe' ? 1 : 0;
  const count = set === undefined ? fact.count : { count: set.size + absent };
  return {
    presence,
    values: set,
    tests,
    count:
      fact.count?.per === undefined && fact.count && count && fact.count.count < count.count
        ? fact.count
        : count,
    reason: presence === fact.presence && fact.reason !== undefined ? fact.reason : reason,
  };
}

/** The values that may pass: those known before, or those that the matcher spells out. */
function candidates(fact: LabelFact, { op, value }: LabelMatcher): readonly string[] | undefined {
  if (fact.values !== undefined) return [...fact.values];
  return spelledValues(op, value)
    ?.filter((text) => text !== '')
    .filter((text) => (fact.tests ?? []).every((test) => test(text)));
}

/** The values that a matcher leaves, where it says so: none but the empty one passes `!~".*"` and `!~".+"`. */
function spelledValues(op: LabelMatcher['op'], value: string): readonly string[] | undefined {
  if (op === '=') return [value];
  if (op === '=~') return literalsOf(value);
  return op === '!~' && ANYTHING.test(value) ? [] : undefined;
}

const ANYTHING = /^\^?\(?\.[*+]\)?\$?$/;

function testOf({ op, value }: LabelMatcher): ((text: string) => boolean) | undefined {
  if (op === '=') return (text) => text === value;
  if (op === '!=') return (text) => text !== value;
  try {
    const test = labelTest(value, 3);
    return op === '=~' ? test : (text) => !test(text);
  } catch {
    return undefined;
  }
}

function matcherText({ name, op, value }: LabelMatcher): string {
  return `${name}${op}"${value}"`;
}

import { LabelReplacer } from '../eval/functions/label-replacer.ts';
import type { Call, Expr } from '../syntax/ast.ts';
import type { LabelFact, LabelPresence, LabelReason, LabelSet } from './facts.ts';
import { labelFact, OPEN_LABELS, pinned, withLabel } from './label-set.ts';
import { unwrap } from './unwrap.ts';

function text(node: Expr | undefined): string | undefined {
  const inner = node === undefined ? undefined : unwrap(node);
  return inner?.kind === 'StringLiteral' ? inner.value : undefined;
}

/**
 * The labels of label_replace(v, target, replacement, source, regex). The target is guaranteed only where the
 * expression must match and what it puts there cannot be empty; elsewhere it keeps what it had.
 */
export function replacedLabels(node: Call, labels: LabelSet, reason: LabelReason): LabelSet {
  const [target, template, source, pattern] = node.args.slice(1).map(text);
  if (target === undefined || template === undefined || source === undefined || pattern === undefined)
    return OPEN_LABELS;
  const before = labelFact(labels, target);
  const from = labelFact(labels, source);
  const fact =
    fromKnownValues(from, before, template, pattern, reason) ??
    fromAnyValue(from, before, template, pattern, reason);
  return withLabel(labels, target, fact);
}

/** The values a label can have in series, '' for an absent one; undefined where they are not known. */
function possibleValues(fact: LabelFact): readonly string[] | undefined {
  if (fact.presence === 'never') return [''];
  if (fact.values === undefined) return undefined;
  return fact.presence === 'always' ? [...fact.values] : [...fact.values, ''];
}

const MOST_VALUES = 1000;

/** The result where every value of the source is known: each is replaced. */
function fromKnownValues(
  from: LabelFact,
  before: LabelFact,
  template: string,
  pattern: string,
  reason: LabelReason,
): LabelFact | undefined {
  const sources = possibleValues(from);
  if (sources === undefined || sources.length > MOST_VALUES) return undefined;
  const results = replacedValues(sources, template, pattern);
  if (results === undefined) return undefined;
  const made = results.filter((value) => value !== undefined);
  if (made.length === 0) return before;
  const kept = made.length < results.length ? before : undefined;
  const old = kept === undefined ? [] : possibleValues(kept);
  const values = old && new Set([...made, ...old].filter((value) => value !== ''));
  const canBeEmpty = made.includes('') || (kept !== undefined && kept.presence !== 'always');
  if (values?.size === 0) return { presence: 'never', reason };
  // The empty source of an absent label is only a formality where the label is expected to be there.
  const likely =
    from.presence === 'expected' &&
    results.slice(0, -1).every((value) => value !== undefined && value !== '');
  return {
    presence: !canBeEmpty ? 'always' : likely ? 'expected' : 'maybe',
    values,
    count: values && { count: values.size + (canBeEmpty ? 1 : 0) },
    reason,
  };
}

/** What each value becomes, undefined where the expression does not match; undefined where the engine refuses. */
function replacedValues(
  values: readonly string[],
  template: string,
  pattern: string,
): readonly (string | undefined)[] | undefined {
  try {
    const replacer = new LabelReplacer(pattern, template, 3);
    return values.map((value) => replacer.replace(value, checkLength));
  } catch {
    return undefined;
  }
}

const LONGEST_VALUE = 10_000;

function checkLength(length: number): void {
  if (length > LONGEST_VALUE) throw new RangeError('the value is too long to be looked at');
}

const MATCHES_ALL: ReadonlySet<string> = new Set(['.*', '(.*)', '^.*$', '^(.*)$', '(?:.*)', '']);
const MATCHES_NON_EMPTY: ReadonlySet<string> = new Set(['.+', '(.+)', '^.+$', '^(.+)$', '(?:.+)']);

function fromAnyValue(
  from: LabelFact,
  before: LabelFact,
  template: string,
  pattern: string,
  reason: LabelReason,
): LabelFact {
  const surely =
    (pattern !== '' && MATCHES_ALL.has(pattern)) ||
    (from.presence === 'always' && MATCHES_NON_EMPTY.has(pattern));
  const literal = template.replace(/\$(?:\{\w+\}|\w+|\$)/g, '');
  const made = madeFact(template, literal, from, pattern, reason);
  if (surely) return made;
  if (made.presence === 'never') {
    return before.presence === 'never' ? before : { ...before, presence: 'maybe', tests: undefined, reason };
  }
  const values =
    made.values &&
    (before.presence === 'never'
      ? made.values
      : before.values && new Set([...made.values, ...before.values]));
  const presence: LabelPresence =
    made.presence === 'always' && before.presence === 'always' ? 'always' : 'expected';
  return { presence, values, count: values && { count: values.size + 1 }, reason };
}

/** The target's fact where the expression matched. */
function madeFact(
  template: string,
  literal: string,
  from: LabelFact,
  pattern: string,
  reason: LabelReason,
): LabelFact {
  if (template === '') return { presence: 'never', reason };
  if (literal === template) return pinned(template, reason);
  const copies = /^\$(?:1|\{1\})$/.test(template) && pattern.includes('(');
  if (copies && /^\^?\(\.[*+]\)\$?$/.test(pattern))
    return {
      presence: from.presence,
      values: from.values,
      count: from.count?.per === undefined ? from.count : undefined,
      reason,
    };
  return { presence: literal !== '' ? 'always' : 'expected', reason };
}

/** The labels of label_join(v, target, separator, sources...). */
export function joinedLabels(node: Call, labels: LabelSet, reason: LabelReason): LabelSet {
  const [target, separator, ...sources] = node.args.slice(1).map(text);
  if (target === undefined || separator === undefined) return OPEN_LABELS;
  const facts = sources.map((name) => labelFact(labels, name ?? ''));
  return withLabel(labels, target, joinedFact(facts, separator, reason));
}

function joinedFact(facts: readonly LabelFact[], separator: string, reason: LabelReason): LabelFact {
  if (separator !== '' && facts.length > 1) return { presence: 'always', reason };
  if (facts.every(({ presence }) => presence === 'never')) return { presence: 'never', reason };
  if (facts.some(({ presence }) => presence === 'always')) return { presence: 'always', reason };
  return { presence: facts.some(({ presence }) => presence === 'expected') ? 'expected' : 'maybe', reason };
}

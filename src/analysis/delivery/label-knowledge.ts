import type { Matcher } from '../../routing/matchers/matcher.ts';
import type { Answer } from '../../routing/tree/possibilities.ts';

/** What is known of the value of one label before the alert fires; "" stands for a missing label. */
export type LabelKnowledge =
  /** One of these. */
  | { readonly kind: 'values'; readonly values: ReadonlySet<string> }
  /** Any value that passes the tests. */
  | {
      readonly kind: 'open';
      readonly tests: readonly ((value: string) => boolean)[];
      /** The label is never missing. */
      readonly always: boolean;
      /** The expression or the rule names the label, so that it may well be there. */
      readonly named: boolean;
    };

export const ABSENT: LabelKnowledge = { kind: 'values', values: new Set(['']) };
export const ANY_VALUE: LabelKnowledge = { kind: 'open', tests: [], always: false, named: false };
export const NAMED: LabelKnowledge = { kind: 'open', tests: [], always: false, named: true };

/** What holds where one or the other holds. */
export function eitherLabel(a: LabelKnowledge, b: LabelKnowledge): LabelKnowledge {
  if (a.kind === 'values' && b.kind === 'values')
    return { kind: 'values', values: new Set([...a.values, ...b.values]) };
  const always = isAlways(a) && isAlways(b);
  return { kind: 'open', tests: [], always, named: isNamed(a) || isNamed(b) };
}

function isAlways(label: LabelKnowledge): boolean {
  return label.kind === 'open' ? label.always : !label.values.has('');
}

function isNamed(label: LabelKnowledge): boolean {
  return label.kind === 'open' ? label.named : label !== ABSENT;
}

/** Whether the label may be missing. */
export function mayLack(label: LabelKnowledge): boolean {
  return !isAlways(label);
}

/** Whether the label may be there. */
export function mayCarry(label: LabelKnowledge): boolean {
  return label.kind === 'open' || [...label.values].some((value) => value !== '');
}

/** Whether the label may have the value ("": be missing). */
export function mayBe(label: LabelKnowledge, value: string): boolean {
  if (label.kind === 'values') return label.values.has(value);
  return value === '' ? !label.always : label.tests.every((test) => test(value));
}

/** Whether a matcher accepts the label. */
export function answerOf(matcher: Matcher, label: LabelKnowledge): Answer {
  if (label.kind === 'values') {
    let accepted = 0;
    for (const value of label.values) if (matcher.accepts(value)) accepted++;
    if (accepted === 0) return 'no';
    return accepted === label.values.size ? 'yes' : 'maybe';
  }
  if (matcher.values !== undefined && ![...matcher.values].some((value) => mayBe(label, value))) return 'no';
  return acceptsAnything(matcher) ? 'yes' : 'maybe';
}

/** Matchers that say nothing: `=~".*"`. */
export function acceptsAnything(matcher: Matcher): boolean {
  return matcher.op === '=~' && /^(?:\^?\(?\.\*\)?\$?|\^\(\?:\.\*\)\$)$/.test(matcher.value);
}

/** Whether two labels may have the same value. */
export function mayBeEqual(a: LabelKnowledge, b: LabelKnowledge): boolean {
  if (a.kind === 'values') return [...a.values].some((value) => mayBe(b, value));
  if (b.kind === 'values') return [...b.values].some((value) => mayBe(a, value));
  return true;
}

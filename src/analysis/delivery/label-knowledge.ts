import type { Matcher } from '../../routing/matchers/matcher.ts';
import type { Answer } from '../../routing/tree/label-state.ts';
import { negation } from '../../routing/matchers/matcher.ts';
import { acceptsAnything, excludes, implies } from './matcher-sets.ts';

/** Facts about the value of one label before the alert fires; "" stands for a missing label. */
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
      /** The value that the server gives it where the series has none; default "", so that it is missing. */
      readonly usual?: string;
      /** Matchers that accept the label, whatever its value is. */
      readonly assumed?: readonly Matcher[];
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

/** The value of the label, where it can have only one; "": it is missing. */
export function onlyValue(label: LabelKnowledge): string | undefined {
  return label.kind === 'values' && label.values.size === 1 ? [...label.values][0] : undefined;
}

/** The value that the label has where the series of the expression do not bring another one. */
export function usualValue(label: LabelKnowledge): string {
  return label.kind === 'open' ? (label.usual ?? '') : (onlyValue(label) ?? '');
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
  if (label.kind === 'open') return answerOfOpen(matcher, label);
  let accepted = 0;
  for (const value of label.values) if (matcher.accepts(value)) accepted++;
  if (accepted === 0) return 'no';
  return accepted === label.values.size ? 'yes' : 'maybe';
}

function answerOfOpen(matcher: Matcher, label: LabelKnowledge & { readonly kind: 'open' }): Answer {
  if (matcher.values !== undefined && !someMayBe(matcher.values, label)) return 'no';
  if (acceptsAnything(matcher)) return 'yes';
  const refused = matcher.op === '=~' && matcher.value === '.+' ? [''] : matcher.refuses;
  if (refused !== undefined && !someMayBe(refused, label)) return 'yes';
  for (const one of label.assumed ?? []) {
    if (implies(one, matcher)) return 'yes';
    if (excludes(one, matcher) || implies(one, negation(matcher))) return 'no';
  }
  return 'maybe';
}

function someMayBe(values: Iterable<string>, label: LabelKnowledge): boolean {
  for (const value of values) if (mayBe(label, value)) return true;
  return false;
}

/** Facts about a label of which a matcher is taken to accept it; undefined: it has no such value. */
export function narrowed(label: LabelKnowledge, matcher: Matcher): LabelKnowledge | undefined {
  const values = label.kind === 'values' ? [...label.values].filter(matcher.accepts) : matcher.values;
  if (values !== undefined) {
    const left = [...values].filter((value) => mayBe(label, value));
    return left.length === 0 ? undefined : { kind: 'values', values: new Set(left) };
  }
  if (label.kind === 'values') return undefined;
  return {
    ...label,
    tests: [...label.tests, matcher.accepts],
    always: label.always || !matcher.accepts(''),
    assumed: [...(label.assumed ?? []), matcher],
  };
}

/** Whether two labels may have the same value. */
export function mayBeEqual(a: LabelKnowledge, b: LabelKnowledge): boolean {
  if (a.kind === 'values') return [...a.values].some((value) => mayBe(b, value));
  if (b.kind === 'values') return [...b.values].some((value) => mayBe(a, value));
  return true;
}

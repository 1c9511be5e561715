import type { Range } from '../../source/range.ts';
import { compareUtf8, labelValue } from '../labels.ts';
import type { LabelSet } from '../labels.ts';
import { Language } from './pattern/index.ts';
import { compileAnchored } from './regexp.ts';

export type MatchOp = '=' | '!=' | '=~' | '!~';

/** What a matcher says, before it is compiled. Ranges lie in the text it was parsed from. */
export interface MatcherSpec {
  readonly name: string;
  readonly op: MatchOp;
  readonly value: string;
  readonly range?: Range;
  readonly nameRange?: Range;
  readonly valueRange?: Range;
}

/** A label matcher that can be applied. */
export interface Matcher extends MatcherSpec {
  /** Whether the matcher accepts a label value; "" stands for a missing label. */
  readonly accepts: (value: string) => boolean;
  /** For `=` and for `=~` with plain words: exactly the values that are accepted. */
  readonly values?: ReadonlySet<string> | undefined;
  /** For `!=` and for `!~` with plain words: exactly the values that are refused. */
  readonly refuses?: ReadonlySet<string> | undefined;
  /** What `value` stands for, whether the matcher accepts that or refuses it. */
  readonly language?: Language | undefined;
}

/**
 * Compiles a matcher. Regular expressions are RE2 and anchored on both sides: Alertmanager compiles
 * `^(?:value)$`.
 *
 * @throws RegexpError when the value of `=~` or `!~` is not a regular expression.
 */
export function compileMatcher(spec: MatcherSpec): Matcher {
  const { op, value: expected } = spec;
  const isPattern = op === '=~' || op === '!~';
  const language = isPattern ? Language.ofPattern(expected) : Language.ofValue(expected);
  switch (op) {
    case '=':
      return { ...spec, values: new Set([expected]), language, accepts: (value) => value === expected };
    case '!=':
      return { ...spec, refuses: new Set([expected]), language, accepts: (value) => value !== expected };
    case '=~': {
      const { accepts, words } = compileAnchored(expected);
      return { ...spec, values: words, language, accepts };
    }
    case '!~': {
      const { accepts, words } = compileAnchored(expected);
      return { ...spec, refuses: words, language, accepts: (value) => !accepts(value) };
    }
  }
}

const OPPOSITE: Readonly<Record<MatchOp, MatchOp>> = { '=': '!=', '!=': '=', '=~': '!~', '!~': '=~' };

/** The matcher that accepts exactly what another refuses. */
export function negation({ name, op, value, accepts, values, refuses, language }: Matcher): Matcher {
  return {
    name,
    op: OPPOSITE[op],
    value,
    values: refuses,
    refuses: values,
    language,
    accepts: (actual) => !accepts(actual),
  };
}

/** Whether all matchers accept a label set. No matchers accept everything. */
export function matchesAll(matchers: readonly Matcher[], labels: LabelSet): boolean {
  for (const matcher of matchers) if (!matcher.accepts(labelValue(labels, matcher.name))) return false;
  return true;
}

const OP_ORDER: Readonly<Record<MatchOp, number>> = { '=': 0, '!=': 1, '=~': 2, '!~': 3 };

/** The order in which Alertmanager keeps the matchers of a route: by name, value, operator. */
export function compareMatchers(a: MatcherSpec, b: MatcherSpec): number {
  return compareUtf8(a.name, b.name) || compareUtf8(a.value, b.value) || OP_ORDER[a.op] - OP_ORDER[b.op];
}

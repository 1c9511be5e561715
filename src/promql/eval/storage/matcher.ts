import type { MatchOp } from '../../syntax/ast.ts';
import { labelTest } from './regexp.ts';
import { literalsOf } from '../../syntax/regex-words.ts';
import type { StringTest } from './regexp.ts';

/** A label matcher made ready: `test` takes the label's value, the empty string for an absent label. */
export interface Matcher {
  readonly name: string;
  readonly op: MatchOp;
  readonly value: string;
  readonly test: StringTest;
  /** The only values that can match, where they are few and known and the empty string is not among them. */
  readonly values: readonly string[] | undefined;
}

/** @throws RE2JSException for a regular expression that Go rejects */
export function compileMatcher(name: string, op: MatchOp, value: string, version: 2 | 3): Matcher {
  return { name, op, value, test: testOf(op, value, version), values: valuesOf(op, value) };
}

function testOf(op: MatchOp, value: string, version: 2 | 3): StringTest {
  switch (op) {
    case '=':
      return (text) => text === value;
    case '!=':
      return (text) => text !== value;
    case '=~':
      return labelTest(value, version);
    case '!~': {
      const test = labelTest(value, version);
      return (text) => !test(text);
    }
  }
}

function valuesOf(op: MatchOp, value: string): readonly string[] | undefined {
  const values = op === '=' ? [value] : op === '=~' ? literalsOf(value) : undefined;
  return values?.includes('') === true ? undefined : values;
}

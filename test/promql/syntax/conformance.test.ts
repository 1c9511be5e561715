import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseExpr } from '../../../src/promql/syntax/parse.ts';
import { conformancePath } from '../../support/conformance.ts';

interface ParseCase {
  readonly expr: string;
  readonly valid: boolean;
  readonly err: string | null;
  readonly root?: string;
  /** Answers of the real tool by version: "ok" or its error; absent where it could not be asked. */
  readonly promtool?: Readonly<Record<string, string>>;
}

/** Where our message differs from the recorded one, with the reason. */
const OTHER_WORDS: ReadonlyMap<string, string> = new Map([
  ['(-{}-1-{}', 'nests deeper than our limit of 500 levels before its empty selectors are looked at'],
]);

/** Where version 2 is meant to differ from promtool 2.53.3, with the reason. */
const OTHER_IN_2: ReadonlyMap<string, string> = new Map([
  [
    'foo[5s x 5s]',
    'the old lexer takes any letter in brackets for a colon: a bug that nobody should build on',
  ],
  ['foo[5s s 5s]', 'the same'],
]);

function isListed(map: ReadonlyMap<string, string>, expr: string): boolean {
  return [...map.keys()].some((prefix) => expr.startsWith(prefix));
}

const path = conformancePath('parser', 'promql', 'parse_test.jsonl');
const cases =
  path === undefined
    ? []
    : readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as ParseCase);

describe.skipIf(path === undefined)("Prometheus's own parser tests", () => {
  it('has all cases', () => {
    expect(cases.length).toBeGreaterThan(350);
  });

  it.each(cases.filter((c) => c.valid).map((c) => [c.expr, c] as const))('accepts %j', (expr, { root }) => {
    const { expr: tree, errors } = parseExpr(expr, { features: 'all' });
    expect(errors).toEqual([]);
    expect(tree?.kind).toBe(root);
  });

  it.each(cases.filter((c) => !c.valid).map((c) => [c.expr, c] as const))('rejects %j', (expr, { err }) => {
    const [first] = parseExpr(expr, { features: 'all' }).errors;
    expect(first).toBeDefined();
    if (!isListed(OTHER_WORDS, expr)) expect(first?.message).toBe(err);
  });

  const asked = cases.filter((c) => c.promtool !== undefined && !isListed(OTHER_IN_2, c.expr));
  it.each(asked.map((c) => [c.expr, c] as const))(
    'answers %j as promtool 2.53.3 under version 2',
    (expr, c) => {
      const { errors } = parseExpr(expr, { version: 2, features: 'none' });
      expect(errors.length === 0).toBe(c.promtool?.['2.53.3'] === 'ok');
    },
  );
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseLogql } from '../../../src/logql/syntax/index.ts';
import { conformancePath } from '../../support/conformance.ts';

interface Row {
  readonly expr: string;
  /** null where the source asserts neither. */
  readonly valid: boolean | null;
  readonly err: string | null;
  readonly src?: string;
}

/** Rows that are not about the parser, or cannot be distinguished in JavaScript's text. */
const SKIPPED: Readonly<Record<string, string>> = {
  '{app=~"\ufffd\ufffd"}': 'invalid UTF-8: text has none in JavaScript, the file reader reports it',
  'rate({app="foo"} [5m]) - rate({app="bar"} [15m])': "the server's limit of ranges, not the language",
  'rate({app="foo"} [1h])': "the server's limit of ranges, not the language",
  'sum(rate({app="foo"} [1h]))': "the server's limit of ranges, not the language",
  'sum_over_time({app="foo"} |= "foo" | json | unwrap bar [1h])':
    "the server's limit of ranges, not the language",
};

/** Rows of this source test the engine with a storage that fails. */
const FAILING_STORAGE = /TestStepEvaluator_Error$/;

const folder = conformancePath('parser', 'logql');

describe.skipIf(folder === undefined)("Loki's parser tests (conformance/parser/logql)", () => {
  it.each(['parser_test.jsonl', 'other_go_tests.jsonl'])(
    '%s: accepted and refused as recorded, in the same words',
    (file) => {
      const wrong: unknown[] = [];
      for (const line of readFileSync(`${folder!}/${file}`, 'utf8').split('\n').filter(Boolean)) {
        const row = JSON.parse(line) as Row;
        if (row.valid === null || row.expr in SKIPPED || FAILING_STORAGE.test(row.src ?? '')) continue;
        const error = parseLogql(row.expr).errors.find(({ phase }) => phase === 'parse');
        const got = error?.message ?? null;
        if (got !== row.err) wrong.push({ expr: row.expr, want: row.err, got });
      }
      expect(wrong).toEqual([]);
    },
  );

  it('has no stale entry in the skip map', () => {
    const text = ['parser_test.jsonl', 'other_go_tests.jsonl']
      .map((file) => readFileSync(`${folder!}/${file}`, 'utf8'))
      .join('\n');
    const exprs = new Set(
      text
        .split('\n')
        .filter(Boolean)
        .map((line) => (JSON.parse(line) as Row).expr),
    );
    expect(Object.keys(SKIPPED).filter((expr) => !exprs.has(expr))).toEqual([]);
  });
});

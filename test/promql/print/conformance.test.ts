import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { prettyExpr } from '../../../src/promql/print/pretty.ts';
import { printExpr } from '../../../src/promql/print/print.ts';
import type { Expr } from '../../../src/promql/syntax/ast.ts';
import { parseExpr } from '../../../src/promql/syntax/parse.ts';
import { conformancePath } from '../../support/conformance.ts';

/** The width that upstream's prettier tests set, so that short expressions split too. */
const TEST_WIDTH = 10;

const printer = conformancePath('parser', 'promql', 'printer_test.jsonl');
const prettier = conformancePath('parser', 'promql', 'prettier_test.jsonl');

interface PrintCase {
  readonly expr: string;
  readonly printed?: string;
  readonly pretty?: string;
}

function read(path: string | undefined): readonly PrintCase[] {
  if (path === undefined) return [];
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as PrintCase);
}

function parsed(text: string): Expr {
  const { expr, errors } = parseExpr(text, { features: 'all' });
  expect(errors).toEqual([]);
  return expr!;
}

describe.skipIf(printer === undefined)("Prometheus's own printer tests", () => {
  const cases = read(printer);

  it.each(cases.map((c) => [c.expr, c.printed ?? '']))('prints %s', (expr, printed) => {
    expect(printExpr(parsed(expr))).toBe(printed);
  });

  it.each(cases.map((c) => [c.printed ?? '']))('prints %s the same again', (printed) => {
    expect(printExpr(parsed(printed))).toBe(printed);
  });
});

describe.skipIf(prettier === undefined)("Prometheus's own prettier tests", () => {
  const cases = read(prettier);

  it.each(cases.map((c) => [c.expr, c.pretty ?? '']))('lays out %s', (expr, pretty) => {
    expect(prettyExpr(parsed(expr), TEST_WIDTH)).toBe(pretty);
  });
});

it.each(["'\\300'", 'up{a="\\300"}', 'label_replace(up, "a", "\\ufffd", "b", "")'])(
  '%s is printed as valid PromQL',
  (text) => {
    const printed = printExpr(parseExpr(text).expr!);
    expect(parseExpr(printed).errors).toEqual([]);
    expect(printExpr(parseExpr(printed).expr!)).toBe(printed);
  },
);

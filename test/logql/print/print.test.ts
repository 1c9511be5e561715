import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { prettyLogql, printLogql } from '../../../src/logql/print/index.ts';
import { parseLogql } from '../../../src/logql/syntax/index.ts';
import { conformancePath } from '../../support/conformance.ts';

const folder = conformancePath('parser', 'logql');

interface Row {
  readonly expr: string;
  readonly src?: string;
  readonly printed?: string;
}

const rows = (file: string): Row[] =>
  readFileSync(`${folder!}/${file}`, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row);

describe.skipIf(folder === undefined)("Loki's printer tests (conformance/parser/logql)", () => {
  // The other packages record what the query mappers print, which are expressions of another language.
  const printed =
    folder === undefined
      ? []
      : rows('other_go_tests.jsonl').filter(
          ({ printed: text, src }) => text !== undefined && src?.includes('/syntax/'),
        );

  it.each(printed.map((row): [string, Row] => [row.expr, row]))('%s', (expr, row) => {
    const tree = parseLogql(expr).expr!;
    // Their layout tests set the line length to 20.
    expect(row.src?.includes('prettier_test') ? prettyLogql(tree, 20) : printLogql(tree)).toBe(row.printed);
  });

  it('prints every expression so that it reads back as itself', () => {
    for (const { expr } of [...rows('parser_test.jsonl'), ...rows('other_go_tests.jsonl')]) {
      const { expr: tree, errors } = parseLogql(expr);
      if (tree === undefined || errors.length > 0) continue;
      const line = printLogql(tree);
      for (const text of [line, prettyLogql(tree, 10), prettyLogql(tree, 40), prettyLogql(tree)]) {
        const again = parseLogql(text);
        expect(again.errors).toEqual([]);
        expect(printLogql(again.expr!)).toBe(line);
      }
    }
  });
});

describe('prettyLogql', () => {
  it('keeps the brackets that an operand needs', () => {
    const expr = parseLogql(
      '(rate({a="b"}[1m]) + rate({a="c"}[1m])) / (rate({a="d"}[1m]) / vector(2))',
    ).expr!;
    const text = prettyLogql(expr, 20);
    expect(printLogql(parseLogql(text).expr!)).toBe(printLogql(expr));
    expect(text).toMatch(/^ {2}\(\n/);
  });

  it('lets line filters share a line as far as it goes, as Loki does', () => {
    const print = (text: string, width: number): string => prettyLogql(parseLogql(text).expr!, width);
    const text = '{a="b"} |= "one" != "two" or "three" | json |= "four"';
    expect(print(text, 40)).toBe('{a="b"}\n  |= "one" != "two" != "three"\n  | json\n  |= "four"');
    expect(print(text, 20)).toBe('{a="b"}\n  |= "one" != "two"\n  != "three"\n  | json\n  |= "four"');
  });

  it('prints characters that do not print as Go does', () => {
    expect(printLogql(parseLogql('{a="\\x00\\u200b\\"`é"}').expr!)).toBe('{a="\\x00\\u200b\\"`é"}');
  });
});

it.each(['- 0', 'sum(rate({a="b"}[5m])) > - 0'])('%s is printed as valid LogQL', (text) => {
  const printed = printLogql(parseLogql(text).expr!);
  expect(parseLogql(printed).errors).toEqual([]);
});

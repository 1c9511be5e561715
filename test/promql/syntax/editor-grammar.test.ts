import { readFileSync } from 'node:fs';
import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { describe, expect, it } from 'vitest';
import { parseExpr } from '../../../src/promql/syntax/parse.ts';
import { conformancePath } from '../../support/conformance.ts';

// Prometheus has two grammars: the yacc one of its server, which src/promql/syntax follows, and the lezer one of
// its editor. The editor's serves highlighting; these tests hold the two against each other, and show where the
// editor's tree would evaluate to something else than the server does.

/** Valid for the server, refused by the editor's grammar. */
const EDITOR_REFUSES: ReadonlySet<string> = new Set(['5.', 'offset{step="1s"}[5m]', 'foo @ 3.']);

/** The names of the editor's nodes as `A(B,C)`; errors are `⚠`. */
function editorTree(text: string): string {
  const shape = (node: SyntaxNode): string => {
    const below: string[] = [];
    for (let child = node.firstChild; child !== null; child = child.nextSibling) below.push(shape(child));
    return node.name + (below.length === 0 ? '' : `(${below.join(',')})`);
  };
  return shape(parser.parse(text).topNode);
}

const path = conformancePath('parser', 'promql', 'parse_test.jsonl');
const valid =
  path === undefined
    ? []
    : readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { expr: string; valid: boolean })
        .filter((c) => c.valid);

describe.skipIf(path === undefined)('the editor grammar on valid expressions', () => {
  it.each(valid.map((c) => [c.expr]))('%j', (expr) => {
    const accepts = !editorTree(expr).includes('⚠');
    expect(accepts).toBe(!EDITOR_REFUSES.has(expr));
    expect(parseExpr(expr, { features: 'all' }).errors).toEqual([]);
  });
});

describe('where the two grammars build different trees', () => {
  it.each([
    ['-1 ^ 2', 'UnaryExpr', 'BinaryExpr(NumberDurationLiteral,Pow'],
    ['-foo offset 5m', 'UnaryExpr', 'OffsetExpr(UnaryExpr'],
  ])('%s is a %s', (expr, ours, theirs) => {
    expect(parseExpr(expr).expr?.kind).toBe(ours);
    expect(editorTree(expr)).toContain(theirs);
  });

  it('the editor refuses functions that it does not know', () => {
    expect(parseExpr('max_of(1, 2)', { features: 'all' }).errors).toEqual([]);
    expect(editorTree('max_of(1, 2)')).toContain('⚠');
  });
});

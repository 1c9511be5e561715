import type { Expr } from './ast.ts';
import { checkExpr } from './check.ts';
import { Cursor, SyntaxFailure } from './cursor.ts';
import type { PromqlError } from './errors.ts';
import type { ParseOptions } from './options.ts';
import { parseExpression } from './parse-expression.ts';

export interface PromqlParseResult {
  /** The tree; undefined where a syntax error left none. With errors of meaning there is still a tree. */
  readonly expr: Expr | undefined;
  /** Empty for what Prometheus accepts; otherwise the first is the one that Prometheus reports. */
  readonly errors: readonly PromqlError[];
}

/**
 * Parses and type-checks a PromQL expression as Prometheus does, with its grammar, its rules and its messages.
 * The grammar is the server's, not the lezer grammar of Prometheus's editor: that one groups `-1 ^ 2` and
 * `-x offset 5m` differently, and takes an unknown function for a syntax error.
 * Never throws for bad input. As upstream, types are only checked where the syntax has no error.
 */
export function parseExpr(text: string, options: ParseOptions = {}): PromqlParseResult {
  const cursor = new Cursor(text, options);
  const expr = parseWhole(cursor);
  if (expr !== undefined && cursor.errors.length === 0) checkExpr(expr, cursor);
  return { expr, errors: cursor.errors };
}

function parseWhole(cursor: Cursor): Expr | undefined {
  if (cursor.peek() === 'end of input') {
    const { start, end } = cursor.token;
    cursor.report(
      'empty-expression',
      { start: 0, end: start === end ? 0 : end },
      'no expression found in input',
    );
    return undefined;
  }
  try {
    const expr = parseExpression(cursor);
    if (cursor.peek() !== 'end of input') cursor.unexpected();
    return cursor.broken ? undefined : expr;
  } catch (failure) {
    if (!(failure instanceof SyntaxFailure)) throw failure;
    cursor.errors.push(failure.error);
    return undefined;
  }
}

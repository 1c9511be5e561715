import type { PromqlError } from '../promql/syntax/errors.ts';
import type { Expr } from '../promql/syntax/ast.ts';
import type { ParseOptions } from '../promql/syntax/options.ts';
import { parseExpr } from '../promql/syntax/parse.ts';
import type { PromqlParseResult } from '../promql/syntax/parse.ts';
import { certainErrors, firstGuessed, mayBeWhole } from './guessed.ts';
import { placedUses } from './placed.ts';
import { GUESSES, replaceVariables } from './stand-in.ts';
import { withUnknowns } from './with-unknowns.ts';

/** A query of a dashboard as far as it can be read without the values of its variables. */
export interface PromqlReading {
  /** The tree; what variables decide is left open in it. undefined: it cannot be read. */
  readonly expr: Expr | undefined;
  /** The errors for all values of the variables. */
  readonly errors: readonly PromqlError[];
  /** A variable decides more of it than a tree can leave open: nothing may be concluded from the whole. */
  readonly opaque: boolean;
}

/** Reads a PromQL query with variables of Grafana; offsets are those of the text as it was written. */
export function readPromqlQuery(text: string, options: ParseOptions = {}): PromqlReading {
  const placed = placedUses(text);
  const limit = firstGuessed(text, placed);
  if (placed.length === 0 && limit === Infinity) return { ...parseExpr(text, options), opaque: false };
  if (mayBeWhole(text, placed)) return { expr: undefined, errors: [], opaque: true };
  const results: PromqlParseResult[] = [];
  for (const guess of limit === Infinity ? GUESSES.slice(0, 1) : GUESSES) {
    const result = parseExpr(replaceVariables(text, placed, guess), options);
    if (result.errors.length === 0 && result.expr !== undefined)
      return { ...withUnknowns(result.expr, placed), errors: [] };
    results.push(result);
  }
  const errors = certainErrors(results[0]!.errors, placed, limit);
  return { expr: undefined, errors, opaque: true };
}

import type { LogqlExpr } from '../logql/syntax/ast.ts';
import type { LogqlParseResult } from '../logql/syntax/parse.ts';
import { parseLogql } from '../logql/syntax/parse.ts';
import { certainErrors, firstGuessed, mayBeWhole } from './guessed.ts';
import { placedUses } from './placed.ts';
import { GUESSES, replaceVariables } from './stand-in.ts';

/** A LogQL query of a dashboard as far as it can be read without the values of its variables. */
export interface LogqlReading extends LogqlParseResult {
  readonly expr: LogqlExpr | undefined;
  /** A variable decides a part of it: nothing may be concluded from the tree. */
  readonly opaque: boolean;
}

/** Reads a LogQL query with variables of Grafana; offsets are those of the text as it was written. */
export function readLogqlQuery(text: string): LogqlReading {
  const placed = placedUses(text);
  // In strings of LogQL braces are those of line_format, not of a template language around.
  const limit = firstGuessed(text.replaceAll(/\{\{|\$\$\{/g, '__'), placed);
  if (placed.length === 0 && limit === Infinity) return { ...parseLogql(text), opaque: false };
  if (mayBeWhole(text, placed)) return { expr: undefined, errors: [], opaque: true };
  const opaque = placed.some(({ position }) => position !== 'duration');
  const results: LogqlParseResult[] = [];
  for (const guess of limit === Infinity ? GUESSES.slice(0, 1) : GUESSES) {
    const result = parseLogql(replaceVariables(text, placed, guess));
    if (result.errors.length === 0 && result.expr !== undefined) return { ...result, opaque };
    results.push(result);
  }
  const errors = certainErrors(results[0]!.errors, placed, limit);
  return { expr: undefined, errors, opaque: true };
}

import type { LogqlExpr } from './ast.ts';
import { Cursor } from './cursor.ts';
import type { LogqlError } from './errors.ts';
import { LogqlSyntaxError, parseError } from './errors.ts';
import { lex } from './lexer.ts';
import { parseExpr } from './parse-metric.ts';
import { validate } from './validate.ts';

/** Loki reads no longer query (bytes of UTF-8). */
const MAX_INPUT = 131_072;

export interface LogqlParseResult {
  /** The tree; undefined where the text breaks the grammar. It is there, too, when only `errors` beyond the grammar are found. */
  readonly expr: LogqlExpr | undefined;
  /** Everything that is wrong, in the order of the text. */
  readonly errors: readonly LogqlError[];
}

/**
 * Parses a LogQL expression by the grammar of Loki 3.x and checks what Loki's parser checks behind it
 * (matchers, parameters, groupings, unwrap), and what only shows when a query runs (`phase: 'run'`: regular
 * expressions, patterns and templates of stages).
 *
 * Offsets count UTF-16 code units from the start of `text`. A break of the grammar ends the parse with that one
 * error; everything else is collected.
 */
export function parseLogql(text: string): LogqlParseResult {
  const bytes = Buffer.byteLength(text);
  if (bytes >= MAX_INPUT) {
    const explanation = `the query has ${bytes} bytes; Loki reads queries of less than ${MAX_INPUT}`;
    return {
      expr: undefined,
      errors: [
        parseError('too-long', `input size too long (${bytes} > ${MAX_INPUT})`, explanation, {
          start: 0,
          end: text.length,
        }),
      ],
    };
  }
  const cursor = new Cursor(lex(text));
  try {
    const expr = parseExpr(cursor);
    if (!cursor.at('$end')) cursor.unexpected([], restHint(cursor));
    const errors = [...cursor.errors, ...validate(expr, text)];
    return { expr, errors: errors.sort((a, b) => a.start - b.start) };
  } catch (error) {
    if (error instanceof LogqlSyntaxError)
      return { expr: undefined, errors: [...cursor.errors, error.detail] };
    throw error;
  }
}

function restHint(cursor: Cursor): string | undefined {
  const token = cursor.peek();
  if (token.kind === 'RANGE') return 'a range belongs inside a range aggregation such as rate({...}[5m])';
  if (token.kind === 'offset') return 'write the offset after the range: rate({...}[5m] offset 1h)';
  if (token.text === '@') return 'LogQL has no @ modifier';
  return undefined;
}

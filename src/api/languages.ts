import { prettyLogql, printLogql } from '../logql/print/index.ts';
import { parseLogql as parseLog } from '../logql/syntax/parse.ts';
import { printExpr } from '../promql/print/print.ts';
import { parseExpr } from '../promql/syntax/parse.ts';

/** A fault of an expression; `start` and `end` count UTF-16 code units of its text. */
export interface ExpressionError {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** An expression that was read: its faults, and the text that its server prints for it. */
export interface ParsedExpression {
  /** Empty for what the server accepts; the first is the one that it reports. */
  readonly errors: readonly ExpressionError[];
  /** The expression on one line, as the server prints it; undefined with errors. */
  readonly text: string | undefined;
}

/** Reads PromQL as Prometheus 3.x does, types included. Never throws. */
export function parsePromql(text: string): ParsedExpression {
  const { expr, errors } = parseExpr(text);
  return read(errors, () => (expr === undefined ? undefined : printExpr(expr)));
}

/** Reads LogQL as Loki 3.x does. Never throws. */
export function parseLogql(text: string): ParsedExpression {
  const { expr, errors } = parseLog(text);
  return read(errors, () => (expr === undefined ? undefined : printLogql(expr)));
}

/** PromQL on one line, as Prometheus prints it. @throws SyntaxError with Prometheus's message */
export function formatPromql(text: string): string {
  return orThrow(parsePromql(text));
}

/** LogQL as Loki formats it, on several lines where it is long. @throws SyntaxError with Loki's message */
export function formatLogql(text: string): string {
  orThrow(parseLogql(text));
  return prettyLogql(parseLog(text).expr!);
}

function read(errors: readonly ExpressionError[], print: () => string | undefined): ParsedExpression {
  return {
    errors: errors.map(({ message, start, end }) => ({ message, start, end })),
    text: errors.length > 0 ? undefined : print(),
  };
}

function orThrow({ errors, text }: ParsedExpression): string {
  const [first] = errors;
  if (first !== undefined || text === undefined) throw new SyntaxError(first?.message ?? 'no expression');
  return text;
}

import type { DurationExpr } from '../syntax/ast.ts';
import { formatSeconds } from '../syntax/duration.ts';
import { formatSampleValue } from '../../go/numbers/format-float.ts';

const NAMES = { step: 'step', range: 'range', min: 'min_of', max: 'max_of' } as const;

/** A range, step or offset as Prometheus prints it. A literal alone gets units, `[300]` becomes `[5m]`. */
export function printDuration(duration: DurationExpr): string {
  return duration.kind === 'Duration' ? signedSeconds(duration.seconds) : printPart(duration);
}

/** Seconds in Prometheus's notation, with a sign where negative: `-1h30m`. */
export function signedSeconds(seconds: number): string {
  return seconds < 0 ? `-${formatSeconds(-seconds)}` : formatSeconds(seconds);
}

/** Inside an expression numbers stay numbers. */
function printPart(duration: DurationExpr): string {
  switch (duration.kind) {
    case 'Duration':
      return duration.plain === true ? formatSampleValue(duration.seconds) : signedSeconds(duration.seconds);
    case 'DurationUnary':
      return duration.op + printPart(duration.expr);
    case 'DurationBinary':
      return `${printPart(duration.lhs)} ${duration.op} ${printPart(duration.rhs)}`;
    case 'DurationCall':
      return `${NAMES[duration.func]}(${duration.args.map(printPart).join(', ')})`;
    case 'DurationParen':
      // Prometheus keeps one pair of parentheses, however many were written.
      return duration.expr.kind === 'DurationParen'
        ? printPart(duration.expr)
        : `(${printPart(duration.expr)})`;
  }
}

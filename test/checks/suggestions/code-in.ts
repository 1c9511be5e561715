import { alert, ruleFile } from '../../../src/checks/support/example-rules.ts';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import { parseExpr } from '../../../src/promql/syntax/parse.ts';
import { lintFiles } from '../../support/lint-files.ts';

/** A join, as it is offered without its sides. */
const JOIN =
  /^(?:and|or|unless|[-+*/^%]|[=!<>]=|[<>])\s+(?:bool\s+)?(?:on|ignoring)\s*\([^)]*\)(?:\s+group_(?:left|right)(?:\s*\([^)]*\))?)?$/;
/** A matcher or the bracket of a range. */
const PARTS = /(?<![\w{,])\w+(?:=~|!~|!=|=)"[^"]*"|\[\d+[smhdw][\w:]*\]/g;

/** Patterns with a gap, in quotes or in brackets. */
const GAPS =
  /"[^"]*\.\.\.[^"]*"(?!\w)|\w+\s*(?:by \([^)]*\)\s*)?\((?:[^()]|\([^()]*\))*\.\.\.(?:[^()]|\([^()]*\))*\)|\S*\.\.\.\S*/g;

/**
 * The parts of a help text that a reader could copy into an expression: whole expressions, joins, matchers, ranges.
 * Patterns with "..." are words, and so are names of metrics, labels and functions.
 */
export function codeIn(text: string): string[] {
  const help = text.replace(GAPS, ' _ ');
  const spans = spansOf(help);
  const whole = spans.filter((span) => isCode(span) || JOIN.test(span));
  const longest = whole.filter((span) => !whole.some((other) => other !== span && other.includes(span)));
  const rest = longest.reduce((text, span) => text.replace(span, ''), help);
  const parts = rest.match(PARTS) ?? [];
  return [...new Set([...longest, ...parts])];
}

/** Where code may begin and end: quotes, the words around it, punctuation. */
function spansOf(help: string): string[] {
  const starts = [0, ...[...help.matchAll(/["\s:(]/g)].map(({ index }) => index + 1)];
  const ends = [...[...help.matchAll(/["\s,;)]/g)].flatMap(({ index }) => [index, index + 1]), help.length];
  return starts.flatMap((start) =>
    ends.filter((end) => end > start && end - start < 200).map((end) => help.slice(start, end).trim()),
  );
}

/** An expression that does something: no bare name, number or text, and no text that only happens to parse. */
function isCode(span: string): boolean {
  if (!/\w\(.+\)|[{[]|[<>=*/]/.test(span)) return false;
  const { expr, errors } = parseExpr(span);
  if (expr === undefined || errors.length > 0) return false;
  // `least [4m]`: the bracket alone is code.
  if (expr.kind === 'MatrixSelector') return false;
  if (expr.kind === 'NumberLiteral' || expr.kind === 'StringLiteral') return false;
  return !(expr.kind === 'VectorSelector' && expr.matchers.length === 0);
}

/** Why an expression of its own cannot be offered; empty: it can. */
function faultsOf(code: string): string[] {
  return lintFiles(ruleFile(alert(JSON.stringify(code), { for: '5m' })))
    .filter(({ severity, check }) => severity === 'error' || check === 'alerts/always-fires')
    .map(({ check, message }) => `${check} ${message}`);
}

/** Code of a help text that nothing proves. */
export function unproved({ help = '', fix }: Diagnostic): string[] {
  return codeIn(help).filter((code) => {
    if (fix !== undefined) return false;
    return parseExpr(code).errors.length > 0 || faultsOf(code).length > 0;
  });
}

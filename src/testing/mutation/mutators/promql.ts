import type { Expr } from '../../../promql/syntax/ast.ts';
import type { ParseOptions } from '../../../promql/syntax/options.ts';
import { parseExpr } from '../../../promql/syntax/parse.ts';
import { printExpr } from '../../../promql/print/print.ts';
import { walkExpr } from '../../../promql/syntax/walk.ts';
import { edited } from '../types.ts';
import type { TextMutation } from '../types.ts';
import { aggregationMutations, callMutations } from './promql-calls.ts';
import { numberMutations, operatorMutations } from './promql-operators.ts';
import { selectorMutations } from './promql-selectors.ts';

/** A mutation with the expression that it gives. */
export interface ParsedMutation extends TextMutation {
  /** The whole text with the change. */
  readonly whole: string;
  readonly expr: Expr;
}

/**
 * Every mutation of a PromQL expression that parses and is another expression, in the order of the text. Two mutations
 * that give the same expression are one.
 */
export function promqlMutations(root: Expr, text: string, options: ParseOptions = {}): ParsedMutation[] {
  const mutations: TextMutation[] = [];
  walkExpr(root, (expr, path) => {
    mutations.push(...mutationsOf(expr, text), ...numberMutations(expr, path));
  });
  const seen = new Set([printExpr(root)]);
  return mutations.flatMap((mutation) => {
    const whole = edited(text, mutation);
    const { expr, errors } = parseExpr(whole, options);
    if (expr === undefined || errors.length > 0) return [];
    const printed = printExpr(expr);
    if (seen.has(printed)) return [];
    seen.add(printed);
    return [{ ...mutation, whole, expr }];
  });
}

function mutationsOf(expr: Expr, text: string): TextMutation[] {
  switch (expr.kind) {
    case 'BinaryExpr':
      return operatorMutations(expr, text);
    case 'AggregateExpr':
      return aggregationMutations(expr, text);
    case 'Call':
      return callMutations(expr, text);
    default:
      return selectorMutations(expr, text);
  }
}

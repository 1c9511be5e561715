import { thresholdOf } from '../../../analysis/expression/index.ts';
import type { AlertingRule } from '../../../documents/rules/types.ts';
import type { NumberLiteral } from '../../../promql/syntax/ast.ts';
import { walkExpr } from '../../../promql/syntax/walk.ts';
import type { AlertHistory } from '../types.ts';
import { firingsOf } from './sweep.ts';

/** What an alert would have done with other thresholds. */
export interface ThresholdSweep {
  readonly alert: string;
  readonly rows: readonly {
    readonly threshold: number;
    readonly isCurrent: boolean;
    readonly firings: number;
    readonly shortestMs: number | undefined;
  }[];
}

/** An alert with another threshold. */
export interface ThresholdVariant {
  readonly rule: AlertingRule;
  readonly threshold: number;
  readonly isCurrent: boolean;
}

const FACTORS = [0.5, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 2];

/** An alert with thresholds below and above its own; none where its expression does not end in `op number`. */
export function thresholdVariants(rule: AlertingRule): ThresholdVariant[] {
  const { expr } = rule.expr.promql;
  const threshold =
    rule.group.document.language === 'promql' && expr !== undefined ? thresholdOf(expr) : undefined;
  if (expr === undefined || threshold === undefined || threshold.limit === 0) return [];
  const literal = literalOf(expr, threshold.value, threshold.limit);
  if (literal === undefined) return [];
  const { text } = rule.expr;
  return FACTORS.map((factor) => {
    const limit = Number((threshold.limit * factor).toPrecision(6));
    const changed = text.slice(0, literal.start) + String(limit) + text.slice(literal.end);
    return {
      rule: { ...rule, expr: rule.expr.withText(factor === 1 ? text : changed) },
      threshold: factor === 1 ? threshold.limit : limit,
      isCurrent: factor === 1,
    };
  });
}

/** The number that is compared with, where it is written as one. */
function literalOf(
  root: Parameters<typeof walkExpr>[0],
  value: Parameters<typeof walkExpr>[0],
  limit: number,
): NumberLiteral | undefined {
  const found: NumberLiteral[] = [];
  walkExpr(root, (node) => {
    if (node === value) return false;
    if (node.kind === 'NumberLiteral') found.push(node);
    return true;
  });
  return found.length === 1 && found[0]!.value === limit ? found[0] : undefined;
}

/** Counts what the variants of an alert did. */
export function thresholdSweep(
  alert: string,
  variants: readonly ThresholdVariant[],
  histories: readonly AlertHistory[],
  endMs: number,
): ThresholdSweep {
  const rows = variants.map(({ rule, threshold, isCurrent }) => {
    const firings = (histories.find((one) => one.rule === rule)?.series ?? []).flatMap(firingsOf);
    const lengths = firings.map((firing) => (firing.endMs ?? endMs) - firing.startMs);
    return {
      threshold,
      isCurrent,
      firings: firings.length,
      shortestMs: lengths.length === 0 ? undefined : lengths.reduce((a, b) => Math.min(a, b)),
    };
  });
  return { alert, rows };
}

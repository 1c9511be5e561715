import type { Rule } from '../../../documents/rules/types.ts';
import { METRIC_NAME } from '../../../promql/eval/index.ts';
import type { DurationExpr, Expr, SubqueryExpr, VectorSelector } from '../../../promql/syntax/ast.ts';
import { parseExpr } from '../../../promql/syntax/parse.ts';
import { children } from '../../../promql/syntax/walk.ts';

/** What one selector of a rule reads. */
export interface Need {
  /** undefined: it may select any metric. */
  readonly metric: string | undefined;
  /** The one alert whose ALERTS it reads; undefined: of any. */
  readonly alert: string | undefined;
  /** From so many milliseconds before the evaluation on; Infinity where it cannot be known. */
  readonly backMs: number;
}

export interface RuleNeeds {
  readonly needs: readonly Need[];
  /** Its answer at an instant is not that of a range query at this step (`@ start()`, a duration expression). */
  readonly byInstant: boolean;
  /** It reads what comes after the evaluation (a negative offset). */
  readonly ahead: boolean;
}

const NOTHING: RuleNeeds = { needs: [], byInstant: false, ahead: false };

/** What a rule reads, in its expression and in queries of its labels. Rules of Loki read lines alone. */
export function needsOf(rule: Rule, lookbackMs: number, version: 2 | 3): RuleNeeds {
  if (rule.group.document.language === 'logql') return NOTHING;
  const { expr } = parseExpr(rule.expr.text, { version, features: 'all' });
  if (expr === undefined) return NOTHING;
  const found = new Finder(lookbackMs);
  found.visit(expr, 0);
  const templates = [...rule.group.labels, ...rule.labels].filter(({ value }) => /\bquery\b/.test(value));
  // What a template asks is known when it runs.
  if (templates.length > 0) found.needs.push({ metric: undefined, alert: undefined, backMs: Infinity });
  return found;
}

class Finder implements RuleNeeds {
  readonly needs: Need[] = [];
  byInstant = false;
  ahead = false;
  readonly #lookbackMs: number;

  constructor(lookbackMs: number) {
    this.#lookbackMs = lookbackMs;
  }

  /** @param backMs how long before the evaluation this part may be evaluated */
  visit(expr: Expr, backMs: number): void {
    switch (expr.kind) {
      case 'VectorSelector':
        this.#selector(expr, backMs + this.#lookbackMs);
        return;
      case 'MatrixSelector':
        this.#selector(expr.selector, backMs + this.#length(expr.range) + this.#lookbackMs);
        return;
      case 'SubqueryExpr':
        this.visit(expr.expr, backMs + this.#length(expr.range) + this.#shift(expr));
        return;
      case 'Call':
        if (expr.func === 'info')
          this.needs.push({ metric: undefined, alert: undefined, backMs: backMs + this.#lookbackMs });
        break;
      default:
    }
    for (const part of children(expr)) this.visit(part, backMs);
  }

  #selector(selector: VectorSelector, backMs: number): void {
    this.needs.push({
      metric: metricOf(selector),
      alert: selector.matchers.find(({ name, op }) => name === 'alertname' && op === '=')?.value,
      backMs: backMs + this.#shift(selector),
    });
  }

  #shift({ offset, at }: VectorSelector | SubqueryExpr): number {
    if (at !== undefined) {
      if (typeof at.at === 'string') this.byInstant = true;
      return Infinity;
    }
    const ms = offset === undefined ? 0 : this.#length(offset);
    if (ms < 0) this.ahead = true;
    return Math.max(0, ms);
  }

  #length(duration: DurationExpr): number {
    const { kind } = duration;
    if (kind === 'Duration') return duration.seconds * 1000;
    if (kind === 'DurationUnary' && duration.expr.kind === 'Duration')
      return (duration.op === '-' ? -1 : 1) * duration.expr.seconds * 1000;
    this.byInstant = true;
    return Infinity;
  }
}

function metricOf({ name, matchers }: VectorSelector): string | undefined {
  if (name !== undefined) return name;
  return matchers.find((matcher) => matcher.name === METRIC_NAME && matcher.op === '=')?.value;
}

import type { Expr } from '../syntax/ast.ts';
import { children } from '../syntax/walk.ts';
import { inferAggregate } from './aggregate.ts';
import { isAlwaysThere } from './always-there.ts';
import { alternativesOf } from './alternatives.ts';
import { inferBinary } from './binary.ts';
import { inferCall } from './call.ts';
import type { InferenceEnvironment } from './environment.ts';
import type { Alternative, Facts } from './facts.ts';
import { MAYBE } from './facts.ts';
import { point } from './interval.ts';
import { negated } from './interval-arithmetic.ts';
import { dropName } from './label-set.ts';
import { inferSelector } from './selector.ts';

/** Facts kept at hand. Checks ask about one expression at a time; to keep those of more rules makes the collector move trees that nobody asks for. */
const MAX_KNOWN = 500;

/** Facts of expressions in one environment. Each node's facts are remembered for a while. */
export class Inference {
  readonly #env: InferenceEnvironment;
  // No WeakMap: the garbage collector pays for each of its entries, and the expressions live as long as this.
  readonly #known = new Map<Expr, Facts>();

  constructor(env: InferenceEnvironment) {
    this.#env = env;
  }

  /**
   * Facts about a node without data. The expression must have passed the parser and the type checker. The facts (labels
   * `always` or `never`, values, presence, the number of series) hold for every storage
   * that the environment describes; `expected` labels are what the author or the catalogue says.
   */
  of(expr: Expr): Facts {
    let facts = this.#known.get(expr);
    if (facts !== undefined) return facts;
    facts = this.#infer(expr);
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.set(expr, facts);
    return facts;
  }

  #infer(expr: Expr): Facts {
    switch (expr.kind) {
      case 'NumberLiteral':
        return { type: 'scalar', value: point(expr.value) };
      case 'StringLiteral':
        return { type: 'string', value: expr.value };
      case 'VectorSelector':
        return { type: 'vector', alternatives: inferSelector(expr, this.#env) };
      case 'MatrixSelector':
        return { type: 'matrix', alternatives: alternativesOf(this.of(expr.selector)) };
      case 'SubqueryExpr':
        return { type: 'matrix', alternatives: alternativesOf(this.of(expr.expr)).map(perhaps) };
      case 'ParenExpr':
        return this.of(expr.expr);
      case 'UnaryExpr':
        return expr.op === '+' ? this.of(expr.expr) : negatedFacts(expr, this.of(expr.expr));
      case 'BinaryExpr':
        return inferBinary(expr, this.of(expr.lhs), this.of(expr.rhs));
      case 'AggregateExpr': {
        const inner = alternativesOf(this.of(expr.expr));
        const param = expr.param === undefined ? undefined : this.of(expr.param);
        return { type: 'vector', alternatives: inferAggregate(expr, inner, param) };
      }
      case 'Call':
        return inferCall(
          expr,
          children(expr).map((child) => this.of(child)),
          (inner) => isAlwaysThere(inner, (node) => this.of(node)),
        );
    }
  }
}

/** A subquery has no samples where no step falls into its range. */
function perhaps(alternative: Alternative): Alternative {
  return alternative.presence.kind === 'always' ? { ...alternative, presence: MAYBE } : alternative;
}

function negatedFacts(expr: Expr, facts: Facts): Facts {
  if (facts.type === 'scalar') return { type: 'scalar', value: negated(facts.value) };
  const alternatives = alternativesOf(facts).map((each) => ({
    ...each,
    value: negated(each.value),
    labels: dropName(each.labels, { kind: 'operator', op: '-', range: expr }),
    quantity: { type: 'gauge' as const, unit: each.quantity.unit },
  }));
  return { type: 'vector', alternatives };
}

/** Facts of one expression alone; use `Inference` for many. */
export function inferExpr(expr: Expr, env: InferenceEnvironment): Facts {
  return new Inference(env).of(expr);
}

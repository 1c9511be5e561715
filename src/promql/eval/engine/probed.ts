import type { Labels } from '../labels/labels.ts';
import type { EvalProbe } from '../probe.ts';
import { isMatrixPlan } from '../plan/plan.ts';
import type {
  ScalarPlan,
  SetPlan,
  VectorCallPlan,
  VectorPlan,
  VectorScalarPlan,
  VectorVectorPlan,
} from '../plan/plan.ts';
import { comparison, isComparison } from './binary/operations.ts';
import { ABSENT, FLOAT } from './column.ts';
import type { Column } from './column.ts';
import type { Evaluator } from './context.ts';
import { evalScalar, evalVector } from './evaluate.ts';

/**
 * An evaluator that reports to a probe what comparisons, set operators and selectors do. It looks at the results of the
 * operands, which are evaluated right before their operator.
 */
export function probedEvaluator(probe: EvalProbe): Evaluator {
  const watcher = new Watcher(probe);
  return {
    vector(plan, context) {
      const columns = evalVector(plan, context);
      watcher.vector(plan, columns);
      return columns;
    },
    scalar(plan, context) {
      const values = evalScalar(plan, context);
      watcher.scalars.set(plan, values);
      return values;
    },
  };
}

class Watcher {
  readonly scalars = new Map<ScalarPlan, Float64Array>();
  readonly #vectors = new Map<VectorPlan, readonly Column[]>();
  readonly #probe: EvalProbe;

  constructor(probe: EvalProbe) {
    this.#probe = probe;
  }

  vector(plan: VectorPlan, columns: readonly Column[]): void {
    this.#vectors.set(plan, columns);
    switch (plan.kind) {
      case 'selector':
        this.#probe.selected(plan.range, labelsOf(columns));
        return;
      case 'vector-call':
        this.#window(plan, columns);
        return;
      case 'vector-scalar':
        this.#withScalar(plan);
        return;
      case 'vector-vector':
        this.#withVector(plan);
        return;
      case 'set':
        this.#set(plan);
        return;
      default:
    }
  }

  #columns(plan: VectorPlan): readonly Column[] {
    return this.#vectors.get(plan) ?? [];
  }

  /** A range selector is not a node of its own: the series of the function's result are those that it selected. */
  #window({ args }: VectorCallPlan, columns: readonly Column[]): void {
    const window = args.find(isMatrixPlan);
    if (window?.kind === 'window') this.#probe.selected(window.selector.range, labelsOf(columns));
  }

  #withScalar({ op, vector, scalar, swapped, range }: VectorScalarPlan): void {
    if (!isComparison(op)) return;
    const compare = comparison(op);
    const limits = this.scalars.get(scalar);
    if (limits === undefined) return;
    for (const { kinds, values } of this.#columns(vector)) {
      const steps = Math.min(kinds.length, limits.length);
      for (let step = 0; step < steps; step++) {
        if (kinds[step] !== FLOAT) continue;
        const [value, limit] = [values[step]!, limits[step]!];
        this.#probe.compared(range, value, limit, swapped ? compare(limit, value) : compare(value, limit));
      }
    }
  }

  #withVector({ op, lhs, rhs, matching, range }: VectorVectorPlan): void {
    if (!isComparison(op)) return;
    const compare = comparison(op);
    const others = new Map<string, Column[]>();
    for (const column of this.#columns(rhs)) {
      const { key } = matching.of(column.labels);
      const group = others.get(key);
      if (group === undefined) others.set(key, [column]);
      else group.push(column);
    }
    for (const left of this.#columns(lhs)) {
      for (const right of others.get(matching.of(left.labels).key) ?? []) {
        const steps = Math.min(left.kinds.length, right.kinds.length);
        for (let step = 0; step < steps; step++) {
          if (left.kinds[step] !== FLOAT || right.kinds[step] !== FLOAT) continue;
          const [value, limit] = [left.values[step]!, right.values[step]!];
          this.#probe.compared(range, value, limit, compare(value, limit));
        }
      }
    }
  }

  #set({ lhs, rhs, matching, range }: SetPlan): void {
    const [left, right] = [this.#columns(lhs), this.#columns(rhs)];
    if (left.length === 0 && right.length === 0) {
      this.#probe.joined(range, false, false);
      return;
    }
    const steps = Math.min(...[...left, ...right].map(({ kinds }) => kinds.length));
    for (let step = 0; step < steps; step++) {
      const [own, other] = [left, right].map((columns) => {
        const present = columns.filter(({ kinds }) => kinds[step] !== ABSENT);
        return new Set(present.map(({ labels }) => matching.of(labels).key));
      }) as [Set<string>, Set<string>];
      if (own.size === 0 && other.size === 0) this.#probe.joined(range, false, false);
      for (const key of own) this.#probe.joined(range, true, other.has(key));
      for (const key of other) if (!own.has(key)) this.#probe.joined(range, false, true);
    }
  }
}

const labelsOf = (columns: readonly Column[]): Labels[] => columns.map(({ labels }) => labels);

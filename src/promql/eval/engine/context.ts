import type { Remark } from '../annotations/annotation.ts';
import type { AnnotationCollector } from '../annotations/collector.ts';
import { Labels } from '../labels/labels.ts';
import type { Settings } from '../options.ts';
import type { QueryTimes } from '../plan/durations.ts';
import type { ScalarPlan, VectorPlan } from '../plan/plan.ts';
import type { Storage } from '../storage/storage.ts';
import type { Budget } from './budget.ts';
import type { Column } from './column.ts';

/** Evaluates the parts of a plan: an operator or a function asks for its operands without knowing what they are. */
export interface Evaluator {
  vector(plan: VectorPlan, context: EvalContext): readonly Column[];
  scalar(plan: ScalarPlan, context: EvalContext): Float64Array;
}

/** What all parts of one query share. */
export interface QueryState {
  /** The text of the query; the ranges of plans point into it. */
  readonly text: string;
  readonly storage: Storage;
  readonly settings: Settings;
  readonly annotations: AnnotationCollector;
  readonly budget: Budget;
  /** The times of the query itself; a subquery has other steps, but the same query times. */
  readonly times: QueryTimes;
  readonly evaluator: Evaluator;
}

/** The steps at which a part of a query is evaluated. */
export class EvalContext {
  readonly state: QueryState;
  readonly startMs: number;
  readonly stepMs: number;
  readonly steps: number;
  #everyFloat: Uint8Array | undefined;

  constructor(state: QueryState, startMs: number, stepMs: number, steps: number) {
    this.state = state;
    this.startMs = startMs;
    this.stepMs = stepMs;
    this.steps = steps;
  }

  get settings(): Settings {
    return this.state.settings;
  }

  /** Evaluates an operand that is an instant vector. @throws EvalError */
  vector(plan: VectorPlan): readonly Column[] {
    return this.state.evaluator.vector(plan, this);
  }

  /** Evaluates an operand that is a scalar. @throws EvalError */
  scalar(plan: ScalarPlan): Float64Array {
    return this.state.evaluator.scalar(plan, this);
  }

  /** The time of a step in milliseconds. */
  timeAt(step: number): number {
    return this.startMs + step * this.stepMs;
  }

  /** Time of the last step in milliseconds. */
  get endMs(): number {
    return this.timeAt(this.steps - 1);
  }

  /** The first step alone. */
  firstStep(): EvalContext {
    return new EvalContext(this.state, this.startMs, this.stepMs, 1);
  }

  /** Kinds of a column with a float at every step, shared by all of them. */
  get everyFloat(): Uint8Array {
    this.#everyFloat ??= new Uint8Array(this.steps).fill(1);
    return this.#everyFloat;
  }

  /** A scalar as a series without labels. */
  scalarColumn(values: Float64Array): Column {
    return { labels: Labels.EMPTY, dropName: false, kinds: this.everyFloat, values, histograms: undefined };
  }

  annotate(remark: Remark): void {
    this.state.annotations.add(remark);
  }

  /** Labels of a result whose metric name no longer fits: dropped now, or at the end of the query. */
  nameless(labels: Labels): Labels {
    return this.settings.delayedNameRemoval ? labels : labels.withoutMetadata();
  }
}

import { EvalError } from '../../errors.ts';
import type { Labels } from '../../labels/labels.ts';
import type { VectorVectorPlan } from '../../plan/plan.ts';
import { ABSENT, ColumnBuilder, FLOAT } from '../column.ts';
import type { Column } from '../column.ts';
import type { EvalContext } from '../context.ts';
import { mergeResults } from '../results.ts';
import { operate } from './element.ts';
import type { Sample } from './element.ts';
import { floatOperation, isArithmetic } from './operations.ts';
import type { FloatOperation } from './operations.ts';
import { groupBySignature } from './signature.ts';
import type { Groups } from './signature.ts';

/** An arithmetic or comparison operator between two instant vectors. */
export function evalVectorVector(plan: VectorVectorPlan, context: EvalContext): readonly Column[] {
  const lhs = context.vector(plan.lhs);
  const rhs = context.vector(plan.rhs);
  const swapped = plan.cardinality === 'one-to-many';
  const join = new Join(plan, context, swapped ? rhs : lhs, swapped ? lhs : rhs);
  return mergeResults(join.run(), context);
}

/** A result series being filled: the samples of one pair of series, or of one series and the fill value. */
interface Output {
  readonly labels: Labels;
  readonly builder: ColumnBuilder;
  /** Steps at which a result that excludes this one is there already. */
  readonly claimed: Uint8Array;
}

/**
 * Joins the "many" side (the left one in one-to-one matching) with the "one" side. Series may come and go, so who
 * is whose partner is looked at step by step.
 */
class Join {
  readonly #plan: VectorVectorPlan;
  readonly #context: EvalContext;
  readonly #many: readonly Column[];
  readonly #one: readonly Column[];
  readonly #oneGroups: Groups;
  readonly #outputs: Output[] = [];
  readonly #floats: FloatOperation | undefined;
  /**
   * Per match group the steps with a result: in one-to-one matching one record for the group, otherwise one for
   * each label set of a result.
   */
  readonly #claims = new Map<string, Map<string, Uint8Array>>();

  constructor(plan: VectorVectorPlan, context: EvalContext, many: readonly Column[], one: readonly Column[]) {
    this.#plan = plan;
    this.#context = context;
    this.#many = many;
    this.#one = one;
    this.#oneGroups = groupBySignature(one, plan.matching);
    this.#floats = floatOperation(plan.op);
  }

  run(): Column[] {
    const active = this.#activeSteps();
    this.#checkOneSide(active);
    for (const column of this.#many) this.#joinColumn(column);
    const { fillLeft } = this.#plan;
    if (fillLeft !== undefined) for (const column of this.#one) this.#fillColumn(column, fillLeft);
    const { bool } = this.#plan;
    return this.#outputs
      .filter(({ builder }) => builder.filled > 0)
      .map(({ labels, builder }) => builder.finish(labels, bool));
  }

  /** Steps at which anything can match; at others not even duplicates are an error. */
  #activeSteps(): Uint8Array {
    const { fillLeft, fillRight } = this.#plan;
    const active = new Uint8Array(this.#context.steps);
    if (fillLeft !== undefined || fillRight !== undefined) return active.fill(1);
    for (const { kinds } of this.#many) {
      for (let step = 0; step < active.length; step++) if (kinds[step] !== ABSENT) active[step] = 1;
    }
    return active;
  }

  /** @throws EvalError many-to-many where the "one" side has two series of the same match group */
  #checkOneSide(active: Uint8Array): void {
    for (const group of this.#oneGroups.values()) {
      if (group.length === 1) continue;
      for (let step = 0; step < active.length; step++) {
        if (active[step] === 0) continue;
        const present = group.filter(({ kinds }) => kinds[step] !== ABSENT);
        if (present.length > 1) throw this.#manyToMany(present[0]!.labels, present[1]!.labels);
      }
    }
  }

  #manyToMany(a: Labels, b: Labels): EvalError {
    const { cardinality, matching, range } = this.#plan;
    const side = cardinality === 'one-to-many' ? 'left' : 'right';
    const group = matching.of(a).toString();
    const both = [a.toString(), b.toString()].sort().join(', ');
    const text =
      `found duplicate series for the match group ${group} on the ${side} hand-side of the operation: ` +
      `[${both}];many-to-many matching not allowed: matching labels must be unique on one side`;
    return new EvalError('many-to-many', text, range);
  }

  #joinColumn(column: Column): void {
    const matched = this.#plan.matching.of(column.labels);
    const group = this.#oneGroups.get(matched.key) ?? [];
    const outputs = new Map<Column | undefined, Output>();
    const { fillRight } = this.#plan;
    for (let step = 0; step < this.#context.steps; step++) {
      if (column.kinds[step] === ABSENT) continue;
      const partner = partnerAt(group, step);
      if (partner === undefined && fillRight === undefined) continue;
      let output = outputs.get(partner);
      if (output === undefined) {
        output = this.#output(matched.key, column.labels, partner?.labels ?? matched);
        outputs.set(partner, output);
      }
      const other = partner === undefined ? fillRight! : sampleAt(partner, step);
      this.#apply(output, step, sampleAt(column, step), other);
    }
  }

  /** Samples of the "one" side that found nobody meet the fill value. */
  #fillColumn(column: Column, fill: number): void {
    const matched = this.#plan.matching.of(column.labels);
    const claims = [...(this.#claims.get(matched.key)?.values() ?? [])];
    let output: Output | undefined;
    for (let step = 0; step < this.#context.steps; step++) {
      if (column.kinds[step] === ABSENT || claims.some((claimed) => claimed[step] === 1)) continue;
      output ??= this.#output(matched.key, matched, column.labels);
      this.#apply(output, step, fill, sampleAt(column, step));
    }
  }

  #output(key: string, many: Labels, one: Labels): Output {
    const labels = this.#resultLabels(many, one);
    const group = getOrCreate(this.#claims, key, () => new Map<string, Uint8Array>());
    const exclusive = this.#plan.cardinality === 'one-to-one' ? '' : labels.key;
    const claimed = getOrCreate(group, exclusive, () => new Uint8Array(this.#context.steps));
    const output = { labels, builder: new ColumnBuilder(this.#context.steps), claimed };
    this.#outputs.push(output);
    return output;
  }

  #resultLabels(many: Labels, one: Labels): Labels {
    const { op, bool, result, include } = this.#plan;
    const immediately = bool && !this.#context.settings.delayedNameRemoval;
    const labels = (immediately || isArithmetic(op) ? result.nameless : result.named).of(many);
    return include.length === 0 ? labels : labels.withAll(include.map((name) => [name, one.get(name)]));
  }

  #apply(output: Output, step: number, many: Sample, one: Sample): void {
    const swapped = this.#plan.cardinality === 'one-to-many';
    const lhs = swapped ? one : many;
    const rhs = swapped ? many : one;
    if (this.#floats !== undefined && typeof lhs === 'number' && typeof rhs === 'number') {
      this.#applyFloats(this.#floats, output, step, lhs, rhs);
      return;
    }
    const { op, bool, range } = this.#plan;
    const result = operate(op, lhs, rhs, this.#context, range);
    if (result === undefined) return;
    this.#claim(output, step);
    if (bool) output.builder.setFloat(step, result.keep ? 1 : 0);
    else if (result.keep) output.builder.set(step, result.value);
  }

  #applyFloats(operation: FloatOperation, output: Output, step: number, lhs: number, rhs: number): void {
    this.#claim(output, step);
    if (operation.kind === 'arithmetic') {
      output.builder.setFloat(step, operation.apply(lhs, rhs));
      return;
    }
    const holds = operation.compare(lhs, rhs);
    if (this.#plan.bool) output.builder.setFloat(step, holds ? 1 : 0);
    else if (holds) output.builder.setFloat(step, lhs);
  }

  /** @throws EvalError multiple-matches where a result that excludes this one is there already */
  #claim({ claimed }: Output, step: number): void {
    if (claimed[step] === 0) {
      claimed[step] = 1;
      return;
    }
    const { cardinality, range } = this.#plan;
    const reason =
      cardinality === 'one-to-one'
        ? 'many-to-one matching must be explicit (group_left/group_right)'
        : 'grouping labels must ensure unique matches';
    throw new EvalError('multiple-matches', `multiple matches for labels: ${reason}`, range);
  }
}

/** The only column of a group that has a sample at a step. */
function partnerAt(group: readonly Column[], step: number): Column | undefined {
  for (const column of group) if (column.kinds[step] !== ABSENT) return column;
  return undefined;
}

function sampleAt(column: Column, step: number): Sample {
  return column.kinds[step] === FLOAT ? column.values[step]! : column.histograms![step]!;
}

function getOrCreate<Value>(map: Map<string, Value>, key: string, create: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = create()));
  return value;
}

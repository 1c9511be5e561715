import { EvalError } from '../../errors.ts';
import { METADATA_LABELS } from '../../labels/labels.ts';
import type { Labels } from '../../labels/labels.ts';
import type { VectorVectorPlan } from '../../plan/plan.ts';
import { ABSENT, ColumnBuilder, FLOAT } from '../column.ts';
import type { Column } from '../column.ts';
import type { EvalContext } from '../context.ts';
import { evalVector } from '../evaluate.ts';
import { mergeResults } from '../results.ts';
import { operate } from './element.ts';
import type { Sample } from './element.ts';
import { isArithmetic } from './operations.ts';
import { groupBySignature, matchLabels } from './signature.ts';
import type { Groups } from './signature.ts';

/** An arithmetic or comparison operator between two instant vectors. */
export function evalVectorVector(plan: VectorVectorPlan, context: EvalContext): readonly Column[] {
  const lhs = evalVector(plan.lhs, context);
  const rhs = evalVector(plan.rhs, context);
  const swapped = plan.cardinality === 'one-to-many';
  const join = new Join(plan, context, swapped ? rhs : lhs, swapped ? lhs : rhs);
  return mergeResults(join.run(), context);
}

/** A result series being filled: the samples of one pair of series, or of one series and the fill value. */
interface Output {
  readonly labels: Labels;
  readonly builder: ColumnBuilder;
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
  /** Per match group and step in one-to-one matching: whether the group has its pair. */
  readonly #paired = new Map<string, Uint8Array>();
  /** In other matching, per match group and step: the labels that results already have. */
  readonly #results = new Map<string, (Set<string> | undefined)[]>();

  constructor(plan: VectorVectorPlan, context: EvalContext, many: readonly Column[], one: readonly Column[]) {
    this.#plan = plan;
    this.#context = context;
    this.#many = many;
    this.#one = one;
    this.#oneGroups = groupBySignature(one, plan.matching);
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
    const group = matchLabels(a, matching).toString();
    const both = [a.toString(), b.toString()].sort().join(', ');
    const text =
      `found duplicate series for the match group ${group} on the ${side} hand-side of the operation: ` +
      `[${both}];many-to-many matching not allowed: matching labels must be unique on one side`;
    return new EvalError('many-to-many', text, range);
  }

  #joinColumn(column: Column): void {
    const matched = matchLabels(column.labels, this.#plan.matching);
    const group = this.#oneGroups.get(matched.key) ?? [];
    const outputs = new Map<Column | undefined, Output>();
    const { fillRight } = this.#plan;
    for (let step = 0; step < this.#context.steps; step++) {
      if (column.kinds[step] === ABSENT) continue;
      const partner = group.find(({ kinds }) => kinds[step] !== ABSENT);
      if (partner === undefined && fillRight === undefined) continue;
      let output = outputs.get(partner);
      if (output === undefined) {
        output = this.#output(column.labels, partner?.labels ?? matched);
        outputs.set(partner, output);
      }
      const other = partner === undefined ? fillRight! : sampleAt(partner, step);
      this.#apply(output, matched.key, step, sampleAt(column, step), other);
    }
  }

  /** Samples of the "one" side that found nobody meet the fill value. */
  #fillColumn(column: Column, fill: number): void {
    const matched = matchLabels(column.labels, this.#plan.matching);
    let output: Output | undefined;
    for (let step = 0; step < this.#context.steps; step++) {
      if (column.kinds[step] === ABSENT || this.#hasPair(matched.key, step)) continue;
      output ??= this.#output(matched, column.labels);
      this.#apply(output, matched.key, step, fill, sampleAt(column, step));
    }
  }

  #hasPair(key: string, step: number): boolean {
    return this.#paired.get(key)?.[step] === 1 || this.#results.get(key)?.[step] !== undefined;
  }

  #output(many: Labels, one: Labels): Output {
    const output = { labels: this.#resultLabels(many, one), builder: new ColumnBuilder(this.#context.steps) };
    this.#outputs.push(output);
    return output;
  }

  #resultLabels(many: Labels, one: Labels): Labels {
    const { op, bool, cardinality, matching, include } = this.#plan;
    const immediately = bool && !this.#context.settings.delayedNameRemoval;
    let labels = immediately || isArithmetic(op) ? many.drop(METADATA_LABELS) : many;
    if (cardinality === 'one-to-one') {
      labels = matching.on ? labels.keep(matching.labels) : labels.drop(matching.labels);
    }
    return include.length === 0 ? labels : labels.withAll(include.map((name) => [name, one.get(name)]));
  }

  #apply(output: Output, key: string, step: number, many: Sample, one: Sample): void {
    const { op, bool, cardinality, range } = this.#plan;
    const result =
      cardinality === 'one-to-many'
        ? operate(op, one, many, this.#context, range)
        : operate(op, many, one, this.#context, range);
    if (result === undefined) return;
    this.#claim(output, key, step);
    if (bool) output.builder.setFloat(step, result.keep ? 1 : 0);
    else if (result.keep) output.builder.set(step, result.value);
  }

  /** @throws EvalError multiple-matches where a result of the same labels is already there at this step */
  #claim({ labels }: Output, key: string, step: number): void {
    const { cardinality, range } = this.#plan;
    if (cardinality === 'one-to-one') {
      const paired = getOrCreate(this.#paired, key, () => new Uint8Array(this.#context.steps));
      if (paired[step] === 1) {
        const text =
          'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)';
        throw new EvalError('multiple-matches', text, range);
      }
      paired[step] = 1;
      return;
    }
    const results = getOrCreate(this.#results, key, (): (Set<string> | undefined)[] => []);
    const known = (results[step] ??= new Set());
    if (known.has(labels.key)) {
      const text = 'multiple matches for labels: grouping labels must ensure unique matches';
      throw new EvalError('multiple-matches', text, range);
    }
    known.add(labels.key);
  }
}

function sampleAt(column: Column, step: number): Sample {
  return column.kinds[step] === FLOAT ? column.values[step]! : column.histograms![step]!;
}

function getOrCreate<Value>(map: Map<string, Value>, key: string, create: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = create()));
  return value;
}

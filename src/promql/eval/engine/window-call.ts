import { duplicateLabelset, EvalError } from '../errors.ts';
import { possibleNonCounter, possibleNonCounterType } from '../annotations/remarks.ts';
import { IMPLEMENTATIONS } from '../functions/table.ts';
import type { Implementation } from '../functions/implementation.ts';
import { isMatrixPlan, isScalarPlan } from '../plan/plan.ts';
import type { VectorCallPlan } from '../plan/plan.ts';
import { ColumnBuilder, hasDuplicates } from './column.ts';
import type { Column } from './column.ts';
import type { EvalContext } from './context.ts';
import { evalMatrix } from './matrix.ts';
import type { Matrix } from './matrix.ts';
import { referenceTime } from './reference.ts';
import { RangeWindow } from './window.ts';
import type { Extension } from './window.ts';

type WindowImplementation = Implementation & { kind: 'window' };

const COUNTER_SUFFIX = /_(?:total|sum|count|bucket)$/;

/** Evaluates a function over a range vector, series by series, the window moving over the steps. */
export function evalWindowCall(
  plan: VectorCallPlan,
  implementation: WindowImplementation,
  context: EvalContext,
): readonly Column[] {
  const argument = plan.args.find(isMatrixPlan)!;
  const matrix = evalMatrix(argument, context);
  checkExtension(plan, implementation.extensions, matrix);
  const scalars = plan.args.filter(isScalarPlan).map((arg) => context.scalar(arg));
  const { lengthMs, extension } = matrix;
  const window = new RangeWindow(context, plan.args[0]!.range, extension, lengthMs, scalars);
  const columns: Column[] = [];
  for (const source of matrix.sources) {
    context.state.budget.checkTime();
    context.state.budget.hold(context.steps);
    window.open(source);
    const builder = windowColumn(window, matrix, implementation, context);
    if (builder.filled === 0) continue;
    const dropName = !implementation.keepsName || source.dropName;
    const labels = dropName ? context.nameless(source.labels) : source.labels;
    columns.push(builder.finish(labels, dropName));
    if (plan.func === 'rate' || plan.func === 'increase') remarkNonCounter(window, builder);
  }
  if (!context.settings.delayedNameRemoval && hasDuplicates(columns)) throw duplicateLabelset(plan.range);
  return columns;
}

function windowColumn(
  window: RangeWindow,
  matrix: Matrix,
  { run }: WindowImplementation,
  context: EvalContext,
): ColumnBuilder {
  const builder = new ColumnBuilder(context.steps);
  forEachWindow(window, matrix, context, (step) => builder.set(step, run(window)));
  return builder;
}

/** Moves an opened window over the steps and visits each that has samples. */
export function forEachWindow(
  window: RangeWindow,
  { reference, extension }: Matrix,
  context: EvalContext,
  visit: (step: number) => void,
): void {
  const { lookbackDeltaMs, version } = context.settings;
  const before = extension === undefined ? 0 : lookbackDeltaMs;
  const after = extension === 'smoothed' ? lookbackDeltaMs : 0;
  for (let step = 0; step < context.steps; step++) {
    window.move(step, referenceTime(reference, context, step), before, after, version === 2);
    if (window.from < window.to || window.hFrom < window.hTo) visit(step);
  }
}

/** Functions that understand an extended selector, by name, for the error. */
function supporting(extension: 'anchored' | 'smoothed'): string {
  const supports = ([, implementation]: [string, Implementation]): boolean =>
    implementation.kind === 'window' && implementation.extensions.includes(extension);
  return Object.entries(IMPLEMENTATIONS)
    .filter(supports)
    .map(([name]) => name)
    .sort()
    .join(', ');
}

/** @throws EvalError extended-range where the function does not understand the selector's modifier */
export function checkExtension(
  { func, range }: VectorCallPlan,
  extensions: readonly Extension[],
  { extension }: Matrix,
): void {
  if (extension === undefined || extensions.includes(extension)) return;
  const text = `${extension} modifier can only be used with: ${supporting(extension)} - not with ${func}`;
  throw new EvalError('extended-range', text, range);
}

function remarkNonCounter(window: RangeWindow, { values, kinds }: ColumnBuilder): void {
  const { context, range, metricName, source } = window;
  if (metricName === '' || values.length === 0 || !kinds.includes(1)) return;
  if (context.settings.typeAndUnitLabels) {
    const type = source.labels.get('__type__');
    if (type === 'counter' || type === 'histogram') return;
    context.annotate(possibleNonCounterType(metricName, type, range));
  } else if (!COUNTER_SUFFIX.test(metricName)) {
    context.annotate(possibleNonCounter(metricName, range));
  }
}

import { mergeDuplicates } from '../engine/column.ts';
import type { Column } from '../engine/column.ts';
import type { EvalContext } from '../engine/context.ts';
import { EvalError } from '../errors.ts';
import { METRIC_NAME } from '../labels/labels.ts';
import { isValidLabelName } from '../labels/valid-name.ts';
import type { Plan } from '../plan/plan.ts';
import { overVector } from './implementation.ts';
import type { FunctionCall, Implementation } from './implementation.ts';
import { LabelReplacer } from './label-replacer.ts';

/** A column with one label set; a name set by hand is no longer to be dropped. */
function withLabel(column: Column, name: string, value: string, { state }: EvalContext): Column {
  state.budget.checkLabelLength(value.length);
  const labels = column.labels.with(name, value);
  return { ...column, labels, dropName: name === METRIC_NAME ? false : column.dropName };
}

function checkName(call: FunctionCall, index: number, what: string): void {
  const name = call.text(index);
  if (isValidLabelName(name, call.context.settings.version)) return;
  throw new EvalError('invalid-label-name', `invalid ${what}: ${name}`, call.args[index]!.range);
}

/** One replacer per call in an expression: its arguments are constant. */
const replacers = new WeakMap<readonly Plan[], LabelReplacer>();

function labelReplace(call: FunctionCall) {
  const [target, source] = [call.text(1), call.text(3)];
  const replacer = replacerOf(call);
  checkName(call, 1, 'destination label name in label_replace()');
  const { budget } = call.context.state;
  const checkLength = (length: number): void => budget.checkLabelLength(length);
  const replaced = call.vector(0).map((column) => {
    const value = replacer.replace(column.labels.get(source), checkLength);
    return value === undefined ? column : withLabel(column, target, value, call.context);
  });
  return mergeDuplicates(replaced);
}

function replacerOf(call: FunctionCall): LabelReplacer {
  const known = replacers.get(call.args);
  if (known !== undefined) return known;
  const pattern = call.text(4);
  try {
    const replacer = new LabelReplacer(pattern, call.text(2), call.context.settings.version);
    replacers.set(call.args, replacer);
    return replacer;
  } catch {
    const text = `invalid regular expression in label_replace(): ${pattern}`;
    throw new EvalError('invalid-regexp', text, call.args[4]!.range);
  }
}

function labelJoin(call: FunctionCall) {
  const [target, separator] = [call.text(1), call.text(2)];
  const sources = call.args.slice(3).map((_, i) => {
    checkName(call, i + 3, 'source label name in label_join()');
    return call.text(i + 3);
  });
  checkName(call, 1, 'destination label name in label_join()');
  const { budget } = call.context.state;
  const joined = call.vector(0).map((column) => {
    const values = sources.map((source) => column.labels.get(source));
    budget.checkLabelLength(values.reduce((sum, value) => sum + value.length, 0));
    return withLabel(column, target, values.join(separator), call.context);
  });
  return mergeDuplicates(joined);
}

export const LABEL_FUNCTIONS = {
  label_replace: overVector(labelReplace),
  label_join: overVector(labelJoin),
} satisfies Record<string, Implementation>;

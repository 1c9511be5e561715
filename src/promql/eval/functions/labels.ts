import { mergeDuplicates } from '../engine/column.ts';
import type { Column } from '../engine/column.ts';
import { EvalError } from '../errors.ts';
import { METRIC_NAME } from '../labels/labels.ts';
import { isValidLabelName } from '../labels/valid-name.ts';
import { overVector } from './implementation.ts';
import type { FunctionCall, Implementation } from './implementation.ts';
import { expandTemplate } from './expand-template.ts';
import { anchored } from '../storage/regexp.ts';

/** A column with one label set; a name set by hand is no longer to be dropped. */
function withLabel(column: Column, name: string, value: string): Column {
  const labels = column.labels.with(name, value);
  return { ...column, labels, dropName: name === METRIC_NAME ? false : column.dropName };
}

function checkName(call: FunctionCall, index: number, what: string): void {
  const name = call.text(index);
  if (isValidLabelName(name, call.context.settings.version)) return;
  throw new EvalError('invalid-label-name', `invalid ${what}: ${name}`, call.args[index]!.range);
}

function labelReplace(call: FunctionCall) {
  const [target, replacement, source, pattern] = [1, 2, 3, 4].map((i) => call.text(i)) as [
    string,
    string,
    string,
    string,
  ];
  const regexp = compile(call, pattern);
  checkName(call, 1, 'destination label name in label_replace()');
  const replaced = call.vector(0).map((column) => {
    const matcher = regexp.matcher(column.labels.get(source));
    if (!matcher.find()) return column;
    const value = expandTemplate(replacement, (group) => groupText(matcher, regexp.namedGroups(), group));
    return withLabel(column, target, value);
  });
  return mergeDuplicates(replaced);
}

function compile(call: FunctionCall, pattern: string) {
  try {
    return anchored(pattern, call.context.settings.version);
  } catch {
    const text = `invalid regular expression in label_replace(): ${pattern}`;
    throw new EvalError('invalid-regexp', text, call.args[4]!.range);
  }
}

/** The text of a group by number or name; empty for groups that do not exist or did not match. */
function groupText(
  matcher: ReturnType<ReturnType<typeof anchored>['matcher']>,
  named: Readonly<Record<string, number>>,
  group: number | string,
): string {
  const index = typeof group === 'number' ? group : Object.hasOwn(named, group) ? named[group]! : -1;
  if (index < 0 || index > matcher.groupCount()) return '';
  return matcher.group(index) ?? '';
}

function labelJoin(call: FunctionCall) {
  const [target, separator] = [call.text(1), call.text(2)];
  const sources = call.args.slice(3).map((_, i) => {
    checkName(call, i + 3, 'source label name in label_join()');
    return call.text(i + 3);
  });
  checkName(call, 1, 'destination label name in label_join()');
  const joined = call.vector(0).map((column) => {
    const value = sources.map((source) => column.labels.get(source)).join(separator);
    return withLabel(column, target, value);
  });
  return mergeDuplicates(joined);
}

export const LABEL_FUNCTIONS = {
  label_replace: overVector(labelReplace),
  label_join: overVector(labelJoin),
} satisfies Record<string, Implementation>;

import { BUILTIN_FUNCTIONS } from '../../../template/builtins/table.ts';
import { goExecError } from '../../../template/exec/errors.ts';
import { executeTemplate } from '../../../template/exec/execute.ts';
import type { FunctionSet } from '../../../template/functions.ts';
import { functionSet } from '../../../template/functions.ts';
import { timeFromMillis } from '../../../go/time/time.ts';
import { goParseError } from '../../../template/syntax/errors.ts';
import { parseTemplateText } from '../../../template/syntax/parser.ts';
import { timeValue } from '../../../template/value/time-types.ts';
import { string, stringMap } from '../../../template/value/value.ts';
import type { Labels } from '../labels.ts';
import { entry } from './helpers.ts';
import { NUMBER_FUNCTIONS } from './numbers.ts';
import { STRING_FUNCTIONS } from './strings.ts';
import { TIME_FUNCTIONS } from './times.ts';

/** What a template sees of a line. */
export interface TemplateInput {
  readonly labels: Labels;
  readonly line: string;
  readonly timestampMs: number;
}

/** A template ready to run: its text, or Go's error message. */
export type LineTemplate = (input: TemplateInput) => { readonly text: string } | { readonly error: string };

/** Functions of templates that look at nothing of the line: Go's own, sprig's and Loki's. */
export const LINE_FUNCTIONS: FunctionSet = functionSet(
  BUILTIN_FUNCTIONS,
  STRING_FUNCTIONS,
  NUMBER_FUNCTIONS,
  TIME_FUNCTIONS,
);

/** Prepares the template of a line_format (`name` is line) or label_format (label) stage. */
export function compileTemplate(name: 'line' | 'label', source: string, nowMs: number): LineTemplate {
  let current: TemplateInput = { labels: [], line: '', timestampMs: 0 };
  const own = [
    entry('__line__', [], () => string(current.line)),
    entry('__timestamp__', [], () => timeValue(timeFromMillis(current.timestampMs))),
  ];
  const functions: FunctionSet = new Map([
    ...LINE_FUNCTIONS,
    ...own.map((item) => [item.name, item] as const),
  ]);
  const { trees, errors } = parseTemplateText(source, {
    name,
    hasFunction: (wanted) => functions.has(wanted),
  });
  const [error] = errors;
  const tree = trees.get(name);
  if (error !== undefined || tree === undefined) {
    const message =
      error === undefined ? `template: ${name}: incomplete template` : goParseError(name, error);
    return () => ({ error: message });
  }
  const environment = { nowNanos: BigInt(Math.trunc(nowMs)) * 1_000_000n, localZone: 'UTC' };
  return (input) => {
    current = input;
    const result = executeTemplate({ trees, functions }, tree, stringMap(input.labels), environment);
    return 'text' in result ? result : { error: goExecError(result.failure) };
  };
}

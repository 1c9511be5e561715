import { sprint, sprintln } from '../fmt/print.ts';
import { sprintf } from '../fmt/printf.ts';
import type { TemplateFunction } from '../functions.ts';
import type { Callable } from '../value/callable.ts';
import { ANY, ANY_VALUE, STRING } from '../value/types.ts';
import type { GoType } from '../value/types.ts';
import { INVALID, bool, int, isTrue, string, unboxed } from '../value/value.ts';
import type { Value } from '../value/value.ts';
import { indexInto, lengthOf, sliceOf } from './collections.ts';
import { equalsAny, isLess, isLessOrEqual } from './compare.ts';
import { escapeHtml, escapeJs, escapeQuery, textOf } from './escape.ts';

function entry(
  name: string,
  usage: string,
  summary: string,
  params: readonly GoType[],
  variadic: boolean,
  invoke: Callable['invoke'],
): TemplateFunction {
  return { name, origin: 'go', usage, summary, params, variadic, invoke };
}

const ONE = [ANY_VALUE];
const TWO = [ANY_VALUE, ANY_VALUE];
/** `and`, `or` and `call` are worked by the evaluator, which must not evaluate their arguments in advance. */
const byEvaluator = (): Value => INVALID;

function first(args: readonly Value[]): Value {
  return args[0] ?? INVALID;
}

function second(args: readonly Value[]): Value {
  return args[1] ?? INVALID;
}

function formatOf(args: readonly Value[]): string {
  const format = first(args);
  return format.kind === 'string' ? format.value : '';
}

/** The functions every Go template has. */
export const BUILTIN_FUNCTIONS: readonly TemplateFunction[] = [
  entry('and', 'x y ...', 'The first empty argument, or the last one.', TWO, true, byEvaluator),
  entry('or', 'x y ...', 'The first argument that is not empty, or the last one.', TWO, true, byEvaluator),
  entry('not', 'x', 'Whether the argument is empty.', ONE, false, (args) =>
    bool(!isTrue(unboxed(first(args)))),
  ),
  entry('len', 'x', 'Elements of a list or map, bytes of a string.', ONE, false, (args) =>
    int(lengthOf(first(args))),
  ),
  entry('index', 'x i j ...', 'Element i of x, of that element j, and so on.', TWO, true, indexInto),
  entry('slice', 'x i j', 'Part of a list or string, from i up to j.', TWO, true, sliceOf),
  entry('call', 'f x y ...', 'The result of calling a function value.', TWO, true, byEvaluator),
  entry('print', 'x y ...', 'The arguments as text.', [ANY], true, (args, environment) =>
    string(sprint(args, environment)),
  ),
  entry(
    'println',
    'x y ...',
    'The arguments with spaces between and a line break.',
    [ANY],
    true,
    (args, environment) => string(sprintln(args, environment)),
  ),
  entry(
    'printf',
    'format x y ...',
    'Text made from a format with verbs such as %.2f.',
    [STRING, ANY],
    true,
    (args, environment) => string(sprintf(formatOf(args), args.slice(1), environment)),
  ),
  entry(
    'html',
    'x y ...',
    'The arguments with the special characters of HTML escaped.',
    [ANY],
    true,
    (args, environment) => string(escapeHtml(textOf(args, environment))),
  ),
  entry('js', 'x y ...', 'The arguments escaped for a JavaScript string.', [ANY], true, (args, environment) =>
    string(escapeJs(textOf(args, environment))),
  ),
  entry(
    'urlquery',
    'x y ...',
    'The arguments escaped for the query of a URL.',
    [ANY],
    true,
    (args, environment) => string(escapeQuery(textOf(args, environment))),
  ),
  entry(
    'eq',
    'x y ...',
    'Whether x equals one of the others; both must be of one kind.',
    TWO,
    true,
    (args, environment) => bool(equalsAny(args, environment)),
  ),
  entry('ne', 'x y', 'Whether x and y differ.', TWO, false, (args, environment) =>
    bool(!equalsAny(args, environment)),
  ),
  entry('lt', 'x y', 'Whether x is less than y.', TWO, false, (args) =>
    bool(isLess(first(args), second(args))),
  ),
  entry('le', 'x y', 'Whether x is at most y.', TWO, false, (args, environment) =>
    bool(isLessOrEqual(first(args), second(args), environment)),
  ),
  entry('gt', 'x y', 'Whether x is greater than y.', TWO, false, (args, environment) =>
    bool(!isLessOrEqual(first(args), second(args), environment)),
  ),
  entry('ge', 'x y', 'Whether x is at least y.', TWO, false, (args) =>
    bool(!isLess(first(args), second(args))),
  ),
];

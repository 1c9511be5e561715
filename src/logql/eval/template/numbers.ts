import type { TemplateFunction } from '../../../template/functions.ts';
import { GoFailure } from '../../../template/value/callable.ts';
import { INT64 } from '../../../template/value/types.ts';
import { float, int, isTrue, unboxed } from '../../../template/value/value.ts';
import type { Value } from '../../../template/value/value.ts';
import { readBytes, readDuration } from '../pipeline/label-filter.ts';
import { ANY, entry, FLOAT64, INT, STRING, text, toInteger, toNumber } from './helpers.ts';

const int64 = (value: number): Value => int(BigInt.asIntN(64, BigInt(Math.trunc(value))), INT64);

/** A function of one or more arguments. */
function folded(name: string, fold: (a: number, b: number) => number): TemplateFunction {
  return entry(name, [ANY, ANY], (args) => int64(args.map(toInteger).reduce((a, b) => fold(a, b))), true);
}

function foldedFloat(name: string, fold: (a: number, b: number) => number): TemplateFunction {
  return entry(name, [ANY, ANY], (args) => float(args.map(toNumber).reduce((a, b) => fold(a, b))), true);
}

function divide(a: number, b: number): number {
  if (b === 0) throw new GoFailure('runtime error: integer divide by zero');
  return Math.trunc(a / b);
}

function read(reading: ReturnType<typeof readBytes>): number {
  if ('error' in reading) throw new GoFailure(reading.error);
  return reading.value;
}

/** sprig's round: half away from zero at so many digits. */
function round(value: number, digits: number): number {
  const scale = 10 ** digits;
  const scaled = value * scale;
  const fraction = Math.abs(scaled - Math.trunc(scaled));
  return (fraction >= 0.5 ? Math.ceil(scaled) : Math.floor(scaled)) / scale;
}

/** The functions of Loki's templates that compute. */
export const NUMBER_FUNCTIONS: readonly TemplateFunction[] = [
  entry('int', [ANY], (args) => int(BigInt(toInteger(args[0])))),
  entry('float64', [ANY], (args) => float(toNumber(args[0]))),
  folded('add', (a, b) => a + b),
  entry('sub', [ANY, ANY], (args) => int64(toInteger(args[0]) - toInteger(args[1]))),
  folded('mul', (a, b) => a * b),
  entry('div', [ANY, ANY], (args) => int64(divide(toInteger(args[0]), toInteger(args[1])))),
  entry('mod', [ANY, ANY], (args) =>
    int64(toInteger(args[0]) - divide(toInteger(args[0]), toInteger(args[1])) * toInteger(args[1])),
  ),
  foldedFloat('addf', (a, b) => a + b),
  foldedFloat('subf', (a, b) => a - b),
  foldedFloat('mulf', (a, b) => a * b),
  foldedFloat('divf', (a, b) => a / b),
  folded('max', Math.max),
  folded('min', Math.min),
  foldedFloat('maxf', Math.max),
  foldedFloat('minf', Math.min),
  entry('ceil', [ANY], (args) => float(Math.ceil(toNumber(args[0])))),
  entry('floor', [ANY], (args) => float(Math.floor(toNumber(args[0])))),
  entry('round', [ANY, INT, FLOAT64], (args) => float(round(toNumber(args[0]), toInteger(args[1]))), true),
  entry('bytes', [STRING], (args) => float(read(readBytes(text(args, 0))))),
  entry('duration', [STRING], (args) => float(read(readDuration(text(args, 0))) / 1e9)),
  entry('duration_seconds', [STRING], (args) => float(read(readDuration(text(args, 0))) / 1e9)),
  entry(
    'default',
    [ANY, ANY],
    (args) => {
      const [fallback, value] = [args[0]!, unboxed(args[1] ?? { kind: 'invalid' })];
      return isTrue(value) ? value : fallback;
    },
    true,
  ),
];

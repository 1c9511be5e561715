import { formatSampleValue } from '../../go/numbers/format-float.ts';
import type { AlertInputs, InputSeries } from './inputs.ts';

/** The value of one series: a level, a rate for each sample, a slope, or the bucket that observations fall into. */
export type Setting = number | 'absent';

/** A time in which the settings stay the same, in samples. */
export interface Phase {
  readonly settings: readonly Setting[];
  readonly samples: number;
}

/** What a slope begins at, so that it stays above zero for a while. */
const SLOPE_START = 1000;

/** Settings to try for a series, the usual ones first. */
export function candidates(
  input: InputSeries,
  inputs: AlertInputs,
  stepMs: number,
  startSec: number,
): Setting[] {
  const limits = converted(inputs.limits);
  const around = limits.flatMap((limit) => [
    limit,
    limit * 1.1,
    limit * 0.9,
    limit * 2,
    limit / 2,
    limit + 1,
    limit - 1,
  ]);
  const seconds = stepMs / 1000;
  switch (input.kind) {
    case 'counter':
      return unique([
        0,
        1,
        10,
        100,
        ...limits.flatMap((limit) => [limit * seconds * 1.2, limit * seconds * 0.5, limit * seconds * 3]),
      ]).filter((value) => value >= 0);
    case 'slope':
      return unique([
        0,
        -1,
        1,
        -10,
        10,
        -SLOPE_START,
        SLOPE_START,
        ...limits.flatMap((limit) => [limit * seconds * 1.2, limit * seconds * 0.5, -limit * seconds]),
      ]);
    case 'flapping':
      return [0, 1];
    case 'buckets':
      return bucketBounds(inputs.limits)
        .map((_, i) => i)
        .reverse();
    case 'stamp':
      return unique([
        ...limits
          .flatMap((limit) => [limit, -limit, limit / 2, -limit / 2, limit * 2, -limit * 2, 0])
          .map((value) => startSec + value),
        0,
        1,
        ...around,
      ]);
    case 'gauge':
      return [...unique([1, 0, ...around, 100, 0.5, 1e6, -1]), 'absent'];
  }
}

/** Limits, and what they are in other units: a product or quotient of two constants of the expression. */
function converted(limits: readonly number[]): number[] {
  const few = limits.slice(0, MOST_CONVERTED).filter((limit) => limit !== 0);
  const products = few.flatMap((a) => few.flatMap((b) => (a === b ? [] : [a * b, a / b])));
  return unique([...limits, ...products]);
}

/** Constants that are combined with one another. */
const MOST_CONVERTED = 5;

const unique = (values: readonly number[]): number[] => [
  ...new Set(values.filter(Number.isFinite).map((value) => Number(value.toPrecision(6)))),
];

/** Upper bounds of buckets around the limits; the last one is infinite. */
function bucketBounds(constants: readonly number[]): number[] {
  const limits = converted(constants);
  const bounds = limits
    .filter((limit) => limit > 0 && limit < 1e6)
    .flatMap((limit) => [limit / 2, limit, limit * 2]);
  return [...new Set([0.1, 1, 10, ...bounds])].sort((a, b) => a - b).concat(Infinity);
}

/** Series in promtool's notation, each phase behind the one before it. Absent ones have gaps. */
export function written(
  inputs: AlertInputs,
  phases: readonly Phase[],
): { readonly selector: string; readonly values: string }[] {
  return inputs.series.flatMap((input, i) => {
    if (phases.every(({ settings }) => settings[i] === 'absent')) return [];
    if (input.kind === 'buckets') return buckets(input, inputs, phases, i);
    return [{ selector: selectorOf(input, input.labels), values: valuesOf(input, phases, i) }];
  });
}

function buckets(input: InputSeries, { limits }: AlertInputs, phases: readonly Phase[], i: number) {
  return bucketBounds(limits).map((bound, position) => {
    const le = bound === Infinity ? '+Inf' : formatSampleValue(bound);
    const rates = phases.map(({ settings, samples }) => ({
      rate: typeof settings[i] === 'number' && settings[i] <= position ? 10 : 0,
      samples,
    }));
    return { selector: selectorOf(input, { ...input.labels, le }), values: rising(rates) };
  });
}

function selectorOf({ metric }: InputSeries, labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return pairs.length === 0 ? metric : `${metric}{${pairs.join(',')}}`;
}

function valuesOf({ kind }: InputSeries, phases: readonly Phase[], i: number): string {
  if (kind === 'counter')
    return rising(
      phases.map(({ settings, samples }) => ({ rate: settings[i] === 'absent' ? 0 : settings[i]!, samples })),
    );
  if (kind === 'slope')
    return rising(
      phases.map(({ settings, samples }) => ({ rate: settings[i] === 'absent' ? 0 : settings[i]!, samples })),
      SLOPE_START,
    );
  return phases
    .map(({ settings, samples }) => {
      const setting = settings[i]!;
      if (setting === 'absent') return `_x${samples}`;
      if (kind !== 'flapping') return `${numberText(setting)}x${samples - 1}`;
      return setting === 0 ? `0x${samples - 1}` : Array.from({ length: samples }, (_, n) => n % 2).join(' ');
    })
    .join(' ');
}

function rising(phases: readonly { readonly rate: number; readonly samples: number }[], from = 0): string {
  let at = from;
  return phases
    .map(({ rate, samples }) => {
      const text = `${numberText(at)}${rate < 0 ? '-' : '+'}${numberText(Math.abs(rate))}x${samples - 1}`;
      at += rate * samples;
      return text;
    })
    .join(' ');
}

const numberText = (value: number): string => formatSampleValue(Number(value.toPrecision(12)));

import type { Measure } from './dimension.ts';

/** Names and disks do not agree whether a kilobyte has 1000 or 1024 bytes; a terabyte differs by 10 %. */
const TOLERANCE = 1.11;

const POWERS = [1, 2, 3, 4].flatMap((n) => [1000 ** n, 1024 ** n]);
const TIMES = [60, 3600, 86400, 604800];
const SOFT: Readonly<Partial<Record<Measure['dimension'], readonly number[]>>> = {
  bytes: [8],
  time: [24, 7, 1440],
};

/**
 * The measure of values that are multiplied by a number: a power of 1000 or 1024, 100, and the seconds of a minute, hour,
 * day or week convert; 8 and 24 may; any other number (a reserve of 10 %) does not.
 */
export function converted(measure: Measure, factor: number): Measure {
  const size = Math.abs(factor);
  const conversion = size >= 1 ? size : 1 / size;
  const has = (list: readonly number[] | undefined): boolean =>
    list?.some((one) => Math.abs(one / conversion - 1) < 1e-9) === true;
  const hard =
    conversion === 100 ||
    has(POWERS) ||
    (has(TIMES) && (measure.dimension === 'time' || measure.dimension === 'moment'));
  const scales = measure.scales.map((scale) => scale / size);
  if (hard) return { ...measure, scales, scaled: true };
  if (!has(SOFT[measure.dimension])) return measure;
  return { ...measure, scales: [...measure.scales, ...scales], scaled: true };
}

/** Is it a power of 1000 or 1024, which nobody means as `so many times as much`? */
export function isConversion(ratio: number): boolean {
  return POWERS.some((power) => isNear(ratio / power) || isNear(ratio * power));
}

/** Whether two values may be in the same unit. */
export function isAlike(a: readonly number[], b: readonly number[]): boolean {
  return a.some((one) => b.some((other) => isNear(one / other)));
}

export function isNear(ratio: number): boolean {
  return ratio < TOLERANCE && ratio > 1 / TOLERANCE;
}

import { formatSampleValue } from '../../../go/numbers/format-float.ts';

/** A number as an expression writes it; binary fractions that multiplication leaves are rounded away. */
export function numberText(value: number): string {
  return formatSampleValue(Number(value.toPrecision(12)));
}

/**
 * The neighbours of a threshold: a small step to both sides (one for whole numbers up to ten, else a tenth) and a
 * large one (twice and half). Of zero the steps are 1 and 10 upwards.
 */
export function thresholdSteps(value: number): number[] {
  if (!Number.isFinite(value)) return [];
  if (value === 0) return [1, 10];
  const whole = Number.isInteger(value) && Math.abs(value) <= 10;
  const small = whole ? 1 : Math.abs(value) / 10;
  const steps = [value - small, value + small, value / 2, value * 2];
  return [...new Set(steps.map((step) => Number(step.toPrecision(12))))].filter((step) => step !== value);
}

/** Another value for a number that is not a threshold. A share (a quantile, a factor below one) stays a share. */
export function numberSteps(value: number): number[] {
  if (!Number.isFinite(value)) return [];
  if (value === 0) return [1];
  if (value > 0 && value < 1) return [value / 2, (value + 1) / 2];
  return [value * 2];
}

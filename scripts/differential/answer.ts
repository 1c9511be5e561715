import type { FloatHistogram } from '../../src/promql/eval/histogram/index.ts';
import { formatHistogramLiteral } from '../../src/promql/eval/histogram/index.ts';
import type { Labels } from '../../src/promql/eval/labels/labels.ts';
import { almostEqual } from '../conformance/almost-equal.ts';
import { formatGoFloat } from '../../src/go/numbers/format-float.ts';
import { sameHistogram } from '../conformance/compare.ts';

export interface AnsweredSample {
  readonly labels: Labels;
  readonly value: number | FloatHistogram;
}

/** What an engine says of an expression: samples in any order, or an error. */
export type Answer = { readonly samples: readonly AnsweredSample[] } | { readonly error: string };

/** The last digits of transcendental functions differ between Go's and JavaScript's mathematics. */
const EPSILON = 1e-9;

/** Whether two answers agree: the same series with the same values; any error equals any other. */
export function sameAnswer(a: Answer, b: Answer): boolean {
  if ('error' in a || 'error' in b) return 'error' in a && 'error' in b;
  if (a.samples.length !== b.samples.length) return false;
  const others = new Map(b.samples.map((sample) => [sample.labels.key, sample.value]));
  return a.samples.every(({ labels, value }) => {
    const other = others.get(labels.key);
    return other !== undefined && sameValue(value, other);
  });
}

function sameValue(a: number | FloatHistogram, b: number | FloatHistogram): boolean {
  if (typeof a === 'number') return typeof b === 'number' && almostEqual(a, b, EPSILON);
  return typeof b !== 'number' && sameHistogram(a, b, false);
}

export function describeAnswer(answer: Answer): string {
  if ('error' in answer) return `error: ${answer.error}`;
  if (answer.samples.length === 0) return 'nothing';
  const texts = answer.samples.map(({ labels, value }) => {
    return `${labels.toString()} ${typeof value === 'number' ? formatGoFloat(value, 'g') : formatHistogramLiteral(value)}`;
  });
  return texts.sort().join(', ');
}

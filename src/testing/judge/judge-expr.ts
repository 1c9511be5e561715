import { formatLabels } from '../../routing/labels.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import type { ObservedSample } from '../observe/types.ts';
import type { DiffLine, Failure } from '../result.ts';
import { printPattern } from '../scenario/pattern.ts';
import type { ExprExpectation, SamplePattern } from '../scenario/types.ts';
import { compareFields, diffOf, distanceOf, type Comparison } from './differences.ts';
import { matchSets } from './match-sets.ts';

const METRIC_NAME: ReadonlySet<string> = new Set(['__name__']);

/** Judges `expr:` the expression has exactly these samples; the metric's name need not be written. */
export function judgeExpr(expectation: ExprExpectation, samples: readonly ObservedSample[]): Failure[] {
  const { unmatchedExpected, unmatchedGot, partner } = matchSets(
    expectation.samples,
    samples,
    (pattern, sample) => distanceOf(compareSample(pattern, sample)) === 0,
  );
  if (unmatchedExpected.length === 0 && unmatchedGot.length === 0) return [];
  const at = formatDurationMs(expectation.at.value);
  const first = unmatchedExpected[0];
  return [
    {
      code: 'samples',
      range:
        first === undefined
          ? (expectation.expr?.range ?? expectation.range)
          : expectation.samples[first]!.range,
      message: `at ${at} the expression returns ${count(samples.length)}, and ${problem(unmatchedExpected.length, unmatchedGot.length)}`,
      diff: [
        ...partner.flatMap((g): DiffLine[] =>
          g === undefined ? [] : [{ kind: 'same', text: printSample(samples[g]!) }],
        ),
        ...unmatchedExpected.flatMap((e): DiffLine[] =>
          aligned(
            expectation.samples[e]!,
            unmatchedGot.map((g) => samples[g]!),
          ),
        ),
        ...unmatchedGot.map((g): DiffLine => ({ kind: 'got', text: printSample(samples[g]!) })),
      ],
    },
  ];
}

/** An expected sample; where one sample is left, its fields show what differs. */
function aligned(pattern: SamplePattern, left: readonly ObservedSample[]): DiffLine[] {
  const only = left.length === 1 ? left[0] : undefined;
  const lines: DiffLine[] = [{ kind: 'expected', text: printSamplePattern(pattern) }];
  if (only === undefined) return lines;
  return [...lines, ...diffOf(compareSample(pattern, only).filter((comparison) => !comparison.holds))];
}

function compareSample(pattern: SamplePattern, sample: ObservedSample): Comparison[] {
  const { value, tolerance } = pattern;
  const holds =
    sample.histogram === undefined &&
    (Object.is(value, sample.value) || Math.abs(value - sample.value) <= tolerance || value === sample.value);
  return [
    ...compareFields('label', pattern.labels, sample.labels, { exact: true, free: METRIC_NAME }),
    { field: 'value', expected: printValue(pattern), got: sample.histogram ?? String(sample.value), holds },
  ];
}

function printValue({ value, tolerance }: SamplePattern): string {
  return tolerance === 0 ? String(value) : `${value} ± ${tolerance}`;
}

function printSamplePattern(pattern: SamplePattern): string {
  const labels = pattern.labels.map(({ name, pattern: text }) => `${name}="${printPattern(text)}"`);
  return `{${labels.join(', ')}} ${printValue(pattern)}`;
}

function printSample(sample: ObservedSample): string {
  return `${formatLabels(sample.labels)} ${sample.histogram ?? sample.value}`;
}

const count = (n: number): string => (n === 0 ? 'nothing' : n === 1 ? 'one sample' : `${n} samples`);

function problem(expected: number, got: number): string {
  if (expected === 0) return `${count(got)} of them ${got === 1 ? 'is' : 'are'} unexpected`;
  return `${count(expected)} of the expected ones ${expected === 1 ? 'is' : 'are'} missing`;
}

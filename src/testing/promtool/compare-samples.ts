import { formatHistogramLiteral } from '../../promql/eval/histogram/index.ts';
import { EvalError, type Labels, type VectorSample, compareLabels } from '../../promql/eval/index.ts';
import { parseSeriesLabels, parseSeriesValues } from '../../promql/eval/series/index.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import type { DiffLine, Failure } from '../result.ts';
import { type RuleContext, evaluateVector } from '../rules/context.ts';
import { RuleError } from '../rules/rule-error.ts';
import type { PromtoolExprTest, PromtoolSample } from '../../documents/promtool-test/types.ts';

/** A sample in the form in which promtool compares: a histogram by its text, and then without a value. */
interface Sample {
  readonly labels: Labels;
  readonly value: number;
  readonly histogram: string;
}

/** Evaluates an expression and compares the samples as promtool does: in full, NaN equal to nothing. */
export function checkExpr(
  test: PromtoolExprTest,
  timeMs: number,
  context: RuleContext,
  fuzzy: boolean,
): Failure[] {
  let got: Sample[];
  try {
    got = evaluateVector(test.expr, timeMs, context).map(toSample);
  } catch (error) {
    if (error instanceof EvalError || error instanceof RuleError)
      return [evaluationFailed(test, error.message)];
    throw error;
  }
  const expected: Sample[] = [];
  for (const sample of test.expected) {
    const parsed = parseSample(sample);
    if ('problem' in parsed)
      return [{ code: 'invalid-test', range: sample.range, message: parsed.problem, diff: [] }];
    expected.push(parsed);
  }
  return compare(test, sorted(expected), sorted(got), fuzzy);
}

function toSample({ labels, value, histogram }: VectorSample): Sample {
  if (histogram === undefined) return { labels, value, histogram: '' };
  return { labels, value: 0, histogram: formatHistogramLiteral(histogram) };
}

function parseSample(sample: PromtoolSample): Sample | { readonly problem: string } {
  // promtool reads no text at all as no labels.
  const { labels, errors } = parseSeriesLabels(sample.labels.trim() === '' ? '{}' : sample.labels);
  const [error] = errors;
  if (error !== undefined) return { problem: `labels "${sample.labels}": ${error.message}` };
  if (sample.histogram === '') return { labels, value: sample.value, histogram: '' };
  const values = parseSeriesValues(sample.histogram);
  const [item] = values.items;
  if (values.errors[0] !== undefined) return { problem: values.errors[0].message };
  if (item?.kind !== 'histogram' || values.length !== 1)
    return { problem: `"${sample.histogram}" is not one histogram` };
  return { labels, value: sample.value, histogram: formatHistogramLiteral(item.value) };
}

const sorted = (samples: readonly Sample[]): Sample[] =>
  [...samples].sort((a, b) => compareLabels(a.labels, b.labels));

function compare(
  test: PromtoolExprTest,
  expected: readonly Sample[],
  got: readonly Sample[],
  fuzzy: boolean,
): Failure[] {
  const equal = (a: Sample, b: Sample | undefined): boolean =>
    b !== undefined &&
    a.labels.key === b.labels.key &&
    a.histogram === b.histogram &&
    equalFloats(a.value, b.value, fuzzy);
  if (expected.length === got.length && expected.every((sample, i) => equal(sample, got[i]))) return [];
  const lines: DiffLine[] = [];
  const left = new Set(got);
  for (const sample of expected) {
    const match = got.find((other) => left.has(other) && equal(sample, other));
    const near = match ?? got.find((other) => left.has(other) && other.labels.key === sample.labels.key);
    if (near !== undefined) left.delete(near);
    lines.push({ kind: match === undefined ? 'expected' : 'same', text: print(sample) });
    if (match === undefined && near !== undefined) lines.push({ kind: 'got', text: print(near) });
  }
  for (const sample of left) lines.push({ kind: 'got', text: print(sample) });
  const nan = [...expected, ...got].some((sample) => Number.isNaN(sample.value));
  return [
    {
      code: 'samples',
      range: test.range,
      message: `at ${formatDurationMs(test.atMs)} the expression returns ${count(got.length)}, not as expected`,
      diff: lines,
      ...(nan
        ? {
            why: 'promtool considers NaN different from every value, including NaN',
            help: 'test it with an expression such as "x != x"',
          }
        : nearlyEqual(expected, got)
          ? {
              why: 'the values differ only by rounding, in the last bit of a float',
              help: 'add "fuzzy_compare: true" to the file (promtool 3.5 and later), or round() in the expression',
            }
          : {}),
    },
  ];
}

/** Would `fuzzy_compare` make them equal? */
function nearlyEqual(expected: readonly Sample[], got: readonly Sample[]): boolean {
  return (
    expected.length === got.length &&
    expected.every((sample, i) => {
      const other = got[i]!;
      return (
        sample.labels.key === other.labels.key &&
        sample.histogram === other.histogram &&
        equalFloats(sample.value, other.value, true)
      );
    })
  );
}

const count = (n: number): string => (n === 0 ? 'nothing' : n === 1 ? 'one sample' : `${n} samples`);
const print = (sample: Sample): string =>
  `${sample.labels.toString()} ${sample.histogram === '' ? sample.value : sample.histogram}`;

/** With `fuzzy_compare`, the neighbours of a float equal it too. */
function equalFloats(a: number, b: number, fuzzy: boolean): boolean {
  if (a === b) return true;
  return fuzzy && (neighbour(a, 1n) === b || neighbour(a, -1n) === b);
}

/** The next float towards +Inf (1) or -Inf (-1). */
function neighbour(value: number, direction: 1n | -1n): number {
  if (!Number.isFinite(value)) return value;
  if (value === 0) return direction === 1n ? Number.MIN_VALUE : -Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + (value > 0 ? direction : -direction));
  return view.getFloat64(0);
}

function evaluationFailed(test: PromtoolExprTest, message: string): Failure {
  return {
    code: 'expression-error',
    range: test.range,
    message: `the evaluation failed: ${message}`,
    diff: [],
  };
}

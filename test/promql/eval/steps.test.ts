import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileQuery, EvalError, instant, range } from '../../../src/promql/eval/index.ts';
import type { CompiledQuery, EvalOptions, Storage } from '../../../src/promql/eval/index.ts';
import { MINUTE, storageOf } from './support.ts';

const STEPS = 8;
const OPTIONS: EvalOptions = { features: ['promql-experimental-functions'] };

const point = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -20, max: 20 }) },
  fc.constantFrom(NaN, Infinity, -Infinity, 0.1),
  fc.constantFrom(null, 'stale' as const),
);
const series = fc.tuple(
  fc.record({
    __name__: fc.constantFrom('a', 'b'),
    x: fc.constantFrom('1', '2', '3'),
    le: fc.constantFrom('1', '2', '+Inf'),
  }),
  fc.array(point, { maxLength: STEPS }),
);
const data = fc.uniqueArray(series, { maxLength: 8, selector: ([labels]) => JSON.stringify(labels) });

const { expression } = fc.letrec<{ vector: string; scalar: string; matrix: string; expression: string }>(
  (tie) => ({
    vector: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom('a', 'b', 'a{x="1"}', 'a offset 1m', 'a @ 120', 'vector(1)', '{__name__=~"a|b"}'),
      fc
        .tuple(tie('vector'), fc.constantFrom('+', '*', '> bool', '<'), tie('scalar'))
        .map((p) => `(${p.join(' ')})`),
      fc
        .tuple(
          tie('vector'),
          fc.constantFrom('- on(x, le)', '* on(x, le) group_left()', 'and', 'or', 'unless on(x)'),
          tie('vector'),
        )
        .map((p) => `(${p.join(' ')})`),
      fc
        .tuple(
          fc.constantFrom(
            'sum',
            'avg by (x)',
            'max without (le)',
            'topk by (x) (1,',
            'quantile(0.5,',
            'count',
            'stddev',
          ),
          tie('vector'),
        )
        .map(([op, arg]) => (op.endsWith(',') ? `${op} ${arg})` : `${op} (${arg})`)),
      fc
        .tuple(fc.constantFrom('abs', 'absent', '-', 'sgn', 'timestamp', 'sort'), tie('vector'))
        .map((p) => `${p[0]}(${p[1]})`),
      fc
        .tuple(
          fc.constantFrom('rate', 'sum_over_time', 'last_over_time', 'changes', 'deriv', 'absent_over_time'),
          tie('matrix'),
        )
        .map((p) => `${p[0]}(${p[1]})`),
      tie('vector').map((arg) => `histogram_quantile(0.5, ${arg})`),
      tie('vector').map((arg) => `label_replace(${arg}, "x", "$1", "le", "(1|2)")`),
    ),
    scalar: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom('2', 'time() / 60'),
      tie('vector').map((arg) => `scalar(${arg})`),
    ),
    matrix: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom('a[3m]', 'b[2m] offset 1m', 'a[2m] @ 240'),
      tie('vector').map((arg) => `(${arg})[3m:1m]`),
    ),
    expression: fc.oneof(tie('vector'), tie('scalar')),
  }),
);

/** The result of a range query at one of its steps, and of an instant query at that time, in comparable form. */
function atStep(query: CompiledQuery, storage: Storage, timeMs: number): string[] {
  const { value } = instant(query, storage, timeMs, OPTIONS);
  if (value.type === 'scalar') return [`{} ${value.value}`];
  if (value.type !== 'vector') throw new TypeError(value.type);
  return value.samples.map(({ labels, value: sample }) => `${labels.toString()} ${sample}`).sort();
}

function inRange(query: CompiledQuery, storage: Storage): Map<number, string[]> {
  const { value } = range(query, storage, 0, (STEPS - 1) * MINUTE, MINUTE, OPTIONS);
  const steps = new Map<number, string[]>();
  for (const { labels, floats } of value.series) {
    for (const [i, time] of floats.timesMs.entries()) {
      steps.set(time, [...(steps.get(time) ?? []), `${labels.toString()} ${floats.values[i]!}`]);
    }
  }
  return steps;
}

function failure(run: () => void): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof EvalError) return error.code;
    throw error;
  }
}

describe('a range query', () => {
  it('gives at every step what an instant query gives there', () => {
    fc.assert(
      fc.property(data, expression, (written, text) => {
        const storage = storageOf(written);
        const query = compileQuery(text, OPTIONS);
        let steps = new Map<number, string[]>();
        if (failure(() => (steps = inRange(query, storage))) !== undefined) return;
        for (let step = 0; step < STEPS; step++) {
          const time = step * MINUTE;
          expect(steps.get(time)?.sort() ?? []).toEqual(atStep(query, storage, time));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('fails only where one of its instants fails, or series meet at different times', () => {
    const storage = storageOf([
      [{ __name__: 'a' }, [1, 'stale']],
      [{ __name__: 'b' }, [null, 2]],
    ]);
    const query = compileQuery('{__name__=~"a|b"} * 2');
    expect(inRange(query, storage).get(MINUTE)).toEqual(['{} 4']);
    expect(failure(() => inRange(compileQuery('rate({__name__=~"a|b"}[5m])'), storage))).toBeUndefined();
  });
});

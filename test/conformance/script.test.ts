import { describe, expect, it } from 'vitest';
import { pinnedToTime } from '../../scripts/conformance/at-modifier.ts';
import { parseScript } from '../../scripts/conformance/parse.ts';
import { rulecheckEngine } from '../../scripts/conformance/rulecheck-engine.ts';
import { runScript } from '../../scripts/conformance/run.ts';

const LOAD = 'load 1m\n  m{a="1"} 1+1x5\n  m{a="2"} 5\n  h {{count:2 sum:1 buckets:[2]}}\n\n';

/** What went wrong in a script with one eval command below LOAD. */
function problem(evalCommand: string): string | undefined {
  const report = runScript('x.test', LOAD + evalCommand, rulecheckEngine({}), 3, {});
  expect(report.passed + report.failures.length).toBe(1);
  return report.failures[0]?.problem;
}

describe('the reader of engine test scripts', () => {
  it('reads both dialects', () => {
    const commands = parseScript(
      '# comment\nload_with_nhcb 5m\n  m@st -1m\n  m 1\n\nclear\neval_ordered instant at 1m30s m\n  m 1\n\neval_fail range from 0 to 1m step 10s m\n  expected_fail_message no\n',
    );
    expect(commands).toMatchObject([
      {
        kind: 'load',
        stepMs: 300_000,
        withNhcb: true,
        series: [{ starts: [{ kind: 'offset', offsetMs: -60_000 }] }],
      },
      { kind: 'clear' },
      { kind: 'eval', at: { kind: 'instant', timeMs: 90_000 }, expected: { ordered: true } },
      { kind: 'eval', at: { kind: 'range', endMs: 60_000 }, expected: { fails: true, fail: { text: 'no' } } },
    ]);
  });

  it('passes what is right', () => {
    expect(problem('eval instant at 1m m\n  m{a="1"} 2\n  m{a="2"} 5\n')).toBeUndefined();
    expect(problem('eval range from 0 to 2m step 1m m{a="1"}\n  m{a="1"} 1 2 3\n')).toBeUndefined();
    expect(problem('eval instant at 0 1 + 1\n  2\n')).toBeUndefined();
    expect(problem('eval instant at 0 h\n  h {{count:2.000001 sum:1 buckets:[2]}}\n')).toBeUndefined();
    expect(
      problem('eval instant at 0 quantile(7, m)\n  expect warn regex: between 0 and 1\n  {} +Inf\n'),
    ).toBeUndefined();
    expect(problem('eval instant at 0 "a"\n  expect string "a"\n')).toBeUndefined();
  });

  it.each([
    ['a value', 'eval instant at 1m m{a="2"}\n  m{a="2"} 6\n', '{__name__="m", a="2"}: expected 6, got 5'],
    [
      'a missing series',
      'eval instant at 1m m{a="2"}\n  m{a="2"} 5\n  n 1\n',
      'missing series {__name__="n"} with 1',
    ],
    [
      'a surplus series',
      'eval instant at 1m m{a="2"}\n',
      'unexpected series {__name__="m", a="2"} with value 5',
    ],
    [
      'the order',
      'eval_ordered instant at 1m sort(m)\n  m{a="2"} 5\n  m{a="1"} 2\n',
      '{__name__="m", a="1"} is at position 1',
    ],
    ['a scalar', 'eval instant at 0 1\n  2\n', 'expected scalar 2, got 1'],
    ['a string', 'eval instant at 0 "a"\n  expect string "b"\n', 'expected string "b", got "a"'],
    ['success', 'eval_fail instant at 0 m\n', 'expected it to fail with anything'],
    ['failure', 'eval instant at 0 m + on () m\n', /^failed: found duplicate series/],
    [
      'silence',
      'eval instant at 0 m\n  expect warn\n  m{a="1"} 1\n  m{a="2"} 5\n',
      'expected anything as warning, got none',
    ],
    [
      'a warning',
      'eval instant at 0 quantile(7, m)\n  expect no_warn\n  {} +Inf\n',
      /^unexpected warning: PromQL warning/,
    ],
    [
      'a bucket',
      'eval instant at 0 h\n  h {{count:2 sum:1 buckets:[1 1]}}\n',
      /^\{__name__="h"\}: expected .*\[1 1\].*, got/,
    ],
    ['a hint', 'eval instant at 0 h\n  h {{count:2 sum:1 buckets:[2] counter_reset_hint:gauge}}\n', /gauge/],
    [
      'points of a range',
      'eval range from 0 to 1m step 1m m{a="1"}\n  m{a="1"} 1 _\n',
      /expected 1@0s, got 1@0s 2@60s/,
    ],
  ])('fails on %s', (_what, command, text) => {
    const found = problem(command);
    if (typeof text === 'string') expect(found).toBe(text);
    else expect(found).toMatch(text);
  });
});

describe('pinning a query to a time', () => {
  it.each([
    ['m + n[5m:1m]', 'm @ 90 + n[5m:1m] @ 90'],
    ['rate(m[5m] offset 1m)', 'rate(m[5m] offset 1m @ 90)'],
    ['m @ 5', 'm @ 5'],
    ['sum(rate(m[1m])[5m:])', 'sum(rate(m[1m])[5m:] @ 90)'],
    ['hour(m)', undefined],
  ])('%s becomes %s', (query, pinned) => {
    expect(pinnedToTime(query, 90_000, 3)).toBe(pinned);
  });
});

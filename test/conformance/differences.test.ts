import { describe, expect, it } from 'vitest';
import { rulecheckEngine } from '../../scripts/conformance/rulecheck-engine.ts';
import { describeAnswer } from '../../scripts/differential/answer.ts';
import { answersOf } from '../../scripts/differential/run.ts';

/** A difference once found by scripts/differential.ts: the series, the expression, and what promtool answers. */
interface Found {
  readonly versions: readonly (2 | 3)[];
  readonly series: Readonly<Record<string, string>>;
  readonly expr: string;
  readonly at: number;
  readonly promtool: string;
}

const FOUND: readonly Found[] = [
  {
    // Samples behind the last time asked for are not loaded yet.
    versions: [2, 3],
    series: { 'm{a="1"}': '22+7x23 _ 161+14x10' },
    expr: 'm offset -2m',
    at: 1740,
    promtool: '{__name__="m", a="1"} 217',
  },
  {
    // Custom buckets have no zero bucket that could become NaN.
    versions: [3],
    series: { 'h{a="1"}': '{{schema:-53 sum:16 count:8 custom_values:[1 5] buckets:[2 0 6]}}x5' },
    expr: '-(h) * NaN',
    at: 60,
    promtool:
      '{a="1"} {{schema:-53 count:NaN sum:NaN custom_values:[1 5] counter_reset_hint:gauge buckets:[NaN NaN NaN]}}',
  },
  {
    // Go computes 2^x with its own polynomial.
    versions: [3],
    series: { 'h{a="1"}': '{{schema:3 sum:34 count:17 z_bucket:1 z_bucket_w:0.001 buckets:[4 2 6 4]}}' },
    expr: 'histogram_quantile(0.5, h)',
    at: 0,
    promtool: '{a="1"} 1.1143867425958927',
  },
  {
    // Buckets that two gaps separate stay where they are (promtool 3.5.3 prints them wrongly).
    versions: [3],
    series: {
      'h{a="1"}': '{{schema:1 sum:16 count:8 z_bucket:1 z_bucket_w:0.001 buckets:[2 1 4]}}',
      'h{a="2"}': '{{sum:40 count:20 z_bucket:2 z_bucket_w:0.001 offset:3 buckets:[6 0 6 6]}}',
    },
    expr: 'avg(h)',
    at: 0,
    promtool: '{} {{count:14 sum:28 z_bucket:1.5 z_bucket_w:0.001 buckets:[1 2.5 0 3 0 3 3]}}',
  },
];

describe('differences found and corrected', () => {
  const cases = FOUND.flatMap((found) => found.versions.map((version) => ({ ...found, version })));

  it.each(cases)('$expr in version $version', ({ series, expr, at, promtool, version }) => {
    const check = { expr, timeMs: at * 1000 };
    const given = Object.entries(series).map(([name, values]) => ({ series: name, values }));
    const [answer] = answersOf({ series: given, checks: [check] }, rulecheckEngine({ version })).values();
    expect(describeAnswer(answer!)).toBe(promtool);
  });
});

import { describe, expect, it } from 'vitest';
import { FUNCTION_NAMES } from '../../../src/promql/functions/table.ts';
import { IMPLEMENTATIONS } from '../../../src/promql/eval/functions/table.ts';
import { EMPTY_HISTOGRAM } from '../../../src/promql/eval/histogram/index.ts';
import { instant, Labels, Storage } from '../../../src/promql/eval/index.ts';
import type { EvalOptions } from '../../../src/promql/eval/index.ts';
import { MINUTE, storageOf, vectorText } from './support.ts';

const ALL: EvalOptions = {
  features: [
    'promql-experimental-functions',
    'promql-extended-range-selectors',
    'promql-binop-fill-modifiers',
  ],
};

const STORAGE = storageOf([
  // Falls at 3m: a reset.
  [{ __name__: 'requests_total', job: 'a' }, [0, 60, 120, 30, 90, 150]],
  [{ __name__: 'temp', room: 'x' }, [10, 12, 11, 15, 14, 20]],
  [{ __name__: 'temp', room: 'y' }, [5, NaN, -5, -5, 0, 2.5]],
  [{ __name__: 'build_info', job: 'a', version: '1.2' }, [1, 1, 1, 1, 1, 1]],
  [{ __name__: 'target_info', job: 'a', instance: 'i', region: 'eu' }, [1, 1, 1, 1, 1, 1]],
  [{ __name__: 'work_total', job: 'a', instance: 'i' }, [1, 2, 3, 4, 5, 6]],
  [{ __name__: 'lat_bucket', le: '1' }, [0, 0, 0, 0, 0, 10]],
  [{ __name__: 'lat_bucket', le: '2' }, [0, 0, 0, 0, 0, 30]],
  [{ __name__: 'lat_bucket', le: '+Inf' }, [0, 0, 0, 0, 0, 40]],
]);
const NOW = 5 * MINUTE;

function at5m(query: string): string[] {
  return vectorText(query, STORAGE, NOW, ALL);
}

describe('the implementation table', () => {
  it('has every function of the signature table', () => {
    expect(Object.keys(IMPLEMENTATIONS).sort()).toEqual([...FUNCTION_NAMES].sort());
  });
});

describe('powers and logarithms', () => {
  // The digits of promtool; JavaScript's own functions end otherwise.
  it.each([
    ['vector(10) ^ 308', '{} 1.0000000000000006e+308'],
    ['log10(vector(166))', '{} 2.2201080880400554'],
    ['log10(vector(3))', '{} 0.4771212547196624'],
    ['log2(vector(7))', '{} 2.807354922057604'],
    ['ln(vector(10))', '{} 2.302585092994046'],
  ])('%s', (query, expected) => {
    expect(at5m(query)).toEqual([expected]);
  });
});

describe('rates', () => {
  it.each([
    // Samples at 1m..5m grow by 90 + 30 (after the reset) + 60 + 60 over 4 minutes; the 60 s to each edge count in.
    ['increase(requests_total[5m])', '{job="a"} 262.5'],
    ['rate(requests_total[5m])', '{job="a"} 0.875'],
    ['irate(requests_total[5m])', '{job="a"} 1'],
    ['resets(requests_total[5m])', '{job="a"} 1'],
    ['delta(temp{room="x"}[5m])', '{room="x"} 10'],
    ['idelta(temp{room="x"}[5m])', '{room="x"} 6'],
    ['changes(temp{room="y"}[6m])', '{room="y"} 4'],
    ['increase(requests_total[5m] anchored)', '{job="a"} 270'],
    // Half-way through the reset the counter is taken to have come from 0 to 15.
    ['increase(requests_total[150s] smoothed)', '{job="a"} 135'],
  ])('%s', (query, expected) => {
    expect(at5m(query)).toEqual([expected]);
  });

  it('need two samples', () => {
    expect(at5m('rate(requests_total[1m])')).toEqual([]);
  });
});

describe('functions over time', () => {
  it.each([
    ['sum_over_time(temp{room="x"}[3m])', '{room="x"} 49'],
    ['avg_over_time(temp{room="x"}[3m])', `{room="x"} ${49 / 3}`],
    ['min_over_time(temp{room="y"}[5m])', '{room="y"} -5'],
    ['max_over_time(temp{room="y"}[5m])', '{room="y"} 2.5'],
    ['count_over_time(temp{room="y"}[5m])', '{room="y"} 5'],
    ['stdvar_over_time(temp{room="x"}[2m])', '{room="x"} 9'],
    ['stddev_over_time(temp{room="x"}[2m])', '{room="x"} 3'],
    ['quantile_over_time(0.5, temp{room="x"}[2m])', '{room="x"} 17'],
    ['mad_over_time(temp{room="x"}[3m])', '{room="x"} 1'],
    ['last_over_time(temp{room="x"}[3m])', '{__name__="temp", room="x"} 20'],
    ['first_over_time(temp{room="x"}[3m])', '{__name__="temp", room="x"} 15'],
    ['present_over_time(temp{room="x"}[3m])', '{room="x"} 1'],
    ['ts_of_max_over_time(temp{room="x"}[6m])', '{room="x"} 300'],
    ['ts_of_min_over_time(temp{room="y"}[6m])', '{room="y"} 180'],
    ['ts_of_first_over_time(temp{room="x"}[3m])', '{room="x"} 180'],
    ['ts_of_last_over_time(temp{room="x"}[3m])', '{room="x"} 300'],
    ['deriv(work_total[6m]) * 60', '{instance="i", job="a"} 1'],
    ['predict_linear(work_total[6m], 600)', '{instance="i", job="a"} 16'],
    ['double_exponential_smoothing(work_total[6m], 0.5, 0.5)', '{instance="i", job="a"} 6'],
    ['absent_over_time(nope{job="a", x=~"y"}[5m])', '{job="a"} 1'],
    ['max_over_time(sum(temp{room="x"})[3m:1m])', '{} 20'],
    ['sum_over_time(vector(1)[3m:1m])', '{} 3'],
  ])('%s', (query, expected) => {
    expect(at5m(query)).toEqual([expected]);
  });
});

describe('functions of samples', () => {
  it.each([
    ['abs(-temp{room="x"})', '{room="x"} 20'],
    ['ceil(temp{room="y"})', '{room="y"} 3'],
    ['floor(temp{room="y"})', '{room="y"} 2'],
    ['round(temp{room="y"}, 2)', '{room="y"} 2'],
    ['round(-temp{room="y"})', '{room="y"} -2'],
    ['clamp(temp{room="x"}, 0, 7)', '{room="x"} 7'],
    ['clamp_min(temp{room="x"}, 30)', '{room="x"} 30'],
    ['clamp_max(temp{room="x"}, 3)', '{room="x"} 3'],
    ['sgn(-temp{room="x"})', '{room="x"} -1'],
    ['sqrt(temp{room="x"} + 5)', '{room="x"} 5'],
    ['exp(vector(0))', '{} 1'],
    ['ln(vector(1)) + log2(vector(8)) + log10(vector(100))', '{} 5'],
    ['deg(vector(pi()))', '{} 180'],
    ['vector(max_of(1, 2) - min_of(1, 2))', '{} 1'],
    ['vector(scalar(temp{room="x"}))', '{} 20'],
    ['vector(scalar(temp))', '{} NaN'],
    ['timestamp(temp{room="x"} offset 1m)', '{room="x"} 240'],
    ['timestamp(abs(temp{room="x"} offset 1m))', '{room="x"} 300'],
    ['absent(nope{job="a", job="b", y="z"})', '{y="z"} 1'],
    ['vector(time())', '{} 300'],
  ])('%s', (query, expected) => {
    expect(at5m(query)).toEqual([expected]);
  });

  it.each(['clamp(temp, 2, 1)', 'absent(temp)', 'absent_over_time(temp[5m])'])('%s is empty', (query) => {
    expect(at5m(query)).toEqual([]);
  });
});

describe('dates', () => {
  // 2024-02-29 13:45:10 UTC, a Thursday.
  const LEAP = 1709214310;
  it.each([
    ['year', 2024],
    ['month', 2],
    ['day_of_month', 29],
    ['day_of_week', 4],
    ['day_of_year', 60],
    ['days_in_month', 29],
    ['hour', 13],
    ['minute', 45],
  ])('%s', (name, expected) => {
    expect(at5m(`${name}(vector(${LEAP}))`)).toEqual([`{} ${expected}`]);
    expect(vectorText(`${name}()`, STORAGE, LEAP * 1000)).toEqual([`{} ${expected}`]);
  });

  it('go back before 1970 and stay whole for fractions', () => {
    expect(at5m('year(vector(-1)) * 10000 + month(vector(-1)) * 100 + day_of_month(vector(-1))')).toEqual([
      '{} 19691231',
    ]);
    expect(at5m('hour(vector(-1))')).toEqual(['{} 23']);
    expect(at5m('minute(vector(59.9))')).toEqual(['{} 0']);
  });

  it("take an invalid time for the last second of Go's calendar", () => {
    const digits = 'year(vector(NaN)) * 10000 + month(vector(Inf)) * 100 + day_of_month(vector(1e300))';
    expect(at5m(digits)).toEqual(['{} 2922770265961204']);
    expect(at5m('hour(vector(-Inf)) * 60 + minute(vector(NaN))')).toEqual(['{} 930']);
  });
});

describe('labels', () => {
  it.each([
    [
      'label_replace(build_info, "major", "$1", "version", "(\\\\d+)\\\\..*")',
      '{__name__="build_info", job="a", major="1", version="1.2"} 1',
    ],
    [
      'label_replace(build_info, "major", "x", "version", "\\\\d")',
      '{__name__="build_info", job="a", version="1.2"} 1',
    ],
    ['label_replace(build_info, "job", "", "job", ".*")', '{__name__="build_info", version="1.2"} 1'],
    [
      'label_join(build_info, "both", "-", "job", "version")',
      '{__name__="build_info", both="a-1.2", job="a", version="1.2"} 1',
    ],
    ['info(work_total)', '{__name__="work_total", instance="i", job="a", region="eu"} 6'],
    ['info(work_total, {region="eu"})', '{__name__="work_total", instance="i", job="a", region="eu"} 6'],
  ])('%s', (query, expected) => {
    expect(at5m(query)).toEqual([expected]);
  });

  it('info drops series without the labels asked for', () => {
    expect(at5m('info(work_total, {region="us"})')).toEqual([]);
    expect(at5m('info(work_total, {region=~"us|"})')).toHaveLength(1);
  });
});

describe('sorting', () => {
  it('puts NaN last', () => {
    const storage = storageOf([
      [{ n: '1' }, [NaN]],
      [{ n: '10' }, [2]],
      [{ n: '2' }, [1]],
    ]);
    const order = (query: string) =>
      vectorText(query, storage, 0, ALL).map((text) => /n="(\d+)"/.exec(text)?.[1]);
    expect(order('sort({n!=""})')).toEqual(['2', '10', '1']);
    expect(order('sort_desc({n!=""})')).toEqual(['10', '2', '1']);
    expect(order('sort_by_label({n!=""}, "n")')).toEqual(['1', '2', '10']);
    expect(order('sort_by_label_desc({n!=""}, "n")')).toEqual(['10', '2', '1']);
    expect(order('topk(2, {n!=""})')).toEqual(['10', '2']);
    expect(order('bottomk(5, {n!=""})')).toEqual(['2', '10', '1']);
  });
});

describe('histograms', () => {
  it.each([
    ['histogram_quantile(0.5, lat_bucket)', '{} 1.5'],
    ['histogram_fraction(0, 1.5, lat_bucket)', '{} 0.5'],
    ['histogram_quantiles(lat_bucket, "q", 0.25)', '{q="0.25"} 1'],
  ])('%s', (query, expected) => {
    expect(at5m(query)).toEqual([expected]);
  });

  const storage = new Storage();
  const native = { ...EMPTY_HISTOGRAM, count: 4, sum: 10, positive: { indices: [1, 2], counts: [2, 2] } };
  storage.appendHistogram(Labels.of({ __name__: 'h' }), 0, native);
  storage.append(Labels.of({ __name__: 'f' }), 0, 2);

  it.each([
    ['histogram_count(h)', '{} 4'],
    ['histogram_sum(h * 2)', '{} 20'],
    ['histogram_avg(h)', '{} 2.5'],
    ['histogram_quantile(0.5, h)', '{} 2'],
    ['histogram_count(sum({__name__=~"h"}))', '{} 4'],
    ['count({__name__=~"h|f"})', '{} 2'],
  ])('%s of a native histogram', (query, expected) => {
    expect(vectorText(query, storage, 0, ALL)).toEqual([expected]);
  });

  it.each([
    ['h + f', 'incompatible-types', 'infos'],
    ['max({__name__=~"h|f"})', 'histogram-ignored-in-aggregation', 'infos'],
    ['sum({__name__=~"h|f"})', 'mixed-floats-histograms', 'warnings'],
    ['histogram_quantile(0.5, f)', 'bad-bucket-label', 'warnings'],
    ['histogram_quantile(2, h)', 'invalid-quantile', 'warnings'],
  ] as const)('%s says %s', (query, code, level) => {
    const { annotations } = instant(query, storage, 0, ALL);
    expect(annotations[level].map((annotation) => annotation.code)).toEqual([code]);
  });
});

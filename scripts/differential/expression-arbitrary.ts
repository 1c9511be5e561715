import type fc from 'fast-check';
import type { Alternatives, Grammar } from './grammar.ts';
import { textsOf } from './grammar.ts';

const TERMINALS = {
  duration: ['30s', '1m', '90s', '2m', '5m', '7m', '10m'],
  step: ['', '30s', '1m', '45s'],
  number: ['0', '1', '2', '-1', '0.5', '3', '100', '1e3', '-0.25', 'NaN', 'Inf'],
  quantile: ['0', '0.1', '0.5', '0.9', '0.99', '1', '-1', '2'],
  k: ['1', '2', '0', '-1'],
  selector: [
    ...[
      'temperature',
      'temperature{room="x"}',
      'temperature{job="a"}',
      'requests_total',
      'requests_total{code!="500"}',
    ],
    ...[
      'requests_total{code=~"2.."}',
      'up',
      'up{job=~"a|c"}',
      'info',
      '{__name__=~"up|info"}',
      'missing',
      'latency_bucket',
    ],
  ],
  nativeSelector: ['native', 'native{job="a"}', 'nhcb', '{__name__=~"native|nhcb"}'],
  modifier: [
    ...['', '', '', '', '', '', ' offset 30s', ' offset 1m', ' offset 5m', ' offset -2m'],
    ...[' @ 300', ' @ 125.5', ' @ start()', ' @ end()'],
  ],
  grouping: [
    '',
    ...['', 'job', 'job, code', 'room', 'missing'].flatMap((l) => [` by (${l})`, ` without (${l})`]),
  ],
  matching: [
    ...['', '', 'on (job) ', 'ignoring (room) ', 'ignoring (code, room, le) ', 'on () '],
    ...[
      'on (job) group_left () ',
      'on (job) group_right () ',
      'on (job) group_left (env) ',
      'ignoring (room) group_left () ',
    ],
  ],
  setMatching: ['', '', 'on (job) ', 'ignoring (code, room) '],
  overTime: [
    ...[
      'avg_over_time',
      'min_over_time',
      'max_over_time',
      'sum_over_time',
      'count_over_time',
      'stddev_over_time',
    ],
    ...['stdvar_over_time', 'last_over_time', 'present_over_time', 'absent_over_time'],
    ...['rate', 'increase', 'delta', 'idelta', 'irate', 'changes', 'resets', 'deriv'],
  ],
  overTimeNative: [
    ...['avg_over_time', 'sum_over_time', 'count_over_time', 'last_over_time', 'present_over_time'],
    ...['rate', 'increase', 'delta', 'idelta', 'irate', 'changes', 'resets'],
  ],
  overTimeExperimental: [
    'mad_over_time',
    'ts_of_min_over_time',
    'ts_of_max_over_time',
    'ts_of_last_over_time',
  ],
  ratio: ['0.5', '-0.3', '1', '0', '-1'],
  math: [
    ...['abs', 'ceil', 'floor', 'exp', 'ln', 'log2', 'log10', 'sqrt', 'sgn', 'round', 'deg', 'rad'],
    ...[
      'sin',
      'cos',
      'tan',
      'atan',
      'sinh',
      'cosh',
      'tanh',
      'asinh',
      'absent',
      'timestamp',
      'sort',
      'sort_desc',
    ],
    ...['day_of_month', 'day_of_week', 'days_in_month', 'hour', 'minute', 'month', 'year', 'day_of_year'],
  ],
  clamp: ['clamp_min', 'clamp_max', 'round'],
  bounds: ['0, 10', '-5, 5', '5, 1', 'NaN, 5'],
  fractionBounds: ['-Inf, 1', '0, 2', '0.5, +Inf', '3, 1'],
  aggregate: ['sum', 'avg', 'min', 'max', 'count', 'group', 'stddev', 'stdvar'],
  aggregateNative: ['sum', 'avg', 'count', 'group'],
  arithmetic: ['+', '-', '*', '/', '%', '^', 'atan2'],
  operator: ['+', '-', '*', '/', '%', '^', 'atan2', '==', '!=', '<', '>', '<=', '>='],
  comparison: ['==', '!=', '<', '>', '<=', '>='],
  setOperator: ['and', 'or', 'unless'],
  factorOperator: ['*', '/', '+'],
  histogramOperator: ['+', '-', '==', '!='],
  estimate: ['histogram_count', 'histogram_sum', 'histogram_avg', 'histogram_stddev', 'histogram_stdvar'],
} as const;

const MATRIX: Alternatives = [
  [5, '<selector>[<duration>]<modifier>'],
  [1, '(<vector>)[<duration>:<step>]<modifier>'],
];

const SCALAR: Alternatives = [
  [6, '<number>'],
  [1, 'time()'],
  [1, 'scalar(<vector>)'],
  [1, '(<scalar>) <arithmetic> (<scalar>)'],
];

const VECTOR: Alternatives = [
  [4, '<selector><modifier>'],
  [4, '<overTime>(<matrix>)'],
  [1, 'quantile_over_time(<quantile>, <matrix>)'],
  [1, 'predict_linear(<matrix>, 60)'],
  [2, '<math>(<vector>)'],
  [1, '<clamp>(<vector>, <scalar>)'],
  [1, 'clamp(<vector>, <bounds>)'],
  [1, 'vector(<scalar>)'],
  [4, '<aggregate><grouping> (<vector>)'],
  [1, 'topk<grouping> (<k>, <vector>)'],
  [1, 'bottomk<grouping> (<k>, <vector>)'],
  [1, 'quantile<grouping> (<quantile>, <vector>)'],
  [1, 'count_values<grouping> ("value", <vector>)'],
  [2, '(<vector>) <operator> (<scalar>)'],
  [1, '(<scalar>) <operator> (<vector>)'],
  [2, '(<vector>) <comparison> bool (<scalar>)'],
  [3, '(<vector>) <operator> <matching>(<vector>)'],
  [2, '(<vector>) <setOperator> <setMatching>(<vector>)'],
  [1, 'histogram_quantile(<quantile>, <vector>)'],
  [1, 'histogram_quantile(<quantile>, rate(latency_bucket[<duration>]))'],
  [1, 'label_replace(<vector>, "job", "$1-x", "room", "(.*)")'],
  [1, 'label_join(<vector>, "joined", "-", "job", "code")'],
  [1, '-(<vector>)'],
];

/** Functions that promtool 3.5 has behind a feature flag. */
const EXPERIMENTAL: Alternatives = [
  [2, '<overTimeExperimental>(<matrix>)'],
  [1, 'double_exponential_smoothing(<matrix>, 0.5, 0.3)'],
  [1, 'sort_by_label(<vector>, "job")'],
  [1, 'limit_ratio<grouping> (<ratio>, <vector>)'],
];

const OF_HISTOGRAMS: Alternatives = [
  [2, '<estimate>(<histograms>)'],
  [1, 'histogram_quantile(<quantile>, <histograms>)'],
  [1, 'histogram_fraction(<fractionBounds>, <histograms>)'],
];

const HISTOGRAMS: Alternatives = [
  [3, '<nativeSelector><modifier>'],
  [3, '<overTimeNative>(<nativeSelector>[<duration>]<modifier>)'],
  [2, '<aggregateNative><grouping> (<histograms>)'],
  [1, '(<histograms>) <factorOperator> (<scalar>)'],
  [1, '(<histograms>) <histogramOperator> (<histograms>)'],
  [1, '-(<histograms>)'],
];

const FLOATS_ONLY: Grammar = {
  recursive: {
    matrix: MATRIX,
    scalar: SCALAR,
    vector: VECTOR,
    expression: [
      [6, '<vector>'],
      [1, '<scalar>'],
    ],
  },
  terminals: TERMINALS,
};

const WITH_HISTOGRAMS: Grammar = {
  recursive: {
    matrix: MATRIX,
    scalar: SCALAR,
    vector: [...VECTOR, ...EXPERIMENTAL, ...OF_HISTOGRAMS],
    histograms: HISTOGRAMS,
    expression: [
      [6, '<vector>'],
      [1, '<scalar>'],
      [2, '<histograms>'],
    ],
  },
  terminals: TERMINALS,
};

/** The grammar of expressions that one major version of Prometheus knows. */
export const promqlGrammar = (version: 2 | 3): Grammar => (version === 2 ? FLOATS_ONLY : WITH_HISTOGRAMS);

/**
 * Random PromQL expressions of type scalar or instant vector that Prometheus and rulecheck both know, over the
 * series of seriesArbitrary. Version 2 leaves out native histograms.
 */
export function expressionArbitrary(version: 2 | 3): fc.Arbitrary<string> {
  return textsOf(promqlGrammar(version), 'expression', 4);
}

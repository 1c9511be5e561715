import type fc from 'fast-check';
import type { Grammar } from '../../../scripts/differential/grammar.ts';
import { textsOf } from '../../../scripts/differential/grammar.ts';

const selectors = [
  ...['temperature', 'temperature{room="x"}', 'temperature{job="a"}', 'temperature{job="a",room="y"}'],
  ...[
    'requests_total',
    'requests_total{code="500"}',
    'requests_total{code!="500"}',
    'requests_total{job=""}',
  ],
  ...['requests_total{code=~"2.."}', 'requests_total{code=~"200|404"}', 'requests_total{missing=""}'],
  ...[
    'up',
    'up{job="a"}',
    'up{job=~"a|c"}',
    'up{job="a",job="b"}',
    'info',
    'info{env="prod"}',
    'info{env=~".+"}',
  ],
  ...['{__name__=~"up|info"}', '{job="a"}', 'missing', 'missing{job="a",code="200"}', 'latency_bucket'],
  ...['latency_bucket{le="0.5"}', 'requests_total{job=~"|a"}', 'requests_total{nothing!="x"}'],
];

const GRAMMAR: Grammar = {
  recursive: {
    matrix: [
      [5, '<selector>[<duration>]'],
      [1, '(<vector>)[<duration>:1m]'],
    ],
    scalar: [
      [6, '<number>'],
      [1, 'time()'],
      [1, 'scalar(<vector>)'],
      [1, '(<scalar>) <arithmetic> (<scalar>)'],
      [1, '(<scalar>) <comparison> bool (<scalar>)'],
    ],
    vector: [
      [5, '<selector>'],
      [3, '<overTime>(<matrix>)'],
      [1, 'quantile_over_time(<quantile>, <matrix>)'],
      [2, '<math>(<vector>)'],
      [1, '<clamp>(<vector>, <scalar>)'],
      [1, 'clamp(<vector>, <bounds>)'],
      [1, 'absent(<vector>)'],
      [1, 'absent(<selector>)'],
      [1, 'vector(<scalar>)'],
      [5, '<aggregate><grouping> (<vector>)'],
      [1, '<choose><grouping> (<k>, <vector>)'],
      [1, 'quantile<grouping> (<quantile>, <vector>)'],
      [1, 'count_values<grouping> ("<target>", <vector>)'],
      [3, '(<vector>) <comparison> (<number>)'],
      [2, '(<vector>) <arithmetic> (<scalar>)'],
      [1, '(<scalar>) <operator> (<vector>)'],
      [1, '(<vector>) <comparison> bool (<scalar>)'],
      [4, '(<vector>) <operator> <matching>(<vector>)'],
      [3, '(<vector>) <setOperator> <setMatching>(<vector>)'],
      [2, '(<selector> <comparison> <number>) <setOperator> (<selector> <comparison> <number>)'],
      [2, '<same>'],
      [1, 'histogram_quantile(<quantile>, <vector>)'],
      [1, 'histogram_quantile(<quantile>, sum by (le) (rate(latency_bucket[<duration>])))'],
      [3, 'label_replace(<vector>, "<target>", "<replacement>", "<source>", "<pattern>")'],
      [1, 'label_join(<vector>, "<target>", "<separator>", "<source>", "<target>")'],
      [1, '-(<vector>)'],
      [3, '<share>'],
    ],
    expression: [
      [8, '<vector>'],
      [1, '<scalar>'],
    ],
  },
  terminals: {
    selector: selectors,
    duration: ['1m', '5m', '10m'],
    number: ['0', '1', '2', '-1', '0.5', '3', '100', '1e3', '-0.25', 'NaN', 'Inf', '-Inf'],
    quantile: ['0', '0.5', '0.99', '1', '-1', '2', 'NaN'],
    k: ['1', '2', '0', '-1'],
    arithmetic: ['+', '-', '*', '/', '%', '^', 'atan2'],
    comparison: ['==', '!=', '<', '>', '<=', '>='],
    operator: ['+', '-', '*', '/', '%', '^', '==', '!=', '<', '>', '<=', '>=', '> bool', '== bool'],
    setOperator: ['and', 'or', 'unless'],
    aggregate: ['sum', 'avg', 'min', 'max', 'count', 'group', 'stddev', 'stdvar'],
    choose: ['topk', 'bottomk', 'limitk'],
    clamp: ['clamp_min', 'clamp_max', 'round'],
    bounds: ['0, 10', '-5, 5', '5, 1', 'NaN, 5'],
    grouping: ['', '', 'job', 'job, code', 'room', 'missing', 'le', '__name__'].flatMap((labels) =>
      labels === '' ? [''] : [` by (${labels})`, ` without (${labels})`],
    ),
    matching: [
      ...['', '', '', 'on (job) ', 'ignoring (room) ', 'ignoring (code, room, le) ', 'on () '],
      ...['on (job) group_left () ', 'on (job) group_right () ', 'on (job) group_left (env) '],
      ...['ignoring (room) group_left () ', 'on (job) group_left (missing) ', 'on (code) '],
    ],
    setMatching: ['', '', 'on (job) ', 'ignoring (code, room) ', 'on () '],
    overTime: [
      ...['avg_over_time', 'min_over_time', 'max_over_time', 'sum_over_time', 'count_over_time'],
      ...['stddev_over_time', 'stdvar_over_time', 'last_over_time', 'present_over_time', 'absent_over_time'],
      ...['rate', 'increase', 'delta', 'idelta', 'irate', 'changes', 'resets', 'deriv', 'first_over_time'],
      ...['mad_over_time', 'ts_of_max_over_time'],
    ],
    math: [
      ...['abs', 'ceil', 'floor', 'exp', 'ln', 'log2', 'log10', 'sqrt', 'sgn', 'round', 'deg', 'rad'],
      ...['sin', 'cos', 'tan', 'atan', 'asin', 'acos', 'sinh', 'cosh', 'tanh', 'asinh', 'timestamp', 'sort'],
      ...['day_of_month', 'day_of_week', 'days_in_month', 'hour', 'minute', 'month', 'year', 'day_of_year'],
    ],
    target: ['job', 'room', 'fresh', 'code'],
    source: ['job', 'room', 'absent', 'code', 'env'],
    separator: ['-', ''],
    replacement: ['$1', '', 'fixed', '$1-x', '${1}y', '$2'],
    pattern: ['(.*)', '(.+)', '.*', 'a', '(a|b)', 'z', '', '([0-9])(.*)', '.+'],
    same: [
      'temperature > 5 and temperature < 3',
      'temperature{job="a"} > 5 and (temperature{job="a"} > 3)',
      'temperature > 5 unless temperature > 3',
      'temperature == 1 unless temperature >= 1',
      'up == 0 and up == 1',
      '(temperature > 5) < 10',
      'sum(temperature > 5) < 3',
      'count(up) == 0',
      'count(up == 0) or vector(0)',
      'sum by (job) (up) and on (job) temperature{room="x"}',
      'requests_total{code="200"} / requests_total{code="500"}',
      'requests_total{code="200"} / ignoring (code) requests_total{code="500"}',
      'sum by (job) (requests_total) / on (job, code) sum by (job, code) (requests_total)',
    ],
    share: [
      'sum(rate(requests_total{code="500"}[5m])) / sum(rate(requests_total[5m]))',
      '1 - sum by (job) (rate(requests_total{code="500"}[5m])) / sum by (job) (rate(requests_total[5m]))',
      'sum by (job, code) (requests_total) / on (job) group_left () sum by (job) (requests_total)',
      'count(requests_total{code="500"}) / count(requests_total)',
      'sum(increase(requests_total{job="a"}[10m])) / sum(increase(requests_total[10m])) > 1',
      'sum(temperature{job="a"}) / sum(temperature)',
    ],
  },
};

/** Random expressions that test what is claimed of labels, values and presence. */
export function inferenceExpressions(): fc.Arbitrary<string> {
  return textsOf(GRAMMAR, 'expression', 4);
}

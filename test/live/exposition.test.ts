import { expect, test } from 'vitest';
import { readExposition } from '../../src/live/exposition.ts';
import { emptyDraft } from '../../src/live/metric-draft.ts';

const read = (text: string) => {
  const draft = emptyDraft();
  const faults = readExposition(text, draft);
  const metrics = [...draft.metrics.values()].map(({ name, type, labels, buckets, quantiles }) =>
    [
      name,
      type,
      [...(labels ?? [])].map(([label, values]) => `${label}=${[...values].join('|')}`).join(' '),
      ...[...buckets, ...quantiles],
    ]
      .join(' ')
      .trim(),
  );
  return { metrics, faults, draft };
};

test('the text format of Prometheus', () => {
  const { metrics, faults, draft } = read(`# HELP shop_requests_total Requests\\nserved.
# TYPE shop_requests_total counter
shop_requests_total{code="200",path="/a\\"b\\\\"} 3 1395066363000
shop_requests_total { code="500" , } 0
# a comment
# TYPE lag_seconds histogram
lag_seconds_bucket{le="0.5"} 1
lag_seconds_bucket{le="+Inf"} 2
lag_seconds_sum 3.5e-1
lag_seconds_count 2
# TYPE size summary
size{quantile="0.5"} NaN
size_sum 1
size_count 1
other_sum -Inf
`);
  expect(faults).toEqual([]);
  expect(metrics).toEqual([
    'shop_requests_total counter code=200|500 path=/a"b\\',
    'lag_seconds histogram  0.5',
    'size summary  0.5',
    'other_sum unknown',
  ]);
  expect(draft.metrics.get('shop_requests_total')!.help).toBe('Requests served.');
});

test('OpenMetrics: names of series, units, exemplars, _created', () => {
  const { metrics, faults, draft } = read(`# TYPE foo_seconds counter
# UNIT foo_seconds seconds
# HELP foo_seconds Time.
foo_seconds_total{a="b"} 1.0 1520879607.789 # {trace_id="x"} 1
foo_seconds_created{a="b"} 1520430000.123
# TYPE build info
build_info{version="1"} 1
# TYPE state stateset
state{state="on"} 1
# EOF
`);
  expect(faults).toEqual([]);
  expect(metrics).toEqual([
    'foo_seconds_total counter a=b',
    'build_info info version=1',
    'state stateset state=on',
  ]);
  expect(draft.metrics.get('foo_seconds_total')).toMatchObject({ unit: 'seconds', help: 'Time.' });
});

test('UTF-8 names', () => {
  const { metrics } = read('# TYPE "http.requests" counter\n{"http.requests","net.host"="a b"} 1\n');
  expect(metrics).toEqual(['http.requests counter net.host=a b']);
});

test.each([
  'shop_requests_total{code="200"',
  'shop requests 1',
  'a{b=c} 1',
  'a{b="c"} x',
  '<html>',
  'a{b="c}',
])('%j is not a sample', (line) => expect(read(line).faults).toEqual([{ line: 1, text: line }]));

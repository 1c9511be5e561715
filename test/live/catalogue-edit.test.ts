import { expect, test } from 'vitest';
import { refreshCatalogue } from '../../src/live/catalogue-edit.ts';
import { emptyDraft } from '../../src/live/metric-draft.ts';
import { readSources } from '../../src/live/read-source.ts';

/** The catalogue after a source was read, and a second time: the sources must then add nothing. */
function refreshed(before: string | undefined, source: string, values = 0): string {
  const draft = emptyDraft();
  readSources([{ name: 'source', text: source }], draft);
  const { text } = refreshCatalogue('metrics.yml', before, draft, values);
  expect(refreshCatalogue('metrics.yml', text, draft, values).text, 'again').toBe(text);
  return text;
}

const PAGE = `# HELP shop_requests_total Requests: all of them.
# TYPE shop_requests_total counter
shop_requests_total{code="200",method="GET"} 1
shop_requests_total{code="500",method="GET"} 1
# TYPE lag_seconds histogram
lag_seconds_bucket{le="0.5"} 1
lag_seconds_bucket{le="+Inf"} 1
`;

test('a new catalogue', () => {
  expect(refreshed(undefined, PAGE)).toBe(`metrics:
  lag_seconds:
    type: histogram
    buckets: [0.5]
  shop_requests_total:
    type: counter
    help: "Requests: all of them."
    labels: [code, method]
`);
  expect(refreshed(undefined, PAGE, 1)).toContain(`    labels:
      code: {}
      method: { values: [GET] }
`);
});

test('what people wrote stays: comments, order, limits, texts, style', () => {
  const before = `# Ours.
labels:
  method: { values: [GET, POST] } # all there are

metrics:
  # the important one
  shop_requests_total:
    type: gauge # by mistake
    help: What we say.
    labels: [method] # one is missing

  lag_seconds: { type: histogram }
  gone_total: { type: counter }

streams: []
`;
  expect(refreshed(before, PAGE)).toBe(`# Ours.
labels:
  method: { values: [GET, POST] } # all there are

metrics:
  # the important one
  shop_requests_total:
    type: counter # by mistake
    help: What we say.
    labels: [method, code] # one is missing

  lag_seconds: { type: histogram, buckets: [0.5] }
  gone_total: { type: counter }

streams: []
`);
});

test('a value that was seen joins those that are listed; limits stay', () => {
  const before = `metrics:
  shop_requests_total:
    type: counter
    labels:
      code:
        values:
          - '200'
      method: { max: 4 }
`;
  const text = refreshed(before, PAGE);
  expect(text).toContain(`          - '200'\n          - "500"\n      method: { max: 4 }\n`);
});

test('new metrics stand behind the others, with the line breaks of the file', () => {
  const text = refreshed(
    'metrics:\r\n  a_total:\r\n    type: counter\r\n    labels: { x: , y: }\r\n\r\nstreams: []\r\n',
    'a_total{z="1"} 1\nb 1\n',
  );
  expect(text).toBe(
    'metrics:\r\n  a_total:\r\n    type: counter\r\n    labels: { x: , y: , z: {} }\r\n  b:\r\n    type: unknown\r\n\r\nstreams: []\r\n',
  );
});

test.each(['metrics: {}\n', 'metrics:\n', 'metrics: {}'])('an empty catalogue: %j', (before) => {
  expect(refreshed(before, '# TYPE a gauge\na{b="c"} 1\n')).toMatch(
    /^metrics:\n {2}a:\n {4}type: gauge\n {4}labels: \[b\]\n?$/,
  );
});

test('a text format without info metrics contradicts no info metric', () => {
  const before = 'metrics:\n  build_info: { type: info, labels: [version] }\n';
  expect(refreshed(before, '# TYPE build_info gauge\nbuild_info{version="1"} 1\n')).toBe(before);
});

test('series of a server: target labels of a new catalogue, recorded series left out', () => {
  const series = (name: string, labels = {}) => ({ __name__: name, job: 'shop', instance: 'a:1', ...labels });
  const saved = JSON.stringify({
    status: 'success',
    data: [series('a', { b: 'c' }), series('a:rate5m'), series('ALERTS', { alertname: 'X' })],
  });
  expect(refreshed(undefined, saved)).toBe(`target_labels:
  job: { values: [shop] }
  instance: {}

metrics:
  a:
    type: unknown
    labels: [b]
`);
});

test('metadata and series together; metadata alone has no labels', () => {
  const draft = emptyDraft();
  const metadata = {
    foo: [{ type: 'counter', help: 'H', unit: '' }],
    lag: [{ type: 'histogram', help: '', unit: 's' }],
  };
  const series = [
    { __name__: 'foo_total', a: 'b' },
    { __name__: 'lag_bucket', le: '1' },
  ];
  readSources(
    [
      { name: 'series', text: JSON.stringify(series) },
      { name: 'metadata', text: JSON.stringify(metadata) },
    ],
    draft,
  );
  const result = refreshCatalogue('m.yml', undefined, draft, 0);
  expect(result.text).toBe(`metrics:
  foo_total:
    type: counter
    help: H
    labels: [a]
  lag:
    type: histogram
    unit: s
    buckets: [1]
`);
  expect(result.withoutLabels).toEqual(['foo']);
});

test('jobs of a prometheus.yml', () => {
  const source = 'scrape_configs:\n  - job_name: shop\n    static_configs: [{ targets: [a] }]\n';
  expect(refreshed('# Ours.\nmetrics:\n  a: { type: gauge }\n', source)).toBe(
    '# Ours.\ntarget_labels:\n  job: { values: [shop] }\n\nmetrics:\n  a: { type: gauge }\n',
  );
  expect(refreshed('target_labels:\n  job: { values: [web] }\nmetrics: {}\n', source)).toContain(
    'job: { values: [web, shop] }',
  );
});

test.each(['groups: []\n', 'a: [', 'metrics: 1\n', '- a\n'])('%j is not a catalogue', (text) => {
  expect(() => refreshed(text, PAGE)).toThrow(/is not a catalogue/);
});

test.each(['<html></html>', '{"a": 1}', 'hello there', '{', ''])('%j is not a source', (text) => {
  expect(() => refreshed(undefined, text)).toThrow(/contains no metrics|is not a line/);
});

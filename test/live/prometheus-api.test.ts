import { expect, test } from 'vitest';
import { LiveClient } from '../../src/live/client.ts';
import { PrometheusApi } from '../../src/live/prometheus-api.ts';
import type { Transport } from '../../src/live/transport.ts';

const SPAN = { start: 0, end: 60 };

/** The API of a server that answers every question with this. */
function apiOf(data: unknown, status = 200): PrometheusApi {
  const body = JSON.stringify({ status: 'success', data });
  const transport: Transport = () => Promise.resolve({ status, location: undefined, contentType: '', body });
  return new PrometheusApi(
    new LiveClient({ url: 'http://p', headers: {}, timeoutMs: 1000, concurrency: 1, transport }),
  );
}

test('an instant vector and what it cost', async () => {
  const data = {
    resultType: 'vector',
    result: [{ metric: { a: 'b' }, value: [1, 'NaN'] }],
    stats: { samples: { totalQueryableSamples: 7 }, timings: { evalTotalTime: 0.5 } },
  };
  expect(await apiOf(data).query('x', 1)).toEqual({
    series: [{ labels: { a: 'b' }, value: NaN }],
    cost: { samples: 7, seconds: 0.5 },
  });
});

test('a matrix', async () => {
  const data = { resultType: 'matrix', result: [{ metric: {}, values: [[1, '+Inf']] }] };
  expect(await apiOf(data).queryRange('x', SPAN, 1)).toEqual([{ labels: {}, points: [[1, Infinity]] }]);
});

test('what a server does not have is not there', async () => {
  const absent = apiOf(undefined, 404);
  expect(await absent.version()).toBeUndefined();
  expect(await absent.configuration()).toBeUndefined();
  expect([...(await absent.flags())]).toEqual([]);
  expect([...(await absent.metadata())]).toEqual([]);
  expect(await apiOf(null).labelNames('up', SPAN)).toEqual([]);
});

test.each([
  ['a list of numbers', (api: PrometheusApi) => api.labelNames('up', SPAN), [1]],
  ['a map', (api: PrometheusApi) => api.labelValues('a', 'up', SPAN), {}],
  ['no label sets', (api: PrometheusApi) => api.series(['up'], SPAN, 1), ['up']],
  ['labels that are no texts', (api: PrometheusApi) => api.series(['up'], SPAN, 1), [{ a: 1 }]],
  ['a matrix for a vector', (api: PrometheusApi) => api.query('x', 1), { resultType: 'matrix', result: [] }],
  [
    'a number that is none',
    (api: PrometheusApi) => api.query('x', 1),
    { resultType: 'scalar', result: [1, 'x'] },
  ],
  [
    'a result without labels',
    (api: PrometheusApi) => api.query('x', 1),
    { resultType: 'vector', result: [{}] },
  ],
  ['a vector for a matrix', (api: PrometheusApi) => api.queryRange('x', SPAN, 1), { resultType: 'vector' }],
  [
    'values that are none',
    (api: PrometheusApi) => api.queryRange('x', SPAN, 1),
    { resultType: 'matrix', result: [{ metric: {}, values: 1 }] },
  ],
  ['metadata without lists', (api: PrometheusApi) => api.metadata(), { up: {} }],
])('%s is a lie that ends the run', async (_, ask, data) => {
  await expect(ask(apiOf(data))).rejects.toThrow(/did not answer like the API of Prometheus/);
});

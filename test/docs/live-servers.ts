import { TransportError } from '../../src/live/transport.ts';
import { fakePrometheus } from '../live/fake-prometheus.ts';
import type { Transport } from '../../src/live/transport.ts';

const METRICS = `# HELP shop_orders_total Orders taken.
# TYPE shop_orders_total counter
shop_orders_total{method="card"} 12
shop_orders_total{method="cash"} 3
# HELP shop_request_duration_seconds Time of a request.
# TYPE shop_request_duration_seconds histogram
# UNIT shop_request_duration_seconds seconds
shop_request_duration_seconds_bucket{method="card",le="0.1"} 9
shop_request_duration_seconds_bucket{method="card",le="1"} 12
shop_request_duration_seconds_bucket{method="card",le="+Inf"} 12
shop_request_duration_seconds_sum{method="card"} 3
shop_request_duration_seconds_count{method="card"} 12
# EOF
`;

const target = { job: 'shop', instance: 'shop:8080' };
const prometheus = fakePrometheus({
  series: [
    { __name__: 'shop_orders_total', method: 'card', ...target },
    { __name__: 'shop_orders_total', method: 'cash', ...target },
    { __name__: 'shop_request_duration_seconds_sum', method: 'card', ...target },
    { __name__: 'shop_request_duration_seconds_sum', method: 'cash', ...target },
    { __name__: 'shop_queue', ...target },
  ],
  metadata: { shop_orders_total: 'counter', shop_request_duration_seconds: 'histogram', shop_queue: 'gauge' },
  configuration: 'global: { scrape_interval: 15s }\n',
  errors: {
    'on (instance)':
      'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)',
  },
});

const rule = (name: string, query: string, more: object = {}): object => ({
  ...{
    type: 'alerting',
    name,
    query,
    duration: 300,
    keepFiringFor: 0,
    labels: {},
    annotations: {},
    health: 'ok',
  },
  ...more,
});
const RULES = {
  status: 'success',
  data: {
    groups: [
      {
        ...{ name: 'shop', file: '/etc/prometheus/rules/shop.yml', interval: 15 },
        rules: [
          rule('ShopOrdersFail', 'rate(shop_order_total[5m]) > 1', { duration: 600 }),
          rule('ShopQueueGrows', 'rate(shop_queue[5m]) > 1'),
          rule('ShopOld', 'shop_old > 1'),
        ],
      },
    ],
  },
};

/** The servers that docs/live.md is about. */
export const documentedServers: Transport = (request) => {
  const { url } = request;
  const answer = (body: string) =>
    Promise.resolve({ status: 200, location: undefined, contentType: 'text/plain', body });
  if (url.host === 'shop:8080' && url.pathname === '/metrics') return answer(METRICS);
  if (url.host === 'prometheus:9090')
    return url.pathname === '/api/v1/rules' ? answer(JSON.stringify(RULES)) : prometheus(request);
  return Promise.reject(new TransportError('unreachable', `getaddrinfo ENOTFOUND ${url.hostname}`));
};

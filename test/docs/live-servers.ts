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

/** The servers that docs/live.md is about. */
export const documentedServers: Transport = (request) => {
  const { url } = request;
  const answer = (body: string) =>
    Promise.resolve({ status: 200, location: undefined, contentType: 'text/plain', body });
  if (url.host === 'shop:8080' && url.pathname === '/metrics') return answer(METRICS);
  if (url.host === 'prometheus:9090') return prometheus(request);
  return Promise.reject(new TransportError('unreachable', `getaddrinfo ENOTFOUND ${url.hostname}`));
};

import { TransportError } from '../../src/live/transport.ts';
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

/** The servers that docs/live.md is about. */
export const documentedServers: Transport = ({ url }) => {
  const answer = (body: string) =>
    Promise.resolve({ status: 200, location: undefined, contentType: 'text/plain', body });
  if (url.host === 'shop:8080' && url.pathname === '/metrics') return answer(METRICS);
  return Promise.reject(new TransportError('unreachable', `getaddrinfo ENOTFOUND ${url.hostname}`));
};

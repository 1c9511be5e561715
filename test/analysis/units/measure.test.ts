import { expect, test } from 'vitest';
import { measureOf } from '../../../src/analysis/units/measure.ts';
import { measureText } from '../../../src/analysis/units/measure-text.ts';
import { DEFAULT_CONFIG } from '../../../src/config/types.ts';
import { readProject } from '../../../src/project/read-project.ts';
import { parseExpr } from '../../../src/promql/syntax/parse.ts';

const project = readProject([], DEFAULT_CONFIG.settings);

test.each([
  ['x_percent', 'percent'],
  ['100 * a / b > 5', 'percent'],
  ['(a / b) * 100 > 5 and b > 0', 'percent'],
  ['100 - avg by (instance) (rate(idle_seconds_total[5m])) * 100', 'percent'],
  ['round(x_percent, 0.1)', 'percent'],
  ['x_percent / 100', 'a ratio (0 to 1)'],
  ['a * 100 / 4', undefined],
  ['a / (b * 100)', undefined],
  ['used_bytes / size_bytes', 'a ratio (0 to 1)'],
  ['1 - used_bytes / size_bytes', 'a ratio (0 to 1)'],
  ['100 * used_bytes / size_bytes', 'percent'],
  ['used_bytes / 1024 / 1024', 'megabytes'],
  ['rate(sent_bytes_total[5m])', 'bytes per second'],
  ['0.9 * used_bytes', 'bytes'],
  ['a_bytes / b_seconds', undefined],
  ['max_over_time(took_ms[5m])', 'milliseconds'],
  ['histogram_quantile(0.9, sum by (le) (rate(took_milliseconds_bucket[5m])))', 'milliseconds'],
  ['sum(rate(took_seconds_sum[5m])) / sum(rate(took_seconds_count[5m]))', 'seconds'],
  ['sum(rate(a_seconds_sum[5m])) / sum(rate(b_seconds_count[5m]))', undefined],
  ['took_ms / 1000', 'seconds'],
  ['took_seconds / 3600', 'hours'],
  ['rate(took_ms[5m])', undefined],
  ['count(took_ms)', 'a number of things'],
  ['took_ms > bool 5', undefined],
  ['took_ms or took_seconds', undefined],
  ['last_run_timestamp_seconds', 'seconds since 1970'],
  ['time() - last_run_timestamp_seconds', 'seconds'],
  ['time() * 1000 - last_run_timestamp_ms', 'milliseconds'],
  ['(cert_expiry_timestamp_seconds - time()) / 86400', 'days'],
  ['time() - process_uptime_seconds', 'seconds since 1970'],
  ['time() - last_handshake_seconds', undefined],
  ['x_seconds * on (pod) group_left (node) kube_pod_info', 'seconds'],
  ['job:took_seconds:mean5m', undefined],
])('measure of %s', (text, expected) => {
  const { expr } = parseExpr(text);
  const measure = expr === undefined ? undefined : measureOf(expr, project);
  expect(measure && measureText(measure)).toBe(expected);
});

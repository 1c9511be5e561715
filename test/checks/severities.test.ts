import { expect, test } from 'vitest';
import { alert, record, ruleFile } from '../../src/checks/support/example-rules.ts';
import { lintFiles } from '../support/lint-files.ts';

/** An error means that something cannot work as it is meant: what may be meant, or be filled in, is not an error. */
const rules = (expr: string): string => ruleFile(alert(expr));
const routing = (url: string): Record<string, string> => ({
  'alertmanager.yml': `route: { receiver: team }
receivers:
  - name: team
    slack_configs: [{ channel: "#team", api_url: "${url}" }]
`,
});

test.each([
  [
    'a difference of a counter',
    'promql/gauge-function-on-counter',
    rules('delta(http_requests_total[5m]) > 5'),
    'warning',
  ],
  [
    'a mean of its values',
    'promql/gauge-function-on-counter',
    rules('avg_over_time(node_network_receive_bytes_total[5m]) > 5'),
    'error',
  ],
  [
    'a slip in the name of a recorded series',
    'records/unknown',
    ruleFile(record('shop:requests:rate5m', 'sum(x)'), alert('shop:request:rate5m > 1')),
    'error',
  ],
  [
    'one word more than in any recorded name',
    'records/unknown',
    ruleFile(
      record('shop_component_errors:rate', 'sum(x)'),
      record('shop_component_node_errors:weight', 'sum(y)'),
      alert('shop_component_node_errors:rate > 1'),
    ),
    'warning',
  ],
  [
    'the growth of free memory',
    'promql/counter-function-on-gauge',
    rules('rate(node_memory_MemAvailable_bytes[5m]) > 5'),
    'error',
  ],
  [
    'a point in time that moves on',
    'promql/counter-function-on-gauge',
    rules('rate(node_boot_time_seconds[5m]) > 0'),
    'warning',
  ],
  [
    'how often something came to be',
    'promql/counter-function-on-gauge',
    rules('increase(kube_node_spec_unschedulable[5m]) > 0'),
    'warning',
  ],
  ['the rate of a sum', 'promql/rate-of-aggregation', rules('increase(sum(a_total)[15m:1m]) > 5'), 'error'],
  [
    'the rate of the largest report',
    'promql/rate-of-aggregation',
    rules('increase(max without (instance) (a_total)[15m:1m]) > 5'),
    'warning',
  ],
  [
    'an alert that is there twice',
    'alerts/duplicate',
    ruleFile(alert('up == 0'), alert('up == 0')),
    'warning',
  ],
  ['a URL that is none', 'syntax/alertmanager', routing('hooks.example.com/x'), 'error'],
  ['a URL that a deployment fills in', 'syntax/alertmanager', routing('${SLACK_URL}'), 'warning'],
  ['the same in another notation', 'syntax/alertmanager', routing('((slack_url))'), 'warning'],
  [
    'a key of vmalert',
    'syntax/unknown-key',
    'groups: [{ name: a, concurrency: 2, rules: [{ alert: A, expr: up == 0 }] }]\n',
    'warning',
  ],
  [
    'a key of nobody',
    'syntax/unknown-key',
    'groups: [{ name: a, threads: 2, rules: [{ alert: A, expr: up == 0 }] }]\n',
    'error',
  ],
] as const)('%s', (_, check, files, severity) => {
  const found = lintFiles(files).filter((finding) => finding.check === check);
  expect(found.map((finding) => finding.severity)).toEqual([severity]);
});

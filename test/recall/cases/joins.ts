import type { Topic } from '../case.ts';
import { record } from '../../../src/checks/support/example-rules.ts';

const m = 'promql/impossible-match';
export const joins: Topic = {
  topic: 'joins',
  faults: [
    { expr: 'sum by (namespace) (kube_pod_info) / sum by (node) (kube_node_info) > 10', finds: m },
    {
      expr: 'sum(rate(http_requests_total{code=~"5.."}[5m])) by (job) / sum(rate(http_requests_total[5m])) by (job, instance) > 0.1',
      finds: m,
    },
    {
      expr: 'sum by (pod) (kube_pod_container_resource_limits) / ignoring (pod) sum by (node) (kube_node_status_capacity) > 1',
      finds: m,
    },
    { expr: 'up{job="a"} == 0 and up{job="b"} == 0', finds: m },
    { expr: 'up{job="api"} == 0 unless up{job="db"} == 0', finds: m },
    { expr: 'http_requests{code="500"} / http_requests{code="200"} > 0.1', finds: m },
    {
      expr: 'node_filesystem_avail_bytes{mountpoint="/"} / node_filesystem_size_bytes{mountpoint="/data"} < 0.1',
      finds: m,
    },
    { expr: 'sum(rate(errors_total[5m])) / sum by (job) (rate(requests_total[5m])) > 0.1', finds: m },
    {
      expr: 'sum by (instance) (node_load1) > on (instance) group_left () count by (node) (node_cpu_seconds_total)',
      finds: m,
    },
    {
      expr: 'kube_pod_info * on (node) group_left (role) sum by (instance) (kube_node_role) > 0',
      finds: 'promql/include-label',
    },
    { expr: 'vector(1) == up{job="x"}', finds: m },
    { expr: 'up == 0 and vector(1)', finds: m },
    { expr: 'node_load1 / count by (instance) (node_cpu_seconds_total{mode="idle"}) > 2', finds: m },
    { expr: 'node_load1 > 5 and hour() > 8', finds: m },
    { expr: 'up{job="node"} == 0 and absent(maintenance)', finds: m },
    {
      expr: 'sum without (instance) (rate(errors_total{job="a"}[5m])) / sum without (pod) (rate(requests_total{instance="x"}[5m])) > 1',
      finds: m,
    },
    {
      expr: 'rate(errors_total[5m]) > on (job) group_left (team) label_replace(sum by (service) (limits), "svc", "$1", "service", "(.*)")',
      finds: 'promql/include-label',
    },
    { expr: 'count(kube_node_info) != count by (job) (up{job="kubelet"})', finds: m },
    { expr: 'absent(foo{job="a"}) and up{job="b"} == 0', finds: m },
    { expr: 'sum(x) by (job) > 1 unless sum(y) > 5', finds: m },
    {
      expr: 'job:errors:rate5m / instance:requests:rate5m > 0.1',
      before: [
        record('job:errors:rate5m', 'sum by (job) (rate(errors_total[5m]))'),
        record('instance:requests:rate5m', 'sum by (job, instance) (rate(requests_total[5m]))'),
      ],
      finds: m,
    },
    // Each series with itself
    {
      expr: 'rate(errors_total{code=~"5.."}[5m]) / rate(errors_total[5m]) > 0.05',
      finds: 'promql/with-itself',
    },
    {
      expr: '(increase(reqs_total{status!~"2.."}[1h]) / increase(reqs_total[1h])) * 100 > 1',
      finds: 'promql/with-itself',
    },
    // on() names a label that one side has lost
    { expr: 'sum by (job) (up) == 0 and on (instance) maintenance', finds: m },
    { expr: 'errors_total unless on (pod) sum by (node) (silenced)', finds: 'promql/useless-on' },
    // group_left labels that the "one" side lacks
    {
      expr: 'rate(http_errors_total[5m]) * on (namespace, pod) group_left (node) sum by (namespace, pod) (kube_pod_info) > 1',
      finds: 'promql/include-label',
    },
    {
      expr: 'kube_pod_labels * on (pod) group_left (owner) max by (pod) (kube_pod_owner) > 0',
      finds: 'promql/include-label',
    },
    {
      expr: 'max by (team) (owner) * on (team) group_right (slack) rate(errors_total[5m]) > 1',
      finds: 'promql/include-label',
    },
    // many-to-many
    {
      expr: 'sum by (job, instance) (rate(errors_total[5m])) / on (job) sum by (job, path) (rate(requests_total[5m])) > 1',
      finds: 'promql/many-to-many',
    },
    {
      expr: 'sum by (job) (rate(errors_total[5m])) / on (job) sum by (job, path) (rate(requests_total[5m])) > 1',
      finds: 'promql/many-to-many',
    },
    {
      expr: 'sum by (job, code) (rate(r_total[5m])) / ignoring (code) sum by (job) (rate(r_total[5m])) > 0.1',
      finds: 'promql/many-to-many',
    },
    { expr: 'sum by (a) (x) / on () sum by (b) (y) > 0', finds: 'promql/many-to-many' },
    {
      expr: 'node_uname_info * on (instance) count by (instance, cpu) (node_cpu_seconds_total) > 4',
      finds: 'promql/many-to-many',
    },
    {
      expr: 'rate(x_total[5m]) / on (job) group_left () rate(y_total{job="a"}[5m]) > on () sum by (z, q) (k)',
      finds: 'promql/many-to-many',
    },
  ],
  sound: [
    { expr: 'sum by (job) (rate(errors_total[5m])) / sum by (job) (rate(requests_total[5m])) > 0.1' },
    {
      expr: 'sum by (job, code) (rate(r_total[5m])) / on (job) group_left () sum by (job) (rate(r_total[5m])) > 0.1',
    },
    { expr: 'up == 0 and on () vector(1) == 1' },
    {
      expr: 'rate(errors_total{code=~"5.."}[5m]) / on (job) group_left () sum by (job) (rate(errors_total[5m])) > 0.05',
    },
    { expr: 'sum by (job) (x) > 5 and on (job) y' },
    { expr: 'node_load1 > 5 and on () hour() > 8' },
    { expr: 'up{job="node"} == 0 unless on () maintenance == 1' },
    {
      expr: 'rate(http_errors_total[5m]) * on (namespace, pod) group_left (node) max by (namespace, pod, node) (kube_pod_info) > 1',
    },
    { expr: 'rate(http_errors_total[5m]) * on (namespace, pod) group_left (node) kube_pod_info > 1' },
    { expr: 'max by (owner) (team) * on (owner) group_right () rate(errors_total[5m]) > 1' },
    { expr: 'sum by (job, instance) (up) == 0 and on (job) sum by (job) (rate(x_total[5m])) > 0' },
    { expr: 'up{job="a"} == 0 and on (instance) up{job="b"} == 0' },
    { expr: 'http_requests{code="500"} / ignoring (code) http_requests{code="200"} > 0.1' },
    { expr: 'up{job="a"} == 0 or up{job="b"} == 0' },
    {
      expr: 'label_replace(sum by (node) (x), "instance", "$1", "node", "(.+)") > on (instance) sum by (instance) (y)',
    },
  ],
};

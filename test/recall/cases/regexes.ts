import type { Topic } from '../case.ts';

const regex = 'promql/regex';
const dot = 'promql/regex-dot';
const mistake = 'promql/regex-mistake';
const replace = 'promql/label-replace';
const never = 'alerts/never-fires';
const value = 'promql/unknown-label';

const jobs = {
  'catalogue.yml':
    'metrics:\n  job_runs:\n    type: gauge\n    labels: { state: { values: [running, failed, succeeded] }, queue: {} }\n',
};
const rules = (expr: string) => ({
  ...jobs,
  'rules.yml': `groups:\n  - name: shop\n    rules:\n      - alert: JobsStuck\n        expr: ${JSON.stringify(expr)}\n        for: 5m\n`,
});

export const regexes: Topic = {
  topic: 'regular expressions',
  faults: [
    // Said more plainly without a regular expression.
    { expr: 'up{job=~"api"} == 0', finds: regex },
    { expr: 'up{job!~"api"} == 0', finds: regex },
    { expr: 'up{job=~"^api-.*$"} == 0', finds: regex },
    { expr: 'up{job=~"^(api|web)$"} == 0', finds: regex },
    { expr: 'up{job=~"^api|web$"} == 0', finds: regex },
    { expr: 'up{job=~".*"} == 0', finds: regex },
    { expr: 'node_filesystem_avail_bytes{mountpoint=~"^.*$"} < 1e9', finds: regex },
    { expr: 'up{job=~""} == 0', finds: regex },
    { expr: 'up{job!~""} == 0', finds: regex },
    { expr: 'up{env!~"^$"} == 0', finds: regex },
    { expr: 'up{job=~"(api)"} == 0', finds: regex },
    { expr: 'up{job=~"(?:api)"} == 0', finds: regex },
    { expr: 'up{job=~"api|api|web"} == 0', finds: regex },
    { expr: 'up{job=~"api.*|api-v2"} == 0', finds: regex },
    { expr: 'up{job=~".*|api"} == 0', finds: regex },
    { expr: 'up{env=~".+|"} == 0', finds: regex },
    { expr: 'kube_pod_status_phase{phase=~"Pending||Unknown"} == 1', finds: regex },
    { expr: 'up{instance=~"db1\\\\.example\\\\.com"} == 0', finds: regex },
    { expr: 'rate(http_requests_total{handler=~"/api/.*.*"}[5m]) > 1', finds: regex },
    { expr: 'sum by (pod) (container_memory_working_set_bytes{container!~"POD"}) > 1e9', finds: regex },
    { expr: '{__name__=~"node_load1"} > 5', finds: regex },
    {
      expr: 'label_replace(up, "host", "$1", "instance", "^(.*):[0-9]+$") == 0',
      finds: regex,
      missed: 'anchors in label_replace are harmless',
    },
    { expr: 'up{job=~"(.*)"} == 0', finds: regex },
    // Selects nothing.
    { expr: 'up{job!~".*"} == 0', finds: never },
    {
      expr: 'kube_pod_info{namespace!~"|.+"} == 1',
      finds: never,
      missed: 'which values a pattern leaves is known of literals only',
    },
    { expr: 'up{job="api", job!~"api|web"} == 0', finds: never },
    {
      expr: 'up{job=~"api-.*", job!~"api.*"} == 0',
      finds: never,
      missed: 'which values a pattern leaves is known of literals only',
    },
    { expr: 'up{env="", env=~".+"} == 0', finds: never },
    { expr: 'up{job=~"api|web", job=~"db|cache"} == 0', finds: never },
    // A dot that means any character.
    { expr: 'up{instance=~"api.example.com:9100|web.example.com:9100"} == 0', finds: dot, strict: true },
    { expr: 'up{instance=~"10.0.0.1:9100"} == 0', finds: dot, strict: true },
    { expr: 'probe_success{instance=~"https://www.example.com/.*"} == 0', finds: dot, strict: true },
    {
      expr: 'node_network_up{device!~"eth0.100|lo"} == 0',
      finds: dot,
      strict: true,
      missed: 'an interface may be called eth0x100',
    },
    { expr: 'up{instance=~"10.20.30.(40|41):9100"} == 0', finds: dot, strict: true },
    {
      expr: 'kubelet_volume_stats_available_bytes{storageclass=~"rook.io/ceph.*"} < 1e9',
      finds: dot,
      strict: true,
    },
    { expr: 'up{instance=~".*.prod.example.net"} == 0', finds: dot, strict: true },
    // Another language was meant.
    { expr: 'up{job=~"api*"} == 0', finds: mistake },
    { expr: 'up{instance=~"prod-*"} == 0', finds: mistake },
    { expr: 'rate(http_requests_total{method=~"[GET|POST]"}[5m]) > 5', finds: mistake },
    { expr: 'rate(http_requests_total{code=~"500,502,503"}[5m]) > 5', finds: mistake },
    { expr: 'rate(http_requests_total{method=~"GET | POST"}[5m]) > 5', finds: mistake },
    { expr: 'rate(http_requests_total{code="5.."}[5m]) > 5', finds: mistake },
    { expr: 'rate(http_requests_total{code!="2.*"}[5m]) > 5', finds: mistake },
    { expr: 'up{job="api|web"} == 0', finds: mistake },
    { expr: 'up{namespace!="kube-system|monitoring"} == 0', finds: mistake },
    { expr: 'node_filesystem_avail_bytes{fstype!="tmpfs|overlay"} < 1e9', finds: mistake },
    { expr: 'rate(http_requests_total{path="/api/.*"}[5m]) > 5', finds: mistake },
    {
      expr: 'rate(http_requests_total{code=~"5xx|4.."}[5m]) > 5',
      finds: mistake,
      missed: 'some exporters have the value 5xx',
    },
    { expr: 'up{instance="db*"} == 0', finds: mistake },
    { expr: 'up{env=~"{prod,staging}"} == 0', finds: mistake },
    { expr: 'up{env=~"%prod%"} == 0', finds: mistake },
    { expr: 'up{env=~"/prod/"} == 0', finds: mistake, missed: 'a path may be meant' },
    { expr: 'up{env=~"!dev"} == 0', finds: mistake },
    { expr: 'label_replace(up, "host", "$2", "instance", "(.*):.*") == 0', finds: replace },
    { expr: 'label_replace(up, "host", "\\\\1", "instance", "(.*):.*") == 0', finds: replace },
    { expr: 'label_replace(up, "host", "$1", "instance", "[^:]+") == 0', finds: replace },
    { expr: 'label_replace(up, "host", "$1_suffix", "instance", "(.*):.*") == 0', finds: replace },
    // Values that are known to be others.
    { files: rules('job_runs{state=~"runing|failed"} > 5'), finds: value },
    { files: rules('job_runs{state="fail"} > 5'), finds: value },
    { files: rules('job_runs{state=~"Failed"} > 5'), finds: value },
    { files: rules('job_runs{state!="successful"} > 5'), finds: value },
    { files: rules('job_runs{state=~"err.*"} > 5'), finds: value },
    { expr: 'kube_pod_status_phase{phase=~"Failed|Crashed"} == 1', for: '5m', finds: value },
    { expr: 'kube_pod_status_phase{phase="Pendin"} == 1', for: '5m', finds: never },
    { expr: 'kube_node_status_condition{condition="Ready", status="False"} == 1', for: '5m', finds: never },
    { expr: 'node_systemd_unit_state{state="fail"} == 1', for: '5m', finds: never },
  ],
  sound: [
    { expr: 'up{job=~"api-.*"} == 0' },
    { expr: 'up{job=~"api|web"} == 0' },
    { expr: 'up{job!~"api|web"} == 0' },
    { expr: 'up{env=~".+"} == 0' },
    { expr: 'up{env=~"prod|"} == 0' },
    { expr: 'up{env=~"(?i)prod"} == 0' },
    { expr: 'up{env=~"[Pp]rod"} == 0' },
    { expr: 'rate(http_requests_total{code=~"5.."}[5m]) > 1' },
    { expr: 'rate(http_requests_total{code=~"5[0-9]{2}"}[5m]) > 1' },
    { expr: 'rate(http_requests_total{code!~"[23].."}[5m]) > 1' },
    { expr: 'up{instance=~"api\\\\.example\\\\.com:.*"} == 0' },
    { expr: 'up{instance=~"10\\\\.0\\\\.0\\\\.[12]:9100"} == 0' },
    { expr: 'up{job=~".*-exporter"} == 0' },
    { expr: 'up{job=~"(api|web)-(prod|staging)"} == 0' },
    { expr: 'node_filesystem_avail_bytes{mountpoint="/"} < 1e9' },
    { expr: 'node_filesystem_avail_bytes{fstype!~"tmpfs|fuse.*"} < 1e9' },
    { expr: 'node_network_up{device!~"veth.+|lo|docker0"} == 0' },
    { expr: 'rate(http_requests_total{path="/api/v1.0/items"}[5m]) > 5' },
    { expr: 'rate(http_requests_total{path="/"}[5m]) > 5' },
    { expr: 'windows_service_state{name="MSSQL$PROD"} == 0' },
    { expr: 'rate(http_requests_total{handler="/api/*path"}[5m]) > 5' },
    { expr: 'rate(grpc_server_handled_total{grpc_code=~"Unknown|Internal"}[5m]) > 5' },
    { expr: 'label_replace(up, "host", "$1", "instance", "(.*):.*") == 0' },
    { expr: 'label_replace(up, "host", "${1}_suffix", "instance", "(.*):.*") == 0' },
    { expr: 'label_replace(up, "tier", "web", "job", "nginx.*") == 0' },
    { files: rules('job_runs{state=~"running|failed"} > 5') },
    { files: rules('job_runs{state=~"f.*"} > 5') },
    { files: rules('job_runs{state!="succeeded"} > 5') },
    { files: rules('job_runs{queue="anything"} > 5') },
    { expr: 'kube_pod_status_phase{phase=~"Failed|Unknown"} == 1', for: '5m' },
    { expr: 'kube_node_status_condition{condition="Ready", status="true"} == 0', for: '5m' },
    { expr: 'up{job="api", job!="web"} == 0', config: 'checks: { promql/regex: off }\n' },
  ],
};

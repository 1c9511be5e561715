import type { OneiricDashboard } from './dashboard.ts';
import type { Pack } from './pack.ts';
import { bars, belowLimit, lines, numbers, ownLimits, rightAxis, rows } from './panels.ts';
import { logql, promql, promqlNow, promqlTable } from './queries.ts';

/** The first look: is it up, is it used, does it fail, and what fires. */
export function overview(pack: Pack): OneiricDashboard {
  return {
    uid: 'oneiric-overview',
    title: 'Oneiric: overview',
    description:
      'Is Oneiric up, is it used, does it fail, and what fires. Details are on the other dashboards.',
    refresh: '30s',
    variables: ['domain'],
    components: '.+',
    panels: [
      numbers({
        id: 1,
        title: 'System status',
        description:
          'Processes that Prometheus reaches, and how long the youngest has been up. An uptime below the limit of OneiricRestarted is marked.',
        unit: 's',
        width: 8,
        alerts: ['OneiricRestarted'],
        queries: [
          promql('min(oneiric_system_uptime_seconds)', 'uptime'),
          promql('sum(up{job="oneiric"})', 'processes up'),
          promqlNow('count by (version) (oneiric_system_info)', 'of version {{version}}'),
        ],
        overrides: [
          { query: 0, properties: belowLimit({ value: pack.limit('OneiricRestarted'), state: 'notable' }) },
          { query: 1, properties: [{ id: 'unit', value: 'short' }] },
          { query: 2, properties: [{ id: 'unit', value: 'short' }] },
        ],
      }),
      lines({
        id: 2,
        title: 'Traffic',
        description:
          'Resolutions, swaps and syncs per second, and lines of the log. No lines at all fire OneiricLogsAbsent; errors above the dashed line fire OneiricLogErrorRateHigh.',
        unit: 'ops',
        width: 8,
        alerts: ['OneiricLogErrorRateHigh', 'OneiricLogsAbsent'],
        queries: [
          promql(pack.record('oneiric:resolution_throughput_global:5m'), 'resolutions'),
          promql(pack.record('oneiric:trend_swap_throughput:1h'), 'swaps (1 h mean)'),
          promql(`${pack.record('oneiric:remote_sync_throughput:1h')} / 3600`, 'syncs (1 h mean)'),
          logql('sum(rate({app="oneiric"}[$__auto]))', 'log lines'),
          logql('sum(rate({app="oneiric", level=~"error|critical"}[5m]))', 'errors in the log'),
        ],
        overrides: [
          {
            query: 4,
            properties: ownLimits([{ value: pack.limit('OneiricLogErrorRateHigh'), state: 'warning' }]),
          },
        ],
      }),
      lines({
        id: 3,
        title: 'Error rates',
        description:
          'The share of resolutions, swaps, syncs and verifications of the last 5 minutes that failed.',
        unit: 'percentunit',
        width: 8,
        queries: [
          promql(`1 - ${pack.record('oneiric:resolution_success_rate_global:5m')}`, 'resolutions'),
          promql(`1 - ${pack.record('oneiric:lifecycle_swap_success_rate:5m')}`, 'swaps'),
          promql(`1 - ${pack.record('oneiric:remote_sync_success_rate:5m')}`, 'syncs'),
          promql(pack.record('oneiric:remote_digest_failure_rate:5m'), 'digest checks'),
          promql(pack.record('oneiric:remote_signature_failure_rate:5m'), 'signature verifications'),
        ],
      }),
      lines({
        id: 4,
        title: 'Latency p99',
        description: 'The worst domain or source: one in a hundred takes longer than this.',
        unit: 's',
        width: 8,
        queries: [
          promql(`max(${pack.record('oneiric:resolution_latency_p99_seconds:5m')})`, 'resolution'),
          promql(`max(${pack.record('oneiric:lifecycle_swap_latency_p99_seconds:5m')})`, 'swap'),
          promql(`max(${pack.record('oneiric:remote_sync_latency_p99_seconds:5m')})`, 'sync'),
        ],
      }),
      rows({
        id: 5,
        title: 'Recent alerts',
        description:
          'Alerts of Prometheus that were pending or firing within the last hour, and for how many evaluations. Alerts of Loki are in Alertmanager.',
        unit: 'short',
        width: 16,
        by: ['alertname', 'alertstate', 'severity', 'component', 'domain', 'source', 'provider'],
        columns: [{ name: 'Evaluations', unit: 'short' }],
        sortBy: 'severity',
        queries: [
          promqlTable(
            'sum by (alertname, alertstate, severity, component, domain, source, provider) (count_over_time(ALERTS{alertname=~"Oneiric.+"}[1h]))',
          ),
        ],
      }),
      lines({
        id: 6,
        title: 'Resource usage',
        description:
          'Memory of the process, beside what its instances should take (about 50 MB each), the cache on disk, and processor time.',
        unit: 'bytes',
        width: 12,
        queries: [
          promql('sum(process_resident_memory_bytes{job="oneiric"})', 'resident memory'),
          promql(pack.record('oneiric:system_memory_usage_estimate_bytes:1m'), 'estimate of instances'),
          promql('sum(oneiric_system_cache_size_bytes)', 'cache on disk'),
          promql('sum(rate(process_cpu_seconds_total{job="oneiric"}[$__rate_interval]))', 'processor cores'),
        ],
        overrides: [{ query: 3, properties: rightAxis('percentunit') }],
      }),
      bars({
        id: 7,
        title: 'Component distribution',
        description: 'Active component instances of each domain, now.',
        unit: 'short',
        width: 6,
        queries: [
          promqlNow(
            `${pack.record('oneiric:system_active_instances_by_domain:1m')}{domain=~"$domain"}`,
            '{{domain}}',
          ),
        ],
      }),
      numbers({
        id: 8,
        title: 'Activity state',
        description: 'Components that are paused and draining, the most within the last minute.',
        unit: 'short',
        width: 6,
        limits: [{ value: 1, state: 'notable' }],
        queries: [
          promql(pack.record('oneiric:activity_paused_total:1m'), 'paused'),
          promql(pack.record('oneiric:activity_draining_total:1m'), 'draining'),
        ],
      }),
    ],
  };
}

import type { OneiricDashboard } from './dashboard.ts';
import type { Pack } from './pack.ts';
import { distribution, lines, logLines } from './panels.ts';
import { eventsOf, logql, promql, promqlBuckets } from './queries.ts';

/** Do swaps succeed, how long do they take, and are the instances healthy. */
export function lifecycle(pack: Pack): OneiricDashboard {
  const byDomain = (record: string) => `${pack.record(record)}{domain=~"$domain"}`;
  const slowMs = pack.limit('OneiricSwapDurationHigh') * 1000;
  return {
    uid: 'oneiric-lifecycle',
    title: 'Oneiric: lifecycle',
    description: 'Do swaps succeed, how long do they take, and are the instances healthy.',
    refresh: '10s',
    variables: ['domain', 'provider'],
    components: 'lifecycle',
    panels: [
      lines({
        id: 1,
        title: 'Swap success rate',
        description:
          'The share of swaps of the last 5 minutes that succeeded; a rollback is no success. The lines from below: OneiricSwapFailuresByDomain (for one domain), OneiricLifecycleSwapFailureRateHigh (for all), the objective.',
        unit: 'percentunit',
        width: 12,
        max: 1,
        alerts: ['OneiricLifecycleSwapFailureRateHigh', 'OneiricSwapFailuresByDomain'],
        limits: [
          { value: 1 - pack.limit('OneiricSwapFailuresByDomain'), state: 'warning' },
          { value: 1 - pack.limit('OneiricLifecycleSwapFailureRateHigh'), state: 'critical' },
          { value: pack.objective('oneiric:slo_lifecycle_swap_success:5m'), state: 'notable' },
        ],
        queries: [
          promql(pack.record('oneiric:lifecycle_swap_success_rate:5m'), 'all'),
          promql(byDomain('oneiric:lifecycle_swap_success_rate_by_domain:5m'), '{{domain}}'),
        ],
        axisFrom: 0.7,
      }),
      lines({
        id: 2,
        title: 'Operations timeline',
        description: 'Swaps within the last 5 minutes by outcome; the first of a component counts.',
        unit: 'short',
        width: 12,
        stacked: true,
        queries: [
          promql(eventsOf('oneiric_lifecycle_swap_total', 'domain=~"$domain"', 'outcome'), '{{outcome}}'),
        ],
      }),
      lines({
        id: 3,
        title: 'Latency percentiles',
        description:
          'p50, p95 and p99 of the swap time of each domain. A p95 over the line fires OneiricSwapDurationHigh.',
        unit: 's',
        width: 12,
        alerts: ['OneiricSwapDurationHigh'],
        limits: [{ value: pack.limit('OneiricSwapDurationHigh'), state: 'warning' }],
        queries: [
          promql(byDomain('oneiric:lifecycle_swap_latency_p95_seconds:5m'), '{{domain}} p95'),
          promql(byDomain('oneiric:lifecycle_swap_latency_p99_seconds:5m'), '{{domain}} p99'),
          promql(byDomain('oneiric:lifecycle_swap_latency_p50_seconds:5m'), '{{domain}} p50'),
        ],
      }),
      distribution({
        id: 4,
        title: 'Duration heatmap',
        description: 'How many swaps per second took how long, in milliseconds.',
        unit: 'ms',
        width: 12,
        queries: [
          promqlBuckets(
            'sum by (le) (rate(oneiric_lifecycle_swap_duration_ms_bucket{domain=~"$domain"}[$__rate_interval]))',
          ),
        ],
      }),
      lines({
        id: 5,
        title: 'Active instances by domain',
        description: 'Component instances that are active, the most within the last minute.',
        unit: 'short',
        width: 8,
        stacked: true,
        queries: [promql(byDomain('oneiric:system_active_instances_by_domain:1m'), '{{domain}}')],
      }),
      lines({
        id: 6,
        title: 'Health check failures',
        description:
          'Failed health checks per second: in all, and of each provider. A provider above the line fires OneiricHealthCheckFailuresHigh.',
        unit: 'ops',
        width: 8,
        alerts: ['OneiricHealthCheckFailuresHigh'],
        limits: [{ value: pack.limit('OneiricHealthCheckFailuresHigh'), state: 'warning' }],
        queries: [
          promql(pack.record('oneiric:lifecycle_health_failures:5m'), 'all'),
          promql(
            `${pack.record('oneiric:lifecycle_health_failures_by_provider:5m')}{provider=~"$provider"}`,
            '{{provider}}',
          ),
        ],
      }),
      lines({
        id: 8,
        title: 'Rollback events',
        description: 'Swaps per second that were rolled back. Above the line OneiricRollbackRateHigh fires.',
        unit: 'ops',
        width: 8,
        alerts: ['OneiricRollbackRateHigh'],
        limits: [{ value: pack.limit('OneiricRollbackRateHigh'), state: 'warning' }],
        queries: [promql(pack.record('oneiric:lifecycle_rollback_rate:5m'), 'rollbacks')],
      }),
      logLines({
        id: 7,
        title: 'Failure reasons',
        description:
          'Swaps in the log that failed, were rolled back, or took longer than the limit of OneiricSwapDurationHigh, each with its component and error.',
        unit: 'short',
        width: 16,
        height: 9,
        alerts: ['OneiricLogSlowSwaps'],
        queries: [
          logql(
            '{app="oneiric"} |= "swap-" | json | event=~"swap-failed|swap-rollback" | domain=~"$domain" | line_format "{{.event}} {{.domain}}/{{.key}} {{.provider}}: {{.error}} {{.note}}"',
          ),
          logql(
            `{app="oneiric"} |= "swap-complete" | json | event="swap-complete" | duration_ms > ${String(slowMs)} | domain=~"$domain" | line_format "slow {{.domain}}/{{.key}} {{.provider}}: {{.duration_ms}} ms"`,
          ),
        ],
      }),
      lines({
        id: 9,
        title: 'State transitions',
        description:
          'Components that were paused, resumed, began to drain or had drained, within the last 5 minutes.',
        unit: 'short',
        width: 8,
        height: 9,
        bars: true,
        queries: [
          promql(eventsOf('oneiric_activity_pause_events_total', 'domain=~"$domain"', 'state'), '{{state}}'),
          promql(eventsOf('oneiric_activity_drain_events_total', 'domain=~"$domain"', 'state'), '{{state}}'),
        ],
      }),
    ],
  };
}

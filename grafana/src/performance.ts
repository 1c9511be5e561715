import type { OneiricDashboard } from './dashboard.ts';
import type { Pack } from './pack.ts';
import { dial, lines, ownLimits, rightAxis, states } from './panels.ts';
import { promql } from './queries.ts';
import { STATE } from './theme.ts';

/** The indicators, and what they are called on the panels. */
const INDICATORS = [
  ['oneiric:slo_resolution_latency:5m', 'resolution latency'],
  ['oneiric:slo_resolution_success:5m', 'resolution success'],
  ['oneiric:slo_lifecycle_swap_latency:5m', 'swap latency'],
  ['oneiric:slo_lifecycle_swap_success:5m', 'swap success'],
  ['oneiric:slo_remote_sync_latency:5m', 'sync latency'],
  ['oneiric:slo_remote_sync_success:5m', 'sync success'],
] as const;

/** Each success rate, and the indicator that holds its objective. */
const BUDGETS = [
  ['oneiric:resolution_success_rate_global:5m', 'oneiric:slo_resolution_success:5m', 'resolutions'],
  ['oneiric:lifecycle_swap_success_rate:5m', 'oneiric:slo_lifecycle_swap_success:5m', 'swaps'],
  ['oneiric:remote_sync_success_rate:5m', 'oneiric:slo_remote_sync_success:5m', 'syncs'],
] as const;

/** Are the objectives met, and is there room for more. */
export function performance(pack: Pack): OneiricDashboard {
  return {
    uid: 'oneiric-performance',
    title: 'Oneiric: performance',
    description: 'Are the objectives met, what of the error budgets is left, and is there room for more.',
    refresh: '10s',
    variables: [],
    components: '.+',
    panels: [
      dial({
        id: 1,
        title: 'SLO health score',
        description: 'The share of the six indicators that are met now.',
        unit: 'percentunit',
        width: 6,
        base: 'critical',
        limits: [
          { value: 0.8, state: 'warning' },
          { value: 1, state: 'notable' },
        ],
        queries: [
          promql(`avg(${INDICATORS.map(([record]) => labelled(pack.record(record))).join(' or ')})`, 'met'),
        ],
      }),
      states({
        id: 2,
        title: 'SLI compliance',
        description:
          'Each indicator over time. One that is not met for 10 minutes fires the SLO alert of its component.',
        unit: 'short',
        width: 18,
        alerts: ['OneiricResolutionSLOBreach', 'OneiricLifecycleSLOBreach', 'OneiricRemoteSyncSLOBreach'],
        values: {
          0: { text: 'not met', colour: STATE.critical },
          1: { text: 'met', colour: STATE.good },
        },
        queries: INDICATORS.map(([record, name]) => promql(pack.record(record), name)),
      }),
      lines({
        id: 3,
        title: 'Latency breakdown',
        description:
          'Mean and typical times: of resolutions by domain, of swaps in the slowest domain, of syncs.',
        unit: 's',
        width: 12,
        queries: [
          promql(pack.record('oneiric:resolution_latency_avg_seconds:5m'), 'resolution, {{domain}}, mean'),
          promql(`max(${pack.record('oneiric:lifecycle_swap_latency_p50_seconds:5m')})`, 'swap p50'),
          promql(pack.record('oneiric:remote_sync_latency_avg_seconds:5m'), 'sync, mean'),
        ],
      }),
      lines({
        id: 4,
        title: 'Throughput',
        description:
          'Resolutions per second over 5 minutes and over an hour (above the line OneiricHighThroughput fires), and on the right how many resolutions and swaps a day.',
        unit: 'ops',
        width: 12,
        alerts: ['OneiricHighThroughput'],
        limits: [{ value: pack.limit('OneiricHighThroughput'), state: 'notable' }],
        queries: [
          promql(pack.record('oneiric:resolution_throughput_global:5m'), 'resolutions'),
          promql(pack.record('oneiric:trend_resolution_throughput:1h'), 'resolutions (1 h mean)'),
          promql(pack.record('oneiric:trend_resolution_daily_volume:24h'), 'resolutions a day'),
          promql(pack.record('oneiric:trend_swap_daily_volume:24h'), 'swaps a day'),
        ],
        overrides: [
          { query: 2, properties: rightAxis('short') },
          { query: 3, properties: rightAxis('short') },
        ],
      }),
      lines({
        id: 5,
        title: 'Error budget',
        description:
          'What is left of each error budget over the time range of the dashboard: 100 % while nothing failed, below 0 when more failed than the objective allows.',
        unit: 'percentunit',
        width: 8,
        max: 1,
        limits: [{ value: 0, state: 'critical' }],
        queries: BUDGETS.map(([rate, indicator, name]) =>
          promql(
            `1 - (1 - avg_over_time(${pack.record(rate)}[$__range])) / (1 - ${String(pack.objective(indicator))})`,
            name,
          ),
        ),
      }),
      lines({
        id: 6,
        title: 'Capacity',
        description:
          'Active instances (above the line OneiricActiveInstancesExtremelyHigh fires) and the memory that they should take.',
        unit: 'short',
        width: 8,
        alerts: ['OneiricActiveInstancesExtremelyHigh'],
        queries: [
          promql(pack.record('oneiric:system_active_instances_total:1m'), 'instances'),
          promql(pack.record('oneiric:system_memory_usage_estimate_bytes:1m'), 'memory'),
        ],
        overrides: [
          {
            query: 0,
            properties: ownLimits([
              { value: pack.limit('OneiricActiveInstancesExtremelyHigh'), state: 'critical' },
            ]),
          },
          { query: 1, properties: rightAxis('bytes') },
        ],
      }),
      lines({
        id: 7,
        title: 'Resource utilisation',
        description:
          'Processor cores in use (100 % is one core) and the share of file descriptors that are open.',
        unit: 'percentunit',
        width: 8,
        queries: [
          promql(
            'sum by (instance) (rate(process_cpu_seconds_total{job="oneiric"}[$__rate_interval]))',
            '{{instance}} cores',
          ),
          promql(
            'max by (instance) (process_open_fds{job="oneiric"} / process_max_fds{job="oneiric"})',
            '{{instance}} file descriptors',
          ),
        ],
      }),
      lines({
        id: 8,
        title: 'Query performance',
        description:
          'What Prometheus itself takes: the p99 of evaluating queries, and the last evaluation of each rule group. A group that takes longer than its interval skips evaluations.',
        unit: 's',
        width: 24,
        height: 7,
        queries: [
          promql(
            'max(prometheus_engine_query_duration_seconds{slice="inner_eval", quantile="0.99"})',
            'queries p99',
          ),
          promql('max by (rule_group) (prometheus_rule_group_last_duration_seconds)', '{{rule_group}}'),
        ],
      }),
    ],
  };
}

/** Makes the series of an indicator distinct: six series without labels would be one for `or`. */
const labelled = (record: string): string => `label_replace(${record}, "sli", "${record}", "", "")`;

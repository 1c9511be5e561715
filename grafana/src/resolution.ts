import type { OneiricDashboard } from './dashboard.ts';
import type { Pack } from './pack.ts';
import { bars, distribution, lines } from './panels.ts';
import { logql, promql, promqlBuckets, promqlNow } from './queries.ts';

/** Does the resolver find what is asked for, and how fast. */
export function resolution(pack: Pack): OneiricDashboard {
  const byDomain = (record: string) => `${pack.record(record)}{domain=~"$domain"}`;
  const successLimit = 1 - pack.limit('OneiricResolutionFailureRateHigh');
  return {
    uid: 'oneiric-resolution',
    title: 'Oneiric: resolution',
    description: 'Does the resolver find the components that are asked for, and how fast.',
    refresh: '10s',
    variables: ['domain', 'provider'],
    components: 'resolver',
    panels: [
      lines({
        id: 1,
        title: 'Success rate',
        description:
          'The share of resolutions of the last 5 minutes that succeeded: in all, and of each domain. Below the lower line OneiricResolutionFailureRateHigh fires; the upper one is the objective.',
        unit: 'percentunit',
        width: 12,
        max: 1,
        alerts: ['OneiricResolutionFailureRateHigh'],
        limits: [
          { value: successLimit, state: 'critical' },
          { value: pack.objective('oneiric:slo_resolution_success:5m'), state: 'warning' },
        ],
        queries: [
          promql(pack.record('oneiric:resolution_success_rate_global:5m'), 'all'),
          promql(byDomain('oneiric:resolution_success_rate:5m'), '{{domain}}'),
        ],
        axisFrom: 0.9,
      }),
      lines({
        id: 2,
        title: 'Throughput by domain',
        description: 'Resolutions per second, successful or not, over 5 minutes.',
        unit: 'ops',
        width: 12,
        stacked: true,
        queries: [promql(byDomain('oneiric:resolution_throughput:5m'), '{{domain}}')],
      }),
      distribution({
        id: 3,
        title: 'Latency heatmap',
        description: 'How many resolutions per second took how long.',
        unit: 's',
        width: 12,
        queries: [
          promqlBuckets(
            'sum by (le) (rate(oneiric_resolution_duration_seconds_bucket{domain=~"$domain"}[$__rate_interval]))',
          ),
        ],
      }),
      lines({
        id: 4,
        title: 'Latency percentiles',
        description:
          'p50, p95 and p99 of each domain. A p99 over the lower line fires OneiricResolutionLatencyHigh, over the upper one OneiricResolutionLatencySLABreach.',
        unit: 's',
        width: 12,
        alerts: ['OneiricResolutionLatencyHigh', 'OneiricResolutionLatencySLABreach'],
        limits: [
          { value: pack.limit('OneiricResolutionLatencyHigh'), state: 'warning' },
          { value: pack.limit('OneiricResolutionLatencySLABreach'), state: 'critical' },
        ],
        queries: [
          promql(byDomain('oneiric:resolution_latency_p99_seconds:5m'), '{{domain}} p99'),
          promql(byDomain('oneiric:resolution_latency_p95_seconds:5m'), '{{domain}} p95'),
          promql(byDomain('oneiric:resolution_latency_p50_seconds:5m'), '{{domain}} p50'),
        ],
      }),
      bars({
        id: 5,
        title: 'Top components',
        description: 'The ten components that are resolved most often, per second over 5 minutes.',
        unit: 'ops',
        width: 8,
        queries: [
          promqlNow(
            'topk(10, sum by (domain, key) (rate(oneiric_resolution_total{domain=~"$domain", provider=~"$provider"}[5m])))',
            '{{domain}}/{{key}}',
          ),
        ],
      }),
      lines({
        id: 6,
        title: 'Failures by domain',
        description:
          'The share of the resolutions of each domain that failed. Above the line OneiricResolutionFailuresByDomain fires.',
        unit: 'percentunit',
        width: 8,
        alerts: ['OneiricResolutionFailuresByDomain'],
        limits: [{ value: pack.limit('OneiricResolutionFailuresByDomain'), state: 'warning' }],
        queries: [promql(`1 - ${byDomain('oneiric:resolution_success_rate:5m')}`, '{{domain}}')],
      }),
      lines({
        id: 7,
        title: 'Shadowed components',
        description:
          'Candidates that others with the same key hide: in all, and of each domain. Above the line OneiricShadowedComponentsHigh fires.',
        unit: 'short',
        width: 8,
        alerts: ['OneiricShadowedComponentsHigh'],
        limits: [{ value: pack.limit('OneiricShadowedComponentsHigh'), state: 'warning' }],
        queries: [
          promql(pack.measured('OneiricShadowedComponentsHigh'), 'all'),
          promql(
            'sum by (domain) (oneiric_resolution_shadowed_total{domain=~"$domain", provider=~"$provider"})',
            '{{domain}}',
          ),
        ],
      }),
      lines({
        id: 8,
        title: 'Errors over time',
        description: 'Resolver decisions in the log that found no component, per domain.',
        unit: 'short',
        width: 24,
        height: 7,
        bars: true,
        stacked: true,
        queries: [
          logql(
            'sum by (domain) (count_over_time({app="oneiric"} |= "resolver-decision" | json | event="resolver-decision" | outcome="failed" | domain=~"$domain" [$__auto]))',
            '{{domain}}',
          ),
        ],
      }),
    ],
  };
}

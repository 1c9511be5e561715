import type { OneiricDashboard } from './dashboard.ts';
import type { Pack } from './pack.ts';
import { lines, logLines, numbers, ownLimits, rightAxis, rows } from './panels.ts';
import { eventsOf, logql, promql, promqlNow, promqlTable } from './queries.ts';

/** Do manifests and artifacts arrive, in time and untouched. */
export function remote(pack: Pack): OneiricDashboard {
  const bySource = (record: string) => `${pack.record(record)}{source=~"$source"}`;
  const syncs = 'oneiric_remote_sync_total{source=~"$source"}';
  return {
    uid: 'oneiric-remote',
    title: 'Oneiric: remote',
    description: 'Do manifests and artifacts arrive from the sources, in time and untouched.',
    refresh: '30s',
    variables: ['source'],
    components: 'remote|security',
    panels: [
      lines({
        id: 1,
        title: 'Sync success rate',
        description:
          'The share of syncs of the last 5 minutes that succeeded: in all, and of each source. The line is the objective.',
        unit: 'percentunit',
        width: 12,
        max: 1,
        limits: [{ value: pack.objective('oneiric:slo_remote_sync_success:5m'), state: 'warning' }],
        queries: [
          promql(pack.record('oneiric:remote_sync_success_rate:5m'), 'all'),
          promql(bySource('oneiric:remote_sync_success_rate_by_source:5m'), '{{source}}'),
        ],
      }),
      numbers({
        id: 2,
        title: 'Last sync',
        description:
          'Time since the last sync of each source and outcome, of the syncs within the last hour.',
        unit: 's',
        width: 12,
        queries: [
          promqlNow(
            `time() - max by (source, outcome) (max_over_time(timestamp(${syncs} unless ${syncs} offset 30s >= ${syncs})[1h:30s]))`,
            '{{source}} {{outcome}}',
          ),
        ],
      }),
      lines({
        id: 3,
        title: 'Latency against budget',
        description:
          'p99 and p95 of the sync time of each source. A p99 over the line fires OneiricRemoteSyncSlow.',
        unit: 's',
        width: 12,
        alerts: ['OneiricRemoteSyncSlow'],
        limits: [{ value: pack.limit('OneiricRemoteSyncSlow'), state: 'warning' }],
        queries: [
          promql(bySource('oneiric:remote_sync_latency_p99_seconds:5m'), '{{source}} p99'),
          promql(bySource('oneiric:remote_sync_latency_p95_seconds:5m'), '{{source}} p95'),
        ],
      }),
      lines({
        id: 4,
        title: 'Sync frequency',
        description: 'Syncs per hour over the last hour, successful or not: in all, and of each source.',
        unit: 'short',
        width: 6,
        queries: [
          promql(pack.record('oneiric:remote_sync_throughput:1h'), 'all'),
          promql(
            'sum by (source) (rate(oneiric_remote_sync_total{source=~"$source"}[1h])) * 3600',
            '{{source}}',
          ),
        ],
      }),
      lines({
        id: 5,
        title: 'Artifacts cached',
        description: 'Artifacts in the cache of each process.',
        unit: 'short',
        width: 6,
        queries: [promql('sum by (instance) (oneiric_remote_artifacts_cached)', '{{instance}}')],
      }),
      lines({
        id: 6,
        title: 'Digest verification',
        description:
          'Digest checks within the last 5 minutes by outcome, the first failure included, and failures in the log. Any failure fires OneiricDigestVerificationFailed, any line OneiricLogDigestCheckFailed.',
        unit: 'short',
        width: 12,
        bars: true,
        alerts: ['OneiricDigestVerificationFailed', 'OneiricLogDigestCheckFailed'],
        queries: verification('oneiric_remote_digest_checks_total', 'digest-check-failed'),
      }),
      lines({
        id: 7,
        title: 'Signature verification',
        description:
          'Signature verifications within the last 5 minutes by outcome, the first failure included, and failures in the log. Any failure fires OneiricSignatureVerificationFailed, any line OneiricLogSignatureVerificationFailed.',
        unit: 'short',
        width: 12,
        bars: true,
        alerts: ['OneiricSignatureVerificationFailed', 'OneiricLogSignatureVerificationFailed'],
        queries: verification(
          'oneiric_remote_signature_verifications_total',
          'signature-verification-failed',
        ),
      }),
      rows({
        id: 8,
        title: 'Remote sources',
        description:
          'Each source with its failures in a row (OneiricRemoteSyncConsecutiveFailures counts them), its syncs since the start (OneiricRemoteSyncInitial waits for the second success) and its mean sync time.',
        unit: 'short',
        width: 12,
        alerts: ['OneiricRemoteSyncConsecutiveFailures', 'OneiricRemoteSyncInitial'],
        by: ['source'],
        columns: [
          { name: 'Failures in a row', unit: 'short' },
          { name: 'Successes', unit: 'short' },
          { name: 'Failures', unit: 'short' },
          { name: 'Mean time', unit: 's' },
        ],
        sortBy: 'Failures in a row',
        queries: [
          promqlTable(pack.measured('OneiricRemoteSyncConsecutiveFailures')),
          promqlTable('sum by (source) (oneiric_remote_sync_total{outcome="success", source=~"$source"})'),
          promqlTable('sum by (source) (oneiric_remote_sync_total{outcome="failed", source=~"$source"})'),
          promqlTable(
            'sum by (source) (rate(oneiric_remote_sync_duration_seconds_sum{source=~"$source"}[1h])) / sum by (source) (rate(oneiric_remote_sync_duration_seconds_count{source=~"$source"}[1h]))',
          ),
        ],
      }),
      lines({
        id: 10,
        title: 'Cache operations',
        description:
          'How fast the cache grows in an hour (left; above the line OneiricCacheSizeGrowingRapidly fires) and its size (right; above its line OneiricCacheSizeMilestone fires).',
        unit: 'bytes',
        width: 12,
        alerts: ['OneiricCacheSizeGrowingRapidly', 'OneiricCacheSizeMilestone'],
        queries: [
          promql(pack.record('oneiric:system_cache_growth_rate:1h'), 'growth in an hour'),
          promql(pack.measured('OneiricCacheSizeMilestone'), 'size'),
        ],
        overrides: [
          {
            query: 0,
            properties: ownLimits([
              { value: pack.limit('OneiricCacheSizeGrowingRapidly'), state: 'warning' },
            ]),
          },
          {
            query: 1,
            properties: [
              ...rightAxis('bytes'),
              ...ownLimits([{ value: pack.limit('OneiricCacheSizeMilestone'), state: 'notable' }]),
            ],
          },
        ],
      }),
      logLines({
        id: 9,
        title: 'Sync errors',
        description:
          'Syncs in the log that failed, each with its error. More than a few fire OneiricLogRemoteSyncErrors.',
        unit: 'short',
        width: 24,
        height: 9,
        alerts: ['OneiricLogRemoteSyncErrors'],
        queries: [
          logql(
            '{app="oneiric"} |= "remote-sync-error" | json | event="remote-sync-error" | line_format "{{.domain}} {{.provider}}: {{.error}} {{.note}}"',
          ),
        ],
      }),
    ],
  };
}

/** The checks that a counter counted, by outcome, and the failures that the log tells of. */
const verification = (counter: string, event: string) => [
  promql(eventsOf(counter, '', 'outcome'), '{{outcome}}'),
  logql(
    `sum(count_over_time({app="oneiric"} |= "${event}" | json | event="${event}" [5m]))`,
    'failures in the log',
  ),
];

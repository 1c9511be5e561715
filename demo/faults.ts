import { HEALTHY, everyDomain } from './conditions.ts';
import type { Conditions } from './conditions.ts';

/** A fault that can be switched on: it brings about the condition of one alert. */
export interface Fault {
  readonly name: string;
  /** The alert that it makes fire; others may fire beside it. */
  readonly alert: string;
  /** What is different while it is on. */
  readonly change: Partial<Conditions>;
  /** The process begins anew when it is switched on: counters and uptime start from 0. */
  readonly restart?: true;
}

const fault = (name: string, alert: string, change: Partial<Conditions>): Fault => ({ name, alert, change });
const only = <T extends Readonly<Record<string, number>>>(all: T, key: keyof T, value: number): T => ({
  ...all,
  [key]: value,
});
const { resolutionFailures, resolutionSeconds, swapFailures, paused, draining, syncFailures } = HEALTHY;

/** One fault for each of the 26 alerts, in the order of the alerts. */
export const FAULTS: readonly Fault[] = [
  fault('resolution-storm', 'OneiricResolutionFailureRateHigh', { resolutionFailures: everyDomain(0.3) }),
  fault('swap-storm', 'OneiricLifecycleSwapFailureRateHigh', { swapFailures: everyDomain(0.5), swaps: 1 }),
  fault('source-down', 'OneiricRemoteSyncConsecutiveFailures', {
    syncFailures: only(syncFailures, 'registry', 1),
  }),
  fault('digest-failure', 'OneiricDigestVerificationFailed', { digestFailures: 0.2 }),
  fault('signature-failure', 'OneiricSignatureVerificationFailed', { signatureFailures: 0.2 }),
  fault('extreme-latency', 'OneiricResolutionLatencySLABreach', {
    resolutionSeconds: only(resolutionSeconds, 'adapter', 0.8),
  }),
  fault('too-many-instances', 'OneiricActiveInstancesExtremelyHigh', { instances: 260 }),
  fault('high-latency', 'OneiricResolutionLatencyHigh', {
    resolutionSeconds: only(resolutionSeconds, 'service', 0.3),
  }),
  fault('slow-swaps', 'OneiricSwapDurationHigh', { swapMs: 7500 }),
  fault('unhealthy-provider', 'OneiricHealthCheckFailuresHigh', { healthFailures: 1 }),
  fault('slow-source', 'OneiricRemoteSyncSlow', { syncSeconds: 45 }),
  fault('cache-growth', 'OneiricCacheSizeGrowingRapidly', { cacheGrowth: 1024 ** 2 }),
  fault('shadowed-candidates', 'OneiricShadowedComponentsHigh', { shadowed: 80 }),
  fault('rollbacks', 'OneiricRollbackRateHigh', { swaps: 1, rollbacks: 0.08 }),
  fault('domain-failures', 'OneiricResolutionFailuresByDomain', {
    resolutionFailures: only(resolutionFailures, 'task', 0.2),
  }),
  fault('domain-swap-failures', 'OneiricSwapFailuresByDomain', {
    swaps: 1,
    swapFailures: only(swapFailures, 'workflow', 0.4),
  }),
  fault('forgotten-pause', 'OneiricComponentsPausedTooLong', { paused: only(paused, 'workflow', 2) }),
  { ...fault('restart', 'OneiricRestarted', {}), restart: true },
  fault('paused-domain', 'OneiricComponentsPaused', { paused: only(paused, 'task', 3) }),
  fault('draining-domain', 'OneiricComponentsDraining', { draining: only(draining, 'event', 1) }),
  { ...fault('first-syncs', 'OneiricRemoteSyncInitial', { syncs: 0.01 }), restart: true },
  fault('large-cache', 'OneiricCacheSizeMilestone', { cacheBytes: 6 * 1024 ** 3 }),
  fault('heavy-traffic', 'OneiricHighThroughput', { resolutions: 40 }),
  fault('resolution-objective', 'OneiricResolutionSLOBreach', { resolutionFailures: everyDomain(0.03) }),
  fault('swap-objective', 'OneiricLifecycleSLOBreach', { swaps: 2, swapFailures: everyDomain(0.08) }),
  fault('sync-objective', 'OneiricRemoteSyncSLOBreach', {
    syncs: 2,
    syncFailures: only(syncFailures, 'mirror', 0.25),
  }),
];

/** What holds while some faults are on; of two that change the same, the later one counts. */
export function conditionsOf(faults: Iterable<Fault>): Conditions {
  let conditions = HEALTHY;
  for (const { change } of faults) conditions = { ...conditions, ...change };
  return conditions;
}

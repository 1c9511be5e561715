import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const HELP = {
  resolution: 'Resolutions of a component, by outcome.',
  resolutionTime: 'Time that a resolution took.',
  shadowed: 'Candidates that are hidden by another one with the same key, now.',
  swap: 'Hot swaps of a component, by outcome.',
  swapTime: 'Time that a swap took.',
  health: 'Health checks that failed.',
  instances: 'Component instances that are active.',
  pauseEvents: 'Changes into and out of the paused state.',
  drainEvents: 'Changes into the draining and the drained state.',
  paused: 'Components that are paused now.',
  draining: 'Components that are draining now.',
  sync: "Syncs of a source's manifest, by outcome.",
  syncTime: 'Time that a sync took.',
  digest: 'Comparisons of an artifact with the digest in its manifest.',
  signature: "Verifications of a manifest's signature.",
  artifacts: 'Artifacts in the cache.',
  info: 'Constant 1; the labels say what runs.',
  uptime: 'Time since the process started.',
  cacheSize: 'Size of the artifact cache on disk.',
} as const;

/** The whole catalogue of metrics/oneiric.yml, in a registry of its own, and the process's default metrics. */
export class OneiricMetrics {
  readonly registry = new Registry();
  readonly resolution = this.#counter('resolution_total', HELP.resolution, [
    'domain',
    'key',
    'provider',
    'outcome',
  ]);
  readonly resolutionTime = this.#histogram(
    'resolution_duration_seconds',
    HELP.resolutionTime,
    ['domain', 'key'],
    [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1],
  );
  readonly shadowed = this.#gauge('resolution_shadowed_total', HELP.shadowed, ['domain', 'key', 'provider']);
  readonly swap = this.#counter('lifecycle_swap_total', HELP.swap, ['domain', 'key', 'outcome']);
  readonly swapTime = this.#histogram(
    'lifecycle_swap_duration_ms',
    HELP.swapTime,
    ['domain', 'key'],
    [10, 50, 100, 500, 1000, 5000, 10000],
  );
  readonly health = this.#counter('lifecycle_health_check_failures_total', HELP.health, [
    'domain',
    'key',
    'provider',
  ]);
  readonly instances = this.#gauge('lifecycle_active_instances', HELP.instances, [
    'domain',
    'key',
    'provider',
  ]);
  readonly pauseEvents = this.#counter('activity_pause_events_total', HELP.pauseEvents, ['domain', 'state']);
  readonly drainEvents = this.#counter('activity_drain_events_total', HELP.drainEvents, ['domain', 'state']);
  readonly paused = this.#gauge('activity_paused_components', HELP.paused, ['domain']);
  readonly draining = this.#gauge('activity_draining_components', HELP.draining, ['domain']);
  readonly sync = this.#counter('remote_sync_total', HELP.sync, ['source', 'outcome']);
  readonly syncTime = this.#histogram(
    'remote_sync_duration_seconds',
    HELP.syncTime,
    ['source'],
    [0.5, 1, 2, 5, 10, 30, 60],
  );
  readonly digest = this.#counter('remote_digest_checks_total', HELP.digest, ['outcome']);
  readonly signature = this.#counter('remote_signature_verifications_total', HELP.signature, ['outcome']);
  readonly artifacts = this.#gauge('remote_artifacts_cached', HELP.artifacts, []);
  readonly info = this.#gauge('system_info', HELP.info, ['version', 'python_version', 'platform']);
  readonly uptime = this.#gauge('system_uptime_seconds', HELP.uptime, []);
  readonly cacheSize = this.#gauge('system_cache_size_bytes', HELP.cacheSize, []);

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    this.info.set({ version: '1.4.2', python_version: '3.13.1', platform: 'linux' }, 1);
  }

  #counter<L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> {
    return new Counter({
      name: `oneiric_${name}`,
      help,
      labelNames: [...labelNames],
      registers: [this.registry],
    });
  }

  #gauge<L extends string>(name: string, help: string, labelNames: readonly L[]): Gauge<L> {
    return new Gauge({
      name: `oneiric_${name}`,
      help,
      labelNames: [...labelNames],
      registers: [this.registry],
    });
  }

  #histogram<L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    buckets: readonly number[],
  ): Histogram<L> {
    return new Histogram({
      name: `oneiric_${name}`,
      help,
      labelNames: [...labelNames],
      buckets: [...buckets],
      registers: [this.registry],
    });
  }
}

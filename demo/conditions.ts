/** The five domains of Oneiric. */
export const DOMAINS = ['adapter', 'service', 'task', 'event', 'workflow'] as const;
export type Domain = (typeof DOMAINS)[number];

/** The remote sources of the demo. */
export const SOURCES = ['registry', 'mirror'] as const;
export type Source = (typeof SOURCES)[number];

/** How the demo behaves at the moment. Rates are per second of the demo, shares are ratios from 0 to 1. */
export interface Conditions {
  /** Resolutions per second of each domain. */
  readonly resolutions: number;
  readonly resolutionFailures: Readonly<Record<Domain, number>>;
  readonly resolutionSeconds: Readonly<Record<Domain, number>>;
  /** Swaps per second of each domain. */
  readonly swaps: number;
  readonly swapFailures: Readonly<Record<Domain, number>>;
  /** The share of swaps that are rolled back. */
  readonly rollbacks: number;
  readonly swapMs: number;
  /** Failed health checks per second of one provider. */
  readonly healthFailures: number;
  readonly instances: number;
  readonly shadowed: number;
  readonly paused: Readonly<Record<Domain, number>>;
  readonly draining: Readonly<Record<Domain, number>>;
  /** Syncs per second of each source. */
  readonly syncs: number;
  readonly syncFailures: Readonly<Record<Source, number>>;
  readonly syncSeconds: number;
  readonly digestFailures: number;
  readonly signatureFailures: number;
  readonly cacheBytes: number;
  /** Bytes per second. */
  readonly cacheGrowth: number;
}

/** The same value for every domain. */
export const everyDomain = (value: number): Record<Domain, number> =>
  Object.fromEntries(DOMAINS.map((domain) => [domain, value])) as Record<Domain, number>;

const everySource = (value: number): Record<Source, number> =>
  Object.fromEntries(SOURCES.map((source) => [source, value])) as Record<Source, number>;

/** Nothing is wrong: no alert of the pack fires. */
export const HEALTHY: Conditions = {
  resolutions: 4,
  resolutionFailures: everyDomain(0),
  resolutionSeconds: everyDomain(0.004),
  swaps: 0.2,
  swapFailures: everyDomain(0),
  rollbacks: 0,
  swapMs: 80,
  healthFailures: 0,
  instances: 40,
  shadowed: 3,
  paused: everyDomain(0),
  draining: everyDomain(0),
  syncs: 0.5,
  syncFailures: everySource(0),
  syncSeconds: 0.8,
  digestFailures: 0,
  signatureFailures: 0,
  cacheBytes: 200 * 1024 ** 2,
  cacheGrowth: 0,
};

import { DOMAINS, SOURCES } from './conditions.ts';
import type { Conditions, Domain } from './conditions.ts';
import type { LogEvent } from './log.ts';
import { OneiricMetrics } from './metrics.ts';

/** An uptime beyond every rule that mentions a young process. */
const UPTIME_AT_START_S = 7200;
const KEYS = ['cache', 'queue', 'store'] as const;
const PROVIDERS = ['builtin', 'redis'] as const;

/**
 * What Oneiric would do in a stretch of time, deterministic: a share of 0.2 makes every fifth event fail. Fractions of
 * events are carried over to the next stretch.
 */
export class Workload {
  #metrics = new OneiricMetrics();
  #uptimeS = UPTIME_AT_START_S;
  #grownBytes = 0;
  #last: Conditions | undefined;
  readonly #owed = new Map<string, number>();
  readonly #log: (event: LogEvent) => void;

  /** @param log is told of every event that Oneiric logs */
  constructor(log: (event: LogEvent) => void) {
    this.#log = log;
  }

  get metrics(): OneiricMetrics {
    return this.#metrics;
  }

  /** The process is a new one: counters are gone and the uptime is 0. */
  restart(): void {
    this.#metrics = new OneiricMetrics();
    this.#uptimeS = 0;
    this.#grownBytes = 0;
    this.#last = undefined;
    this.#owed.clear();
  }

  /** @param seconds how much time has passed since the last call */
  advance(conditions: Conditions, seconds: number): void {
    this.#uptimeS += seconds;
    for (const domain of DOMAINS) {
      this.#resolve(domain, conditions, seconds);
      this.#swap(domain, conditions, seconds);
      this.#setState(domain, conditions);
    }
    this.#sync(conditions, seconds);
    this.#verify(conditions, seconds);
    this.#checkHealth(conditions, seconds);
    this.#setGauges(conditions, seconds);
    this.#last = conditions;
  }

  #resolve(
    domain: Domain,
    { resolutions, resolutionFailures, resolutionSeconds }: Conditions,
    seconds: number,
  ): void {
    for (let n = this.#due(`resolve ${domain}`, resolutions * seconds); n > 0; n--) {
      const key = this.#next(`resolve ${domain}`, KEYS);
      const provider = this.#next(`provider ${domain}`, PROVIDERS);
      const failed = this.#due(`failed ${domain}`, resolutionFailures[domain]) > 0;
      const outcome = failed ? 'failed' : 'success';
      this.#metrics.resolution.inc({ domain, key, provider, outcome });
      this.#metrics.resolutionTime.observe({ domain, key }, resolutionSeconds[domain]);
      const duration_ms = resolutionSeconds[domain] * 1000;
      const error = failed ? 'no eligible candidate' : undefined;
      this.#log({
        event: 'resolver-decision',
        level: failed ? 'error' : 'info',
        domain,
        key,
        provider,
        outcome,
        duration_ms,
        error,
      });
    }
  }

  #swap(domain: Domain, { swaps, swapFailures, rollbacks, swapMs }: Conditions, seconds: number): void {
    for (let n = this.#due(`swap ${domain}`, swaps * seconds); n > 0; n--) {
      const key = this.#next(`swap ${domain}`, KEYS);
      const failed = this.#due(`swap failed ${domain}`, swapFailures[domain]) > 0;
      const rolledBack = !failed && this.#due(`rollback ${domain}`, rollbacks) > 0;
      const outcome = failed ? 'failed' : rolledBack ? 'rollback' : 'success';
      this.#metrics.swap.inc({ domain, key, outcome });
      this.#metrics.swapTime.observe({ domain, key }, swapMs);
      const event = failed ? 'swap-failed' : rolledBack ? 'swap-rollback' : 'swap-complete';
      const error = outcome === 'success' ? undefined : 'health check of the new instance failed';
      this.#log({
        event,
        level: failed ? 'error' : 'info',
        domain,
        key,
        provider: 'redis',
        outcome,
        duration_ms: swapMs,
        error,
      });
    }
  }

  #setState(domain: Domain, { paused, draining }: Conditions): void {
    const m = this.#metrics;
    m.paused.set({ domain }, paused[domain]);
    m.draining.set({ domain }, draining[domain]);
    for (const state of ['paused', 'resumed']) m.pauseEvents.inc({ domain, state }, 0);
    for (const state of ['draining', 'drained']) m.drainEvents.inc({ domain, state }, 0);
    if (this.#last === undefined) return;
    const pauses = paused[domain] - this.#last.paused[domain];
    const drains = draining[domain] - this.#last.draining[domain];
    if (pauses !== 0) {
      m.pauseEvents.inc({ domain, state: pauses > 0 ? 'paused' : 'resumed' }, Math.abs(pauses));
      const note = 'switched by the demo';
      this.#log({
        event: pauses > 0 ? 'component-paused' : 'component-resumed',
        level: 'info',
        domain,
        key: 'queue',
        note,
      });
    }
    if (drains !== 0)
      m.drainEvents.inc({ domain, state: drains > 0 ? 'draining' : 'drained' }, Math.abs(drains));
    if (drains > 0) this.#log({ event: 'component-draining', level: 'info', domain, key: 'queue' });
  }

  #sync({ syncs, syncFailures, syncSeconds }: Conditions, seconds: number): void {
    for (const source of SOURCES) {
      for (let n = this.#due(`sync ${source}`, syncs * seconds); n > 0; n--) {
        const failed = this.#due(`sync failed ${source}`, syncFailures[source]) > 0;
        const outcome = failed ? 'failed' : 'success';
        this.#metrics.sync.inc({ source, outcome });
        this.#metrics.syncTime.observe({ source }, syncSeconds);
        const duration_ms = syncSeconds * 1000;
        this.#log({ event: 'remote-sync-start', level: 'debug', note: source });
        if (failed)
          this.#log({
            event: 'remote-sync-error',
            level: 'error',
            error: `${source}: connection refused`,
            note: source,
          });
        else this.#log({ event: 'remote-sync-complete', level: 'info', duration_ms, note: source });
      }
    }
  }

  #verify({ syncs, digestFailures, signatureFailures }: Conditions, seconds: number): void {
    const m = this.#metrics;
    const checks = this.#due('checks', Math.max(0.5, syncs) * seconds);
    m.digest.inc({ outcome: 'success' }, checks);
    m.signature.inc({ outcome: 'success' }, checks);
    for (let n = this.#due('digest', digestFailures * seconds); n > 0; n--) {
      m.digest.inc({ outcome: 'failed' });
      this.#log({
        event: 'digest-check-failed',
        level: 'critical',
        domain: 'adapter',
        key: 'cache',
        error: 'sha256 differs',
      });
    }
    for (let n = this.#due('signature', signatureFailures * seconds); n > 0; n--) {
      m.signature.inc({ outcome: 'failed' });
      this.#log({ event: 'signature-verification-failed', level: 'critical', error: 'unknown key' });
    }
  }

  #checkHealth({ healthFailures }: Conditions, seconds: number): void {
    const labels = { domain: 'service', key: 'store', provider: 'redis' };
    this.#metrics.health.inc(labels, 0);
    for (let n = this.#due('health', healthFailures * seconds); n > 0; n--) {
      this.#metrics.health.inc(labels);
      this.#log({ event: 'health-check-failed', level: 'warning', ...labels, error: 'timeout' });
    }
  }

  #setGauges({ instances, shadowed, cacheBytes, cacheGrowth }: Conditions, seconds: number): void {
    const m = this.#metrics;
    this.#grownBytes += cacheGrowth * seconds;
    DOMAINS.forEach((domain, index) => {
      const share = (all: number): number =>
        Math.floor(all / DOMAINS.length) + (index < all % DOMAINS.length ? 1 : 0);
      m.instances.set({ domain, key: 'cache', provider: 'builtin' }, share(instances));
      m.shadowed.set({ domain, key: 'cache', provider: 'builtin' }, share(shadowed));
    });
    m.artifacts.set(120);
    m.uptime.set(this.#uptimeS);
    m.cacheSize.set(cacheBytes + this.#grownBytes);
  }

  /** How many whole events are due, when so many (with a fraction) are to happen; the rest is kept. */
  #due(what: string, events: number): number {
    const owed = (this.#owed.get(what) ?? 0) + events;
    // A sum of tenths must not be an event short for its last bits.
    const whole = Math.floor(owed + 1e-9);
    this.#owed.set(what, owed - whole);
    return whole;
  }

  #next<T>(what: string, values: readonly T[]): T {
    const turn = (this.#owed.get(`turn ${what}`) ?? 0) % values.length;
    this.#owed.set(`turn ${what}`, turn + 1);
    return values[turn]!;
  }
}

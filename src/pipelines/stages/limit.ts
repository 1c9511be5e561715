import type { Settings } from '../settings.ts';
import type { Stage } from './stage.ts';

/** A token bucket, as Go's rate.Limiter. */
class Bucket {
  readonly #rate: number;
  readonly #burst: number;
  #tokens: number;
  #last: bigint | undefined;

  constructor(rate: number, burst: number) {
    this.#rate = rate;
    this.#burst = burst;
    this.#tokens = burst;
  }

  allow(now: bigint): boolean {
    const seconds = this.#last === undefined ? 0 : Number(now - this.#last) / 1e9;
    this.#tokens = Math.min(this.#burst, this.#tokens + seconds * this.#rate);
    this.#last = now;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}

/** `limit`: lines above a rate are dropped, or wait for their turn, which changes nothing of what arrives. */
export function compileLimit(settings: Settings): (() => Stage) | undefined {
  const [rate, burst] = [settings.number('rate'), settings.number('burst')];
  for (const [key, value] of [['rate', rate] as const, ['burst', burst] as const])
    if ((value === undefined || value.value <= 0) && !settings.isOpen(key))
      settings.report(value === undefined ? 'missing-key' : 'bad-value', {
        message: `${settings.what} needs a "${key}" above 0`,
        why: 'the agent does not start with this configuration',
        help: `set "${key}" to a number of lines${key === 'rate' ? ' per second' : ''}`,
        range: value?.range ?? settings.anchor,
      });
  const drop = settings.boolean('drop') ?? false;
  const by = settings.string('by_label_name');
  if (by !== undefined && !drop)
    settings.report('bad-value', {
      message: `${settings.what} limits by a label but does not drop`,
      why: 'the agent does not start with this configuration',
      help: 'add "drop: true"',
      range: by.range,
    });
  if (rate === undefined || burst === undefined) return undefined;
  return () => {
    const buckets = new Map<string, Bucket>();
    const bucket = (key: string): Bucket => {
      const found = buckets.get(key) ?? new Bucket(rate.value, burst.value);
      buckets.set(key, found);
      return found;
    };
    return {
      push(entry, emit, now) {
        const key = by === undefined ? '' : entry.labels.get(by.value);
        if (!drop || key === undefined || bucket(key).allow(now)) emit(entry);
      },
    };
  };
}

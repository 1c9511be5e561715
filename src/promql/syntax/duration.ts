import { formatDurationMs, readPrometheusDuration } from '../../go/durations/prometheus-duration.ts';

export type DurationResult =
  { readonly ok: true; readonly seconds: number } | { readonly ok: false; readonly message: string };

/** The seconds of a Prometheus duration such as `1h30m`; errors carry the text of model.ParseDuration. */
export function durationSeconds(text: string): DurationResult {
  const read = readPrometheusDuration(text);
  return 'ms' in read ? { ok: true, seconds: read.ms / 1000 } : { ok: false, message: read.error };
}

/** Seconds in Prometheus's notation, cut to milliseconds: `1h30m`, `0s`, `1w`, `8d`. Not for negative ones. */
export function formatSeconds(seconds: number): string {
  // Through nanoseconds, as model.Duration holds them: 4.018 * 1000 would otherwise lose a millisecond.
  return formatDurationMs(Math.trunc(Math.round(seconds * 1e9) / 1e6));
}

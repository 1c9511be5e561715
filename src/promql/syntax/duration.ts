import { formatDurationMs, parseDurationMs } from '../../util/duration.ts';

export type DurationResult =
  { readonly ok: true; readonly seconds: number } | { readonly ok: false; readonly message: string };

const UNITS: readonly string[] = ['y', 'w', 'd', 'h', 'm', 's', 'ms'];

/** The seconds of a Prometheus duration such as `1h30m`; errors carry the text of model.ParseDuration. */
export function durationSeconds(text: string): DurationResult {
  const milliseconds = parseDurationMs(text);
  return milliseconds === undefined
    ? { ok: false, message: refusal(text) }
    : { ok: true, seconds: milliseconds / 1000 };
}

function refusal(text: string): string {
  let lastUnit = -1;
  for (const [, name = ''] of text.matchAll(/(?<![0-9])[0-9]+([^0-9]+)/g)) {
    const unit = UNITS.indexOf(name);
    if (unit < 0) return `unknown unit "${name}" in duration "${text}"`;
    if (unit <= lastUnit) return `not a valid duration string: "${text}"`;
    lastUnit = unit;
  }
  return 'duration out of range';
}

/** Seconds in Prometheus's notation, cut to milliseconds: `1h30m`, `0s`, `1w`, `8d`. Not for negative ones. */
export function formatSeconds(seconds: number): string {
  // Through nanoseconds, as model.Duration holds them: 4.018 * 1000 would otherwise lose a millisecond.
  return formatDurationMs(Math.trunc(Math.round(seconds * 1e9) / 1e6));
}

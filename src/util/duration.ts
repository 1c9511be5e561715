const DURATION = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const UNITS_MS = [31_536_000_000, 604_800_000, 86_400_000, 3_600_000, 60_000, 1_000, 1];
const NAMES = ['y', 'w', 'd', 'h', 'm', 's', 'ms'];

/**
 * Milliseconds of a Prometheus duration (`1h30m`, `15s`, `0`), or undefined where it is none. As in Prometheus's
 * model.ParseDuration: whole numbers, units from large to small, each once, a year of 365 days.
 */
export function parseDurationMs(text: string): number | undefined {
  if (text === '0') return 0;
  const match = text === '' ? null : DURATION.exec(text);
  if (match === null) return undefined;
  let ms = 0;
  for (let i = 0; i < UNITS_MS.length; i++)
    if (match[i + 1] !== undefined) ms += Number(match[i + 1]) * UNITS_MS[i]!;
  // Go keeps a duration in 64-bit nanoseconds: about 292 years.
  return ms > 9_223_372_036_854 ? undefined : ms;
}

/** A duration as Prometheus writes it: `90000` is `1m30s`; years and weeks only where they divide it. */
export function formatDurationMs(ms: number): string {
  if (ms === 0) return '0s';
  let rest = Math.abs(Math.round(ms));
  let text = ms < 0 ? '-' : '';
  for (let i = 0; i < UNITS_MS.length; i++) {
    const unit = UNITS_MS[i]!;
    if (i < 3 && i !== 2 && rest % unit !== 0) continue;
    const count = Math.floor(rest / unit);
    if (count > 0) text += `${count}${NAMES[i]!}`;
    rest -= count * unit;
  }
  return text;
}

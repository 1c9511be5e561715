import { EXIT } from '../../../diagnostics/exit-code.ts';
import { UserError } from '../../../diagnostics/user-error.ts';
import { parseDurationMs } from '../../../go/durations/prometheus-duration.ts';

const RFC3339 = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/;

/** An instant of the command line: `2026-03-01T08:30:00Z`, or a day (midnight UTC). Milliseconds since 1970. */
export function instant(text: string): number {
  const ms = RFC3339.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  throw new UserError(
    `"${text}" is not a timestamp`,
    EXIT.usage,
    'write a timestamp with its time zone, 2026-03-01T08:30:00Z, or a date, 2026-03-01',
  );
}

/** A Prometheus duration of the command line (`90s`, `1h30m`), in milliseconds. */
export function duration(text: string): number {
  const ms = parseDurationMs(text);
  if (ms !== undefined) return ms;
  throw new UserError(
    `"${text}" is not a duration`,
    EXIT.usage,
    'write a Prometheus duration: 90s, 5m, 1h30m',
  );
}

/** A line as structlog of Oneiric writes it, but for its time. Fields that are undefined are left out. */
export interface LogEvent {
  readonly event: string;
  readonly level: 'debug' | 'info' | 'warning' | 'error' | 'critical';
  readonly domain?: string;
  readonly key?: string;
  readonly provider?: string;
  readonly outcome?: string;
  readonly duration_ms?: number;
  readonly error?: string | undefined;
  readonly note?: string;
}

/** One JSON line. @param time of the event */
export function logLine({ event, level, ...fields }: LogEvent, time: Date): string {
  return JSON.stringify({
    timestamp: time.toISOString(),
    level,
    event,
    logger: `oneiric.${loggerOf(event)}`,
    ...fields,
  });
}

function loggerOf(event: string): string {
  if (event.startsWith('resolver')) return 'resolver';
  if (event.startsWith('swap') || event.startsWith('health')) return 'lifecycle';
  return event.startsWith('component') ? 'activity' : 'remote';
}

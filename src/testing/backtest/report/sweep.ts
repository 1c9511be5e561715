import { formatDurationMs } from '../../../go/durations/prometheus-duration.ts';
import type { AlertHistory, ConditionRun, SeriesHistory } from '../types.ts';

/** A span in which an alert fires; without an end it fires beyond the end of the data. Milliseconds. */
export interface Firing {
  readonly startMs: number;
  readonly endMs: number | undefined;
}

/** What an alert would have done with another `for`. */
export interface ForSweep {
  readonly forMs: number;
  readonly text: string;
  /** It is what the rule has. */
  readonly isCurrent: boolean;
  readonly firings: number;
  readonly shortestMs: number | undefined;
}

const MINUTE = 60_000;
const CANDIDATES = [0, 1, 2, 5, 10, 15, 30, 60].map((minutes) => minutes * MINUTE);

/** How often an alert would have fired with other values of `for`, by the times at which its expression held. */
export function sweepFor(history: AlertHistory, endMs: number): ForSweep[] {
  const { rule, series, intervalMs } = history;
  const currentMs = rule.for?.value ?? 0;
  const keepMs = rule.keepFiringFor?.value ?? 0;
  const candidates = [...new Set([...CANDIDATES, currentMs])].sort((a, b) => a - b);
  return candidates.map((forMs) => {
    const firings = series.flatMap(({ runs }) => firingsWith(runs, { forMs, keepMs, intervalMs, endMs }));
    const lengths = firings.map(({ startMs, endMs: end }) => (end ?? endMs) - startMs);
    return {
      forMs,
      text: forMs === 0 ? '0s' : formatDurationMs(forMs),
      isCurrent: forMs === currentMs,
      firings: firings.length,
      shortestMs: lengths.length === 0 ? undefined : lengths.reduce((a, b) => Math.min(a, b)),
    };
  });
}

export interface FiringOptions {
  readonly forMs: number;
  readonly keepMs: number;
  readonly intervalMs: number;
  /** The last evaluation. */
  readonly endMs: number;
}

/** When an alert fires whose expression holds in these runs, as Prometheus's state machine has it. */
export function firingsWith(runs: readonly ConditionRun[], options: FiringOptions): Firing[] {
  const { forMs, keepMs, intervalMs, endMs } = options;
  const steps = (ms: number): number => Math.ceil(ms / intervalMs) * intervalMs;
  const firings: { startMs: number; endMs: number | undefined }[] = [];
  for (const { startMs, lastMs } of runs) {
    const last = firings.at(-1);
    const goneMs = lastMs + intervalMs;
    // Evaluations keep it while it is shorter than keep_firing_for since the first one without it.
    const overMs = keepMs === 0 ? goneMs : goneMs + steps(keepMs);
    const isKept = last?.endMs !== undefined && startMs <= last.endMs;
    if (isKept) last.endMs = overMs;
    else if (startMs + steps(forMs) <= lastMs)
      firings.push({ startMs: startMs + steps(forMs), endMs: overMs });
  }
  return firings.map((firing) => ({
    ...firing,
    endMs: firing.endMs !== undefined && firing.endMs > endMs ? undefined : firing.endMs,
  }));
}

/** When an alert fired. */
export function firingsOf({ episodes }: SeriesHistory): Firing[] {
  return episodes.flatMap(({ firingMs, endMs }) =>
    firingMs === undefined ? [] : [{ startMs: firingMs, endMs }],
  );
}

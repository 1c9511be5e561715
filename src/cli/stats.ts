import type { Stopwatch } from '../lint/visitors.ts';
import type { LintSummary } from '../lint/run.ts';
import { plural } from '../util/plural.ts';
import type { Io } from './io.ts';

/** Checks that are listed one by one; the others are summed up. */
const MOST_CHECKS = 30;

/** Where the time of a run goes: by phase, and by check. Times are milliseconds. */
export class Stats implements Stopwatch {
  readonly now: () => number;
  readonly #phases = new Map<string, number>();
  readonly #checks = new Map<string, number>();

  /** @param now milliseconds, with fractions */
  constructor(now: () => number) {
    this.now = now;
  }

  readonly add = (check: string, ms: number): void => {
    this.#checks.set(check, (this.#checks.get(check) ?? 0) + ms);
  };

  phase(name: string, ms: number): void {
    this.#phases.set(name, (this.#phases.get(name) ?? 0) + ms);
  }

  /** What there was, then phases and checks, those that took longest first. */
  text(
    summary: Pick<LintSummary, 'files' | 'rules' | 'alerts'> | undefined,
    tests: number | undefined,
  ): string {
    const counts = [
      ...(summary === undefined
        ? []
        : [
            plural(summary.files, 'file'),
            `${plural(summary.rules, 'rule')} (${plural(summary.alerts, 'alert')})`,
          ]),
      ...(tests === undefined ? [] : [plural(tests, 'test')]),
    ];
    const checks = [...this.#checks].sort(([, a], [, b]) => b - a);
    const rest = checks.slice(MOST_CHECKS);
    const others: [string, number][] =
      rest.length === 0
        ? []
        : [[plural(rest.length, 'other check'), rest.reduce((sum, [, ms]) => sum + ms, 0)]];
    return [
      `stats: ${counts.join(', ')}`,
      ...table('phase', [...this.#phases]),
      ...(checks.length === 0 ? [] : table('check', [...checks.slice(0, MOST_CHECKS), ...others])),
      '',
    ].join('\n');
  }
}

function table(title: string, rows: readonly (readonly [string, number])[]): string[] {
  const width = Math.max(title.length, ...rows.map(([name]) => name.length));
  const line = (name: string, time: string): string => `  ${name.padEnd(width)}  ${time.padStart(9)}`;
  return [line(title, 'time'), ...rows.map(([name, ms]) => line(name, `${ms.toFixed(1)} ms`))];
}

/** Does some work of a phase, and takes its time where somebody wants to know. */
export async function inPhase<T>(
  name: string,
  { stats }: Pick<Io, 'stats'>,
  work: () => T | Promise<T>,
): Promise<T> {
  if (stats === undefined) return work();
  const startedMs = stats.now();
  try {
    return await work();
  } finally {
    stats.phase(name, stats.now() - startedMs);
  }
}

/** Writes on stderr where the time went, where somebody asked. */
export function tellStats(
  { stats, stderr }: Pick<Io, 'stats' | 'stderr'>,
  summary: Pick<LintSummary, 'files' | 'rules' | 'alerts'> | undefined,
  tests?: number,
): void {
  if (stats !== undefined) stderr.write(stats.text(summary, tests));
}

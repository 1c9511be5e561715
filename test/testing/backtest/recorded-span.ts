import { FAULTS, conditionsOf } from '../../../demo/faults.ts';
import type { Fault } from '../../../demo/faults.ts';
import { Workload } from '../../../demo/workload.ts';

/** One series of a recorded span: a value at each scrape, undefined where the target did not answer. */
export interface RecordedSeries {
  /** Labels with the metric's name. */
  readonly labels: Readonly<Record<string, string>>;
  readonly values: (number | undefined)[];
}

export interface RecordedSpan {
  readonly startMs: number;
  readonly scrapeMs: number;
  readonly scrapes: number;
  readonly series: readonly RecordedSeries[];
}

export interface SpanOptions {
  readonly startMs: number;
  readonly scrapeMs: number;
  readonly scrapes: number;
  /** Which faults are on at a scrape. */
  readonly faultsAt: (scrape: number) => readonly Fault[];
  /** Whether the target answers; default always. */
  readonly isUp?: (scrape: number) => boolean;
}

/** Each fault of the demo for some scrapes, one after the other, with a rest between. */
export function oneAfterTheOther(on: number, off: number): (scrape: number) => readonly Fault[] {
  return (scrape) => {
    const turn = Math.floor(scrape / (on + off));
    return scrape % (on + off) < on ? [FAULTS[turn % FAULTS.length]!] : [];
  };
}

/** What a server would have recorded of the demo, in simulated time: deterministic. */
export async function recordSpan(options: SpanOptions): Promise<RecordedSpan> {
  const { startMs, scrapeMs, scrapes, faultsAt, isUp = () => true } = options;
  const workload = new Workload(() => undefined);
  const found = new Map<string, RecordedSeries>();
  let before: readonly Fault[] = [];
  for (let scrape = 0; scrape < scrapes; scrape++) {
    const faults = faultsAt(scrape);
    if (faults.some((fault) => fault.restart === true && !before.includes(fault))) workload.restart();
    before = faults;
    workload.advance(conditionsOf(faults), scrapeMs / 1000);
    const up = isUp(scrape);
    put(found, 'up', {}, scrape, up ? 1 : 0);
    if (!up) continue;
    for (const metric of await workload.metrics.registry.getMetricsAsJSON()) {
      if (!metric.name.startsWith('oneiric_')) continue;
      for (const value of metric.values as readonly Exposed[])
        put(found, value.metricName ?? metric.name, value.labels, scrape, value.value);
    }
  }
  return { startMs, scrapeMs, scrapes, series: [...found.values()] };
}

interface Exposed {
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

function put(
  found: Map<string, RecordedSeries>,
  name: string,
  labels: Readonly<Record<string, string | number>>,
  scrape: number,
  value: number,
): void {
  const all: Record<string, string> = { __name__: name, job: 'oneiric', instance: 'demo:8080' };
  for (const [label, text] of Object.entries(labels)) all[label] = String(text);
  const key = JSON.stringify(all);
  let series = found.get(key);
  if (series === undefined) found.set(key, (series = { labels: all, values: [] }));
  while (series.values.length < scrape) series.values.push(undefined);
  series.values.push(value);
}

/** As `promtool tsdb dump-openmetrics` prints it, with NaN where Prometheus has a stale marker. */
export function* openMetricsLines({ startMs, scrapeMs, series }: RecordedSpan): Iterable<string> {
  for (const { labels, values } of series) {
    const { __name__: name, ...rest } = labels;
    const inner = Object.entries(rest).map(([label, text]) => `${label}=${JSON.stringify(text)}`);
    const text = `${name}{${inner.join(',')}}`;
    for (const [scrape, value] of values.entries()) {
      const isEnd = value === undefined && scrape > 0 && values[scrape - 1] !== undefined;
      if (value === undefined && !isEnd) continue;
      yield `${text} ${value ?? 'NaN'} ${((startMs + scrape * scrapeMs) / 1000).toFixed(3)}`;
    }
  }
  yield '# EOF';
}

/** The same in promtool's notation of unit tests. */
export function unitTestSeries({ series }: RecordedSpan): { selector: string; values: string }[] {
  return series.map(({ labels, values }) => {
    const { __name__: name, ...rest } = labels;
    const inner = Object.entries(rest).map(([label, text]) => `${label}=${JSON.stringify(text)}`);
    const texts = values.map((value, i) =>
      value === undefined ? (i > 0 && values[i - 1] !== undefined ? 'stale' : '_') : String(value),
    );
    return { selector: `${name}{${inner.join(',')}}`, values: texts.join(' ') };
  });
}

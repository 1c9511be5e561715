import type { GeneratedDashboard } from '../../grafana/src/generate.ts';
import { LogStore, asSent, evaluateLog, evaluateRange, labelsOf } from '../../src/logql/eval/index.ts';
import { parseLogql } from '../../src/logql/syntax/index.ts';
import type { ApiSeries, PrometheusApi } from './prometheus-api.ts';
import type { LoggedLine } from './stack.ts';

/** A query of a panel, with Grafana's variables filled in: "All" for those of the dashboard. */
export interface PanelQueryRun {
  /** `oneiric-overview: Traffic, A`. */
  readonly name: string;
  readonly language: 'promql' | 'logql';
  readonly expr: string;
  readonly instant: boolean;
}

const RATE_INTERVAL = '20s';
const RANGE = '2m';
const RANGE_MS = 120_000;
const STEP_MS = 5000;

export function panelQueries(dashboards: readonly GeneratedDashboard[]): PanelQueryRun[] {
  return dashboards.flatMap(({ source }) =>
    source.panels.flatMap(({ title, panel, queries }) =>
      (panel.targets ?? []).map((target, index): PanelQueryRun => {
        const {
          expr = '',
          refId = '',
          instant = false,
        } = target as { expr?: string; refId?: string; instant?: boolean };
        const { language } = queries[index]!;
        return { name: `${source.uid}: ${title}, ${refId}`, language, expr: filledIn(expr), instant };
      }),
    ),
  );
}

function filledIn(expr: string): string {
  return expr
    .replaceAll('$__rate_interval', RATE_INTERVAL)
    .replaceAll('$__range', RANGE)
    .replaceAll('$__auto', '10s')
    .replace(/\$(?:domain|provider|source)\b/g, '.*');
}

/** How many values a query returns over the last two minutes; NaN does not count. */
export async function countValues(
  run: PanelQueryRun,
  api: PrometheusApi,
  log: readonly LoggedLine[],
): Promise<number> {
  const nowMs = Date.now();
  if (run.language === 'logql') return countLogValues(run.expr, log, nowMs);
  const series = run.instant
    ? await api.query(run.expr, nowMs)
    : await api.range(run.expr, nowMs - RANGE_MS, nowMs, STEP_MS);
  return series.flatMap(valuesOf).filter((value) => !Number.isNaN(Number(value))).length;
}

const valuesOf = ({ value, values = [] }: ApiSeries): string[] => [
  ...(value === undefined ? [] : [value[1]]),
  ...values.map(([, text]) => text),
];

/** Answers from the lines that the demo wrote, with the stream labels of loki/promtail.yml. */
function countLogValues(text: string, log: readonly LoggedLine[], nowMs: number): number {
  const store = new LogStore();
  for (const { line, timeMs } of log) {
    const { level } = JSON.parse(line) as { level: string };
    const labels = new Map([
      ['app', 'oneiric'],
      ['job', 'docker'],
      ['host', 'demo'],
      ['level', level],
    ]);
    store.add(labelsOf(labels), { timestampMs: timeMs, line, metadata: [] });
  }
  const { expr, errors } = parseLogql(text);
  if (expr === undefined || errors.length > 0) throw new Error(`${text}: ${errors[0]?.message ?? ''}`);
  const startMs = nowMs - RANGE_MS;
  if (expr.kind === 'LogQuery') return evaluateLog(asSent(expr), store, startMs, nowMs).length;
  return evaluateRange(asSent(expr), store, { startMs, endMs: nowMs, stepMs: STEP_MS }).flatMap(
    ({ points }) => points,
  ).length;
}

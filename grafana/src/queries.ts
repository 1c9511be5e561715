import * as loki from '@grafana/grafana-foundation-sdk/loki';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';

/** A reference to the datasource that the variable `datasource` names. */
export const PROMETHEUS = { type: 'prometheus', uid: '${datasource}' } as const;
/** A reference to the datasource that the variable `logs` names. */
export const LOKI = { type: 'loki', uid: '${logs}' } as const;
/** The panel's queries name their own datasources. */
export const MIXED = { type: 'datasource', uid: '-- Mixed --' } as const;

/** A query of a panel before it has its reference: panels number their queries A, B, C ... */
export interface PanelQuery {
  readonly language: 'promql' | 'logql';
  build(refId: string): prometheus.DataqueryBuilder | loki.DataqueryBuilder;
}

/** A PromQL query over the dashboard's time range. */
export function promql(expr: string, legend: string): PanelQuery {
  return {
    language: 'promql',
    build: (refId) =>
      new prometheus.DataqueryBuilder()
        .refId(refId)
        .datasource(PROMETHEUS)
        .expr(expr)
        .legendFormat(legend)
        .range(),
  };
}

/** A PromQL query of the present moment, one row or bar for each series. */
export function promqlNow(expr: string, legend: string): PanelQuery {
  return {
    language: 'promql',
    build: (refId) =>
      new prometheus.DataqueryBuilder()
        .refId(refId)
        .datasource(PROMETHEUS)
        .expr(expr)
        .legendFormat(legend)
        .instant(),
  };
}

/** As `promqlNow`, with the labels of the series as columns. */
export function promqlTable(expr: string): PanelQuery {
  return {
    language: 'promql',
    build: (refId) =>
      new prometheus.DataqueryBuilder()
        .refId(refId)
        .datasource(PROMETHEUS)
        .expr(expr)
        .instant()
        .format(prometheus.PromQueryFormat.Table),
  };
}

/** Buckets of a histogram by `le`. */
export function promqlBuckets(expr: string): PanelQuery {
  return {
    language: 'promql',
    build: (refId) =>
      new prometheus.DataqueryBuilder()
        .refId(refId)
        .datasource(PROMETHEUS)
        .expr(expr)
        .legendFormat('{{le}}')
        .range()
        .format(prometheus.PromQueryFormat.Heatmap),
  };
}

/** A LogQL query: lines, or a metric over the dashboard's time range. */
export function logql(expr: string, legend?: string): PanelQuery {
  return {
    language: 'logql',
    build: (refId) => {
      const query = new loki.DataqueryBuilder().refId(refId).datasource(LOKI).expr(expr).queryType('range');
      return legend === undefined ? query.maxLines(500) : query.legendFormat(legend);
    },
  };
}

/**
 * Events of the last 5 minutes, counted as the rules do: increase() cannot see the event with which a series is
 * born, so a series that was not there 5 minutes ago counts with all that it holds.
 * rules/recording/resolution.yml explains the condition.
 *
 * @param metric a counter
 * @param matchers without braces, for instance `outcome="failed"`
 * @param by the labels that are kept
 */
export function eventsOf(metric: string, matchers: string, by: string): string {
  const series = matchers === '' ? metric : `${metric}{${matchers}}`;
  return `sum by (${by}) (
    ${series}
      unless ${series} offset 5m
      and on (job, instance) (
          ${metric} offset 5m
        or
          oneiric_system_uptime_seconds offset 5m
        or
          oneiric_system_uptime_seconds < 300
      )
  or
    increase(${series}[5m])
)`;
}

import * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import * as common from '@grafana/grafana-foundation-sdk/common';
import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as gauge from '@grafana/grafana-foundation-sdk/gauge';
import * as heatmap from '@grafana/grafana-foundation-sdk/heatmap';
import * as logs from '@grafana/grafana-foundation-sdk/logs';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as statetimeline from '@grafana/grafana-foundation-sdk/statetimeline';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import { LOKI, MIXED, PROMETHEUS } from './queries.ts';
import type { PanelQuery } from './queries.ts';
import { COLOUR, DOMAIN_COLOURS, SERIES_COLOURS, STATE } from './theme.ts';

/** What every panel says of itself. */
export interface PanelText {
  /** Stays the same for ever: alerts link to it with `?viewPanel=`. */
  readonly id: number;
  readonly title: string;
  readonly description: string;
  /** Grafana's name of the unit: `s`, `percentunit`, `bytes`, `ops` ... */
  readonly unit: string;
  /** Columns of 24. */
  readonly width: number;
  /** Rows of about 30 pixels; 8 unless said. */
  readonly height?: number;
  /** The alerts whose series the panel shows: their dashboard_url names it, and it links to their runbooks. */
  readonly alerts?: readonly string[];
  readonly queries: readonly PanelQuery[];
  /** Properties of the series of one query, by its index. */
  readonly overrides?: readonly Override[];
}

interface Override {
  readonly query: number;
  readonly properties: readonly dashboard.DynamicConfigValue[];
}

/** A panel of a dashboard, with what the dashboard needs to place it. */
export interface OneiricPanel extends PanelText {
  readonly panel: dashboard.Panel;
}

/** A number at which a line is drawn or a colour changes. */
export interface Limit {
  readonly value: number;
  readonly state: 'critical' | 'warning' | 'notable';
}

/** What all panel builders of the SDK have in common. */
interface Builder extends cog.Builder<dashboard.Panel> {
  id(id: number): unknown;
  title(title: string): unknown;
  description(description: string): unknown;
  unit(unit: string): unknown;
  datasource(datasource: common.DataSourceRef): unknown;
  withTarget(target: cog.Builder<cog.Dataquery>): unknown;
  overrideByQuery(refId: string, properties: dashboard.DynamicConfigValue[]): unknown;
}

function finish(text: PanelText, builder: Builder): OneiricPanel {
  builder.id(text.id);
  builder.title(text.title);
  builder.description(text.description);
  builder.unit(text.unit);
  const languages = new Set(text.queries.map(({ language }) => language));
  const own = languages.has('logql') ? LOKI : PROMETHEUS;
  builder.datasource(languages.size > 1 ? MIXED : own);
  text.queries.forEach((query, index) => builder.withTarget(query.build(refId(index))));
  for (const { query, properties } of text.overrides ?? [])
    builder.overrideByQuery(refId(query), [...properties]);
  return { ...text, panel: builder.build() };
}

const refId = (index: number): string => String.fromCharCode('A'.charCodeAt(0) + index);
const fixed = (colour: string): dashboard.DynamicConfigValue => ({
  id: 'color',
  value: { mode: 'fixed', fixedColor: colour },
});

/** Lines over time. Each query has a colour of its own; series of a domain have the colour of that domain. */
export function lines(text: PanelText & LineOptions): OneiricPanel {
  const builder = new timeseries.PanelBuilder()
    .lineWidth(2)
    .fillOpacity(text.stacked === true ? 40 : 6)
    .showPoints(common.VisibilityMode.Never)
    .spanNulls(60_000)
    .axisSoftMin(text.axisFrom ?? 0)
    .colorScheme(shades(COLOUR.blue))
    .legend(listLegend())
    .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi));
  if (text.max !== undefined) builder.axisSoftMax(text.max);
  if (text.stacked === true)
    builder.stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal));
  if (text.bars === true) builder.drawStyle(common.GraphDrawStyle.Bars).fillOpacity(80);
  if (text.limits !== undefined) drawLimits(builder, text.limits);
  else builder.thresholds(steps([], STATE.good));
  colourSeries(builder, text);
  return finish(text, builder);
}

interface LineOptions {
  /** Lines across the panel, in the unit of the panel. */
  readonly limits?: readonly Limit[];
  readonly stacked?: boolean;
  readonly bars?: boolean;
  /** The axis reaches at least up to here. */
  readonly max?: number;
  /** The axis begins here, or lower where a value is; 0 unless said. */
  readonly axisFrom?: number;
}

function drawLimits(builder: timeseries.PanelBuilder, limits: readonly Limit[]): void {
  builder
    .thresholds(steps(limits, 'transparent'))
    .thresholdsStyle(
      new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed),
    );
}

function colourSeries(builder: timeseries.PanelBuilder, text: PanelText): void {
  text.queries.forEach((_, index) => {
    const colour = SERIES_COLOURS[index % SERIES_COLOURS.length]!;
    const color = { id: 'color', value: { mode: 'shades', fixedColor: colour } };
    builder.overrideByQuery(refId(index), [color]);
  });
  for (const [domain, colour] of Object.entries(DOMAIN_COLOURS))
    builder.overrideByRegexp(`^${domain}$`, [fixed(colour)]);
}

/** Properties of a series on the right axis, in a unit of its own. */
export function rightAxis(unit: string): dashboard.DynamicConfigValue[] {
  return [
    { id: 'unit', value: unit },
    { id: 'custom.axisPlacement', value: 'right' },
    { id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 6] } },
  ];
}

/** Properties that colour a number of one query: `below` the limit it is in that state. */
export function belowLimit({ value, state }: Limit): dashboard.DynamicConfigValue[] {
  const colours = [
    { value: null, color: STATE[state] },
    { value, color: STATE.good },
  ];
  return [{ id: 'thresholds', value: { mode: 'absolute', steps: colours } }];
}

/** Properties that draw lines for the series of one query only. */
export function ownLimits(limits: readonly Limit[]): dashboard.DynamicConfigValue[] {
  return [
    { id: 'thresholds', value: { mode: 'absolute', steps: stepList(limits, 'transparent') } },
    { id: 'custom.thresholdsStyle', value: { mode: 'dashed' } },
  ];
}

/** Big numbers, coloured by `limits`; `base` is the colour below the first. */
export function numbers(
  text: PanelText & { limits?: readonly Limit[]; base?: Limit['state'] },
): OneiricPanel {
  const builder = new stat.PanelBuilder()
    .thresholds(steps(text.limits ?? [], text.base === undefined ? STATE.good : STATE[text.base]))
    .colorScheme(byThreshold())
    .colorMode(common.BigValueColorMode.Value)
    .graphMode(common.BigValueGraphMode.Area)
    .textMode(common.BigValueTextMode.ValueAndName)
    .reduceOptions(lastValue());
  return finish(text, builder);
}

/** One gauge from 0 to 1. */
export function dial(text: PanelText & { limits: readonly Limit[]; base: Limit['state'] }): OneiricPanel {
  const builder = new gauge.PanelBuilder()
    .min(0)
    .max(1)
    .thresholds(
      new dashboard.ThresholdsConfigBuilder()
        .mode(dashboard.ThresholdsMode.Absolute)
        .steps([
          { value: null, color: STATE[text.base] },
          ...text.limits.slice(0, -1).map(({ value, state }) => ({ value, color: STATE[state] })),
          { value: text.limits.at(-1)!.value, color: STATE.good },
        ]),
    )
    .colorScheme(byThreshold())
    .showThresholdMarkers(true)
    .reduceOptions(lastValue());
  return finish(text, builder);
}

/** Bars of the present moment, the longest first. */
export function bars(text: PanelText & { limits?: readonly Limit[] }): OneiricPanel {
  const builder = new bargauge.PanelBuilder()
    .min(0)
    .thresholds(steps(text.limits ?? [], STATE.good))
    .colorScheme(byThreshold())
    .displayMode(common.BarGaugeDisplayMode.Basic)
    .orientation(common.VizOrientation.Horizontal)
    .reduceOptions(lastValue());
  return finish(text, builder);
}

/** The distribution of a histogram over time. */
export function distribution(text: PanelText): OneiricPanel {
  const builder = new heatmap.PanelBuilder()
    .calculate(false)
    .cellGap(1)
    .exemplarsColor(COLOUR.purple)
    .yAxis(new heatmap.YAxisConfigBuilder().unit(text.unit).axisPlacement(common.AxisPlacement.Left))
    .color(
      new heatmap.HeatmapColorOptionsBuilder()
        .mode(heatmap.HeatmapColorMode.Scheme)
        .scheme('Cividis')
        .steps(64),
    );
  return finish(text, builder);
}

/** Lines of the log, the newest first. */
export function logLines(text: PanelText): OneiricPanel {
  const builder = new logs.PanelBuilder()
    .showTime(true)
    .wrapLogMessage(true)
    .enableLogDetails(true)
    .sortOrder(common.LogsSortOrder.Descending);
  return finish(text, builder);
}

/** States over time, one row for each series. */
export function states(
  text: PanelText & { readonly values: Readonly<Record<string, { text: string; colour: string }>> },
): OneiricPanel {
  const options = Object.fromEntries(
    Object.entries(text.values).map(([value, { text: shown, colour }], index) => [
      value,
      { text: shown, color: colour, index },
    ]),
  );
  const builder = new statetimeline.PanelBuilder()
    .mappings([{ type: dashboard.MappingType.ValueToText, options }])
    .showValue(common.VisibilityMode.Auto)
    .mergeValues(true)
    .rowHeight(0.8)
    .colorScheme(byThreshold())
    .thresholds(steps([], STATE.good))
    .legend(listLegend());
  return finish(text, builder);
}

/** A table of the present moment. The queries are joined by their labels, each gives one column. */
export function rows(
  text: PanelText & {
    /** Labels that are columns, in their order. */
    readonly by: readonly string[];
    /** The name of each query's column, with its unit. */
    readonly columns: readonly { readonly name: string; readonly unit: string }[];
    readonly sortBy: string;
  },
): OneiricPanel {
  const builder = new table.PanelBuilder()
    .thresholds(steps([], STATE.good))
    .sortBy([new common.TableSortByFieldStateBuilder().displayName(text.sortBy).desc(true)])
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation({ id: 'organize', options: organised(text) });
  for (const { name, unit } of text.columns) builder.overrideByName(name, [{ id: 'unit', value: unit }]);
  return finish(text, builder);
}

function organised({ by, columns }: Parameters<typeof rows>[0]): object {
  const value = (index: number) => (columns.length === 1 ? 'Value' : `Value #${refId(index)}`);
  const renameByName = Object.fromEntries(columns.map(({ name }, index) => [value(index), name]));
  const order = [...by, ...columns.map((_, index) => value(index))];
  return {
    excludeByName: { Time: true },
    indexByName: Object.fromEntries(order.map((name, index) => [name, index])),
    renameByName,
  };
}

function steps(limits: readonly Limit[], base: string): dashboard.ThresholdsConfigBuilder {
  return new dashboard.ThresholdsConfigBuilder()
    .mode(dashboard.ThresholdsMode.Absolute)
    .steps(stepList(limits, base));
}

const stepList = (limits: readonly Limit[], base: string): dashboard.Threshold[] => [
  { value: null, color: base },
  ...[...limits]
    .sort((a, b) => a.value - b.value)
    .map(({ value, state }) => ({ value, color: STATE[state] })),
];

const listLegend = () =>
  new common.VizLegendOptionsBuilder()
    .displayMode(common.LegendDisplayMode.List)
    .placement(common.LegendPlacement.Bottom)
    .showLegend(true);
const lastValue = () => new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false);
const byThreshold = () => new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.Thresholds);
const shades = (colour: string) =>
  new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.Shades).fixedColor(colour);

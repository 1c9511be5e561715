import type { Range } from '../../source/range.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { YamlNode } from '../../yaml/node.ts';
import type { Located } from '../fields.ts';
import type { DashboardExpression } from './expression.ts';

/** A data source as a panel, a query or a variable names it. */
export interface DatasourceRef {
  /** `prometheus`, `loki`, ...; undefined: the reference does not say. */
  readonly type?: string;
  /** A uid, a name or a variable (`${datasource}`), as it is written; undefined: the default one. */
  readonly uid?: Located<string>;
  readonly range: Range;
}

/** One query of a panel. */
export interface Target {
  readonly refId: string | undefined;
  /** The query of a Prometheus or Loki data source; undefined: it has none, or is of another kind. */
  readonly expr: DashboardExpression | undefined;
  readonly datasource: DatasourceRef | undefined;
  /** The legend's template: `{{instance}}`. */
  readonly legend: Located<string> | undefined;
  readonly hidden: boolean;
  /** `time_series`, `table`, `heatmap`. */
  readonly format: string | undefined;
  readonly node: YamlNode;
  readonly range: Range;
}

/** A link of a dashboard or panel, or a data link of its values. */
export interface DashboardLink {
  readonly kind: 'dashboard' | 'panel' | 'data';
  readonly title: string | undefined;
  readonly url: Located<string>;
}

/** A step of a panel's thresholds; the first one has no value. */
export interface ThresholdStep {
  readonly value: number;
  readonly color: string | undefined;
  readonly range: Range;
}

/** The thresholds of a panel. */
export interface Thresholds {
  readonly mode: 'absolute' | 'percentage';
  /** Steps with a value, in order. */
  readonly steps: readonly ThresholdStep[];
  /** Lines or areas are drawn, or the value is coloured by them. */
  readonly shown: boolean;
}

/** A panel of a dashboard, also one inside of a row. */
export interface Panel {
  readonly id: number | undefined;
  /** The position of the id, or of the panel without one. */
  readonly idRange: Range;
  readonly title: string | undefined;
  /** `timeseries`, `row`, ...; undefined: it does not say. */
  readonly type: string | undefined;
  readonly datasource: DatasourceRef | undefined;
  readonly targets: readonly Target[];
  /** The unit of all its values: `s`, `percentunit`; undefined: none, or different ones for different series. */
  readonly unit: Located<string> | undefined;
  readonly thresholds: Thresholds | undefined;
  readonly links: readonly DashboardLink[];
  /** The library panel that it is a copy of. */
  readonly library: { readonly uid: string | undefined; readonly name: string | undefined } | undefined;
  /** The panel as it was written, for keys that are not decoded here. */
  readonly node: YamlNode;
  readonly range: Range;
}

/** A variable of a dashboard (of its templating). */
export interface DashboardVariable {
  readonly name: Located<string>;
  /** `query`, `custom`, `interval`, `datasource`, `textbox`, `constant`, `adhoc`, `groupby`, `switch`. */
  readonly type: string;
  /** Its query in the data source's own words: `label_values(up, job)`; of a data source the plugin's id. */
  readonly query: Located<string> | undefined;
  readonly datasource: DatasourceRef | undefined;
  readonly node: YamlNode;
}

/** A query whose results are marked in every panel. */
export interface DashboardAnnotation {
  readonly name: string | undefined;
  readonly expr: DashboardExpression | undefined;
  readonly datasource: DatasourceRef | undefined;
  readonly node: YamlNode;
}

/** What an exported dashboard asks for when it is imported. */
export interface DashboardInput {
  readonly name: string;
  /** `datasource` or `constant`. */
  readonly type: string;
  /** Of a data source the plugin. */
  readonly plugin: string | undefined;
}

/** A Grafana dashboard, or a library panel in a file of its own. */
export interface DashboardDocument {
  readonly kind: 'dashboard';
  readonly file: SourceFile;
  readonly range: Range;
  /** `library`: no dashboard of its own, but a panel that dashboards share. */
  readonly form: 'classic' | 'v2' | 'library';
  readonly uid: string | undefined;
  readonly uidRange: Range | undefined;
  readonly title: string | undefined;
  /** Rows included, each before the panels inside of it. */
  readonly panels: readonly Panel[];
  readonly panelIds: ReadonlySet<number>;
  readonly variables: readonly DashboardVariable[];
  readonly annotations: readonly DashboardAnnotation[];
  readonly links: readonly DashboardLink[];
  readonly inputs: readonly DashboardInput[];
  /** The dashboard itself, without what is wrapped around it. */
  readonly root: YamlNode;
}

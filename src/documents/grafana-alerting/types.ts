import type { Range } from '../../source/range.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { AlertmanagerDocument } from '../alertmanager-document.ts';
import type { DashboardExpression, DatasourceRef } from '../dashboard/index.ts';
import type { Located } from '../fields.ts';
import type { DocumentIssue } from '../issue.ts';

/** A query or an expression of an alert rule of Grafana. */
export interface GrafanaQuery {
  readonly refId: Located<string> | undefined;
  /** `__expr__`, or `-100` in old exports: Grafana itself evaluates it. */
  readonly isExpression: boolean;
  /** Of an expression: `reduce`, `math`, `threshold`, `resample`, `classic_conditions`, `sql`. */
  readonly type: Located<string> | undefined;
  readonly datasource: DatasourceRef | undefined;
  /** PromQL or LogQL; undefined for expressions and other data sources. */
  readonly expr: DashboardExpression | undefined;
  /** The refIds that an expression asks for. */
  readonly asks: readonly Located<string>[];
}

/** An alert rule, or a recording rule, that Grafana evaluates. */
export interface GrafanaRule {
  readonly title: Located<string> | undefined;
  /** The folder of its group: each alert has it as the label `grafana_folder`. */
  readonly folder: string | undefined;
  readonly uid: Located<string> | undefined;
  readonly condition: Located<string> | undefined;
  readonly queries: readonly GrafanaQuery[];
  readonly labels: readonly { readonly name: string; readonly value: Located<string> }[];
  readonly annotations: readonly { readonly name: string; readonly value: Located<string> }[];
  /** The contact point that the rule names itself, past the policies. */
  readonly receiver: Located<string> | undefined;
  readonly range: Range;
}

/** What Grafana provisions of its alerting: files of `provisioning/alerting`, in the form of exports. */
export interface GrafanaAlertingDocument {
  readonly kind: 'grafana-alerting';
  readonly file: SourceFile;
  readonly range: Range;
  readonly rules: readonly GrafanaRule[];
  readonly contactPoints: readonly Located<string>[];
  readonly muteTimes: readonly Located<string>[];
  /** Each notification policy as the Alertmanager that it is; its receivers and intervals may be in other files. */
  readonly policies: readonly AlertmanagerDocument[];
  readonly issues: readonly DocumentIssue[];
}

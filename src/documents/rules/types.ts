import type { Range } from '../../source/range.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { MapNode } from '../../yaml/node.ts';
import type { Expression, Language } from '../expression.ts';
import type { KeyValue, Located } from '../fields.ts';

interface RuleBase {
  readonly group: RuleGroup;
  /** Position in the group, from 0. */
  readonly index: number;
  readonly file: SourceFile;
  readonly node: MapNode;
  /** The alert's name or the recorded metric's. */
  readonly name: Located<string>;
  readonly expr: Expression;
  readonly labels: readonly KeyValue[];
}

export interface AlertingRule extends RuleBase {
  readonly kind: 'alert';
  readonly annotations: readonly KeyValue[];
  /** Milliseconds. */
  readonly for?: Located<number>;
  /** Milliseconds. */
  readonly keepFiringFor?: Located<number>;
}

export interface RecordingRule extends RuleBase {
  readonly kind: 'record';
}

export type Rule = AlertingRule | RecordingRule;

export interface RuleGroup {
  readonly document: RuleDocument;
  readonly file: SourceFile;
  readonly node: MapNode;
  readonly name: Located<string> | undefined;
  /** Milliseconds; undefined: the global evaluation interval. */
  readonly interval?: Located<number>;
  /** Milliseconds. */
  readonly queryOffset?: Located<number>;
  readonly limit?: Located<number>;
  readonly labels: readonly KeyValue[];
  readonly rules: readonly Rule[];
}

/** The rule groups of one YAML document, whether a plain rule file or an object that holds one. */
export interface RuleDocument {
  readonly kind: 'rules';
  readonly file: SourceFile;
  /** Which language the expressions are in. */
  readonly language: Language;
  /** `PrometheusRule` and the like where an object of Kubernetes wraps the groups. */
  readonly objectKind?: string;
  /** `metadata.namespace` of that object; undefined: whoever deploys it decides. */
  readonly objectNamespace?: string;
  readonly groups: readonly RuleGroup[];
  readonly range: Range;
}

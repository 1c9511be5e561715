import type { Range } from '../../source/range.ts';
import type { MapNode, ScalarNode } from '../../yaml/node.ts';

/** The text of a file that is in a value of an object: a key of a ConfigMap, the `values: |` of an application. */
export interface TextPart {
  readonly kind: 'text';
  /** The file's own name: the key that it is under. */
  readonly name: string;
  /** Its text; offsets lead to the outer source, also through base64. */
  readonly scalar: ScalarNode;
  /** The object that contains it: template files of the same object belong to a configuration there. */
  readonly home: object;
  /** Actions in it are filled in before Alertmanager reads it. */
  readonly isFilledIn?: true;
}

/** A configuration of Alertmanager that is in the YAML of an object. */
export interface AlertmanagerPart {
  readonly kind: 'alertmanager';
  readonly root: MapNode;
  readonly home: object;
  readonly chart?: ChartDefaults;
}

/** Rule groups in the YAML of an object. */
export interface RulesPart {
  readonly kind: 'rules';
  /** Holds `groups` and nothing else. */
  readonly root: MapNode;
}

/** What a chart puts beside the values that somebody wrote. */
export interface ChartDefaults {
  /** kube-prometheus-stack, prometheus, alertmanager. */
  readonly name: string;
  /** The empty range that is the position of everything that the chart brings. */
  readonly anchor: Range;
  /** Where the user's own `receivers` stand, or the key of the configuration. */
  readonly receivers: Range;
  /** Nothing else can add to these values: no further values file is named. */
  readonly isAll: boolean;
}

export type DeployedPart = TextPart | AlertmanagerPart | RulesPart;

import type { AlertmanagerSettings } from '../config/types.ts';
import { alertmanagerFunctions } from '../template/alertmanager/functions.ts';
import { parseWith } from '../template/program.ts';
import { buildRouteTree } from '../routing/tree/build.ts';
import type { Route, RouteTree } from '../routing/tree/route.ts';
import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';
import { child } from '../yaml/node.ts';
import type { YamlNode } from '../yaml/node.ts';
import { decodeAlertmanager } from './alertmanager/decode.ts';
import type { AlertmanagerIssue } from './alertmanager/issue.ts';
import { joinOperatorObjects } from './alertmanager/operator-join.ts';
import { decodeOperatorConfig, operatorObjectKey } from './alertmanager/operator.ts';
import type { AlertmanagerConfig, DecodeResult, RouteNode } from './alertmanager/types.ts';
import { decodeVictoriaConfig } from './alertmanager/victoria.ts';
import { isBefore, NEWEST } from './alertmanager/version.ts';
import type { AlertmanagerVersion } from './alertmanager/version.ts';

/** An Alertmanager configuration, its faults, and its routing tree ready for queries. */
export interface AlertmanagerDocument {
  readonly kind: 'alertmanager';
  readonly file: SourceFile;
  readonly range: Range;
  /**
   * `object`: an AlertmanagerConfig of Kubernetes, one branch of a tree whose root the operator writes; what other
   * objects and the root do is not known.
   */
  readonly origin: 'file' | 'object';
  /** `namespace/name` of an AlertmanagerConfig object. */
  readonly objectKey?: string;
  /**
   * The object that contains a configuration of origin `file` (a Secret, a ConfigMap, the values of a chart): template
   * files of the same object are its own. undefined: the file is the configuration.
   */
  readonly home?: object;
  /** A notification policy of Grafana, which routes the alerts of Grafana's own rules alone. */
  readonly isGrafana?: true;
  /** A VMAlertmanagerConfig: the VictoriaMetrics operator makes an Alertmanager of these alone. */
  readonly isVictoria?: true;
  /** `metadata.labels` of an object, by which an Alertmanager selects it. */
  readonly objectLabels?: ReadonlyMap<string, string>;
  /** Where an object says its kind. */
  readonly kindRange?: Range;
  readonly config: AlertmanagerConfig;
  readonly issues: readonly AlertmanagerIssue[];
  /** undefined: the file has no route. */
  readonly tree: RouteTree | undefined;
}

/**
 * Reads an Alertmanager configuration file, or an AlertmanagerConfig object, as a version of Alertmanager and
 * the operator that is set up so would (default: the newest known, and alerts of the own namespace).
 *
 * @param home the object that contains the configuration; undefined: it is the whole file
 */
export function readAlertmanager(
  root: YamlNode,
  file: SourceFile,
  settings: AlertmanagerSettings = {},
  home?: object,
): AlertmanagerDocument {
  const isVictoria = textOf(child(root, 'kind')) === 'VMAlertmanagerConfig' ? true : undefined;
  const origin = child(root, 'apiVersion') === undefined ? 'file' : 'object';
  const { config, issues } =
    isVictoria === true
      ? readVictoria(root, file, settings)
      : origin === 'file'
        ? readFile(root, file, settings.version)
        : decodeOperatorConfig(root, file.text, settings);
  return {
    kind: 'alertmanager',
    file,
    range: root.range,
    origin,
    ...(origin === 'object' ? { objectKey: operatorObjectKey(root, settings) } : {}),
    ...(isVictoria === undefined ? {} : { isVictoria }),
    ...(origin === 'object'
      ? { objectLabels: labelsOf(root), kindRange: child(root, 'kind')?.range ?? root.range }
      : {}),
    ...(home === undefined ? {} : { home }),
    config,
    issues,
    tree: treeOf(config),
  };
}

/**
 * The Alertmanager that the operator makes of AlertmanagerConfig objects, as one document; it is in the file of its
 * base, else in that of the first object. An object that the operator refuses is left out.
 *
 * @param base the configuration of the Alertmanager's Secret; undefined: the object that is the base where there is one,
 *   else the operator's own
 * @returns undefined where there is no object
 */
export function operatorAlertmanager(
  objects: readonly AlertmanagerDocument[],
  base?: AlertmanagerDocument,
): AlertmanagerDocument | undefined {
  const accepted = objects.filter(({ issues }) => issues.every(({ level }) => level !== 'error'));
  const [first] = accepted.length > 0 ? accepted : objects;
  if (first === undefined) return undefined;
  const root = base ?? accepted.find(isBase);
  const config = joinOperatorObjects(
    root?.config,
    accepted
      .filter((object) => !isBase(object))
      .map(({ objectKey = '', config: of }) => ({ key: objectKey, config: of })),
  );
  const issues = accepted.length > 0 ? (base?.issues ?? []) : first.issues;
  const { file, range } = root ?? first;
  return { kind: 'alertmanager', file, range, origin: 'object', config, issues, tree: treeOf(config) };
}

/** Whether the others are added to this object: its route has no parent. */
function isBase({ config }: AlertmanagerDocument): boolean {
  return config.isBase === true;
}

function treeOf({ route, version }: AlertmanagerConfig): RouteTree | undefined {
  if (route === undefined) return undefined;
  return buildRouteTree(route, { emptyGroupByOverrides: !isBefore(version, '0.31') });
}

/** The route of the file that a route of its tree was built from. */
export function routeNode(route: Route): RouteNode {
  // The tree is built from the file's routes as they are.
  return route.config as RouteNode;
}

/** The labels of an object of Kubernetes. */
function labelsOf(root: YamlNode): ReadonlyMap<string, string> {
  const labels = child(child(root, 'metadata'), 'labels');
  if (labels?.kind !== 'map') return new Map();
  return new Map(labels.entries.map(({ key, value }) => [key.text, textOf(value) ?? '']));
}

function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' ? node.text : undefined;
}

function readVictoria(root: YamlNode, file: SourceFile, settings: AlertmanagerSettings): DecodeResult {
  const [namespace = '', name = ''] = operatorObjectKey(root, settings).split('/');
  const { version = NEWEST, matcherStrategy } = settings;
  const owner = { namespace, name, isEnforced: matcherStrategy !== 'None' };
  return decodeVictoriaConfig(root, file.text, owner, { version });
}

function readFile(root: YamlNode, file: SourceFile, version: AlertmanagerVersion = NEWEST): DecodeResult {
  const functions = alertmanagerFunctions(version);
  const templateFault = (text: string): string | undefined =>
    parseWith(functions, '', text).errors[0]?.message;
  return decodeAlertmanager(root, file.text, { version, templateFault });
}

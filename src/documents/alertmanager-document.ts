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
import { decodeOperatorConfig } from './alertmanager/operator.ts';
import type { AlertmanagerConfig, DecodeResult, RouteNode } from './alertmanager/types.ts';
import { isBefore, NEWEST } from './alertmanager/version.ts';
import type { AlertmanagerVersion } from './alertmanager/version.ts';

/** An Alertmanager configuration, what is wrong with it, and its routing tree ready to be asked. */
export interface AlertmanagerDocument {
  readonly kind: 'alertmanager';
  readonly file: SourceFile;
  readonly range: Range;
  /**
   * `object`: an AlertmanagerConfig of Kubernetes, one branch of a tree whose root the operator writes; what other
   * objects and the root do is not known.
   */
  readonly origin: 'file' | 'object';
  readonly config: AlertmanagerConfig;
  readonly issues: readonly AlertmanagerIssue[];
  /** undefined: the file has no route. */
  readonly tree: RouteTree | undefined;
}

/**
 * Reads an Alertmanager configuration file, or an AlertmanagerConfig object, as a version of Alertmanager and
 * the operator that is set up so would (default: the newest known, and alerts of the own namespace).
 */
export function readAlertmanager(
  root: YamlNode,
  file: SourceFile,
  settings: AlertmanagerSettings = {},
): AlertmanagerDocument {
  const origin = child(root, 'apiVersion') === undefined ? 'file' : 'object';
  const { config, issues } =
    origin === 'file'
      ? readFile(root, file, settings.version)
      : decodeOperatorConfig(root, file.text, settings);
  const emptyGroupByOverrides = !isBefore(config.version, '0.31');
  return {
    kind: 'alertmanager',
    file,
    range: root.range,
    origin,
    config,
    issues,
    tree: config.route === undefined ? undefined : buildRouteTree(config.route, { emptyGroupByOverrides }),
  };
}

/** The route of the file that a route of its tree was built from. */
export function routeNode(route: Route): RouteNode {
  // The tree is built from the file's routes as they are.
  return route.config as RouteNode;
}

function readFile(root: YamlNode, file: SourceFile, version: AlertmanagerVersion = NEWEST): DecodeResult {
  const functions = alertmanagerFunctions(version);
  const templateFault = (text: string): string | undefined =>
    parseWith(functions, '', text).errors[0]?.message;
  return decodeAlertmanager(root, file.text, { version, templateFault });
}

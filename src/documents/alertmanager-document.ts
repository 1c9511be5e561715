import { buildRouteTree } from '../routing/tree/build.ts';
import type { RouteTree } from '../routing/tree/route.ts';
import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { YamlNode } from '../yaml/node.ts';
import { decodeAlertmanager } from './alertmanager/decode.ts';
import type { AlertmanagerIssue } from './alertmanager/issue.ts';
import type { AlertmanagerConfig } from './alertmanager/types.ts';
import { isBefore } from './alertmanager/version.ts';
import type { AlertmanagerVersion } from './alertmanager/version.ts';

/** An Alertmanager configuration, what is wrong with it, and its routing tree ready to be asked. */
export interface AlertmanagerDocument {
  readonly kind: 'alertmanager';
  readonly file: SourceFile;
  readonly range: Range;
  readonly config: AlertmanagerConfig;
  readonly issues: readonly AlertmanagerIssue[];
  /** undefined: the file has no route. */
  readonly tree: RouteTree | undefined;
}

/** Reads a plain Alertmanager configuration file as a version of Alertmanager would (default: the newest known). */
export function readAlertmanager(
  root: YamlNode,
  file: SourceFile,
  version?: AlertmanagerVersion,
): AlertmanagerDocument {
  const { config, issues } = decodeAlertmanager(root, file.text, { version });
  const emptyGroupByOverrides = !isBefore(config.version, '0.31');
  return {
    kind: 'alertmanager',
    file,
    range: root.range,
    config,
    issues,
    tree: config.route === undefined ? undefined : buildRouteTree(config.route, { emptyGroupByOverrides }),
  };
}

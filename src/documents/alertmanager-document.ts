import type { SourceFile } from '../source/source-file.ts';
import type { YamlNode } from '../yaml/node.ts';
import type { IssueSink } from './issue.ts';
import type { ProjectDocument } from './types.ts';
export interface AlertmanagerDocument {
  readonly kind: 'alertmanager';
  readonly file: SourceFile;
  readonly root: YamlNode;
}
export function readAlertmanager(root: YamlNode, file: SourceFile, _issues: IssueSink): ProjectDocument[] {
  return [{ kind: 'alertmanager', file, root }];
}

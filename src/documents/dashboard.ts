import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';
import { child } from '../yaml/node.ts';
import type { YamlNode } from '../yaml/node.ts';

/** A Grafana dashboard as far as links to it need it. */
export interface DashboardDocument {
  readonly kind: 'dashboard';
  readonly file: SourceFile;
  readonly range: Range;
  readonly uid: string | undefined;
  readonly title: string | undefined;
  readonly panelIds: ReadonlySet<number>;
}

/** Decodes a dashboard: its uid and the ids of its panels, those inside collapsed rows included. */
export function decodeDashboard(root: YamlNode, file: SourceFile): DashboardDocument {
  const panelIds = new Set<number>();
  const collect = (panels: YamlNode | undefined): void => {
    if (panels?.kind !== 'seq') return;
    for (const panel of panels.items) {
      const id = child(panel, 'id');
      if (id?.kind === 'scalar' && typeof id.value === 'number') panelIds.add(id.value);
      collect(child(panel, 'panels'));
    }
  };
  collect(child(root, 'panels'));
  const rows = child(root, 'rows');
  if (rows?.kind === 'seq') for (const row of rows.items) collect(child(row, 'panels'));
  return {
    kind: 'dashboard',
    file,
    range: root.range,
    uid: text(root, 'uid'),
    title: text(root, 'title'),
    panelIds,
  };
}

function text(root: YamlNode, key: string): string | undefined {
  const node = child(root, key);
  return node?.kind === 'scalar' && node.text !== '' ? node.text : undefined;
}

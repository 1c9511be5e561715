import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';
import { child } from '../yaml/node.ts';
import type { YamlNode } from '../yaml/node.ts';

/** A panel of a dashboard, also one inside of a row. */
export interface Panel {
  readonly id: number | undefined;
  readonly title: string | undefined;
  /** `timeseries`, `row`, ...; undefined: it does not say. */
  readonly type: string | undefined;
  /** The panel as it was written: what is not read here can be looked up. */
  readonly node: YamlNode;
  readonly range: Range;
}

/** A Grafana dashboard as far as links to it need it. */
export interface DashboardDocument {
  readonly kind: 'dashboard';
  readonly file: SourceFile;
  readonly range: Range;
  readonly uid: string | undefined;
  readonly title: string | undefined;
  /** Rows included, each before the panels inside of it. */
  readonly panels: readonly Panel[];
  readonly panelIds: ReadonlySet<number>;
}

/** Decodes a dashboard: its uid and the ids of its panels, those inside collapsed rows included. */
export function decodeDashboard(root: YamlNode, file: SourceFile): DashboardDocument {
  const panels: Panel[] = [];
  const collect = (nodes: YamlNode | undefined): void => {
    if (nodes?.kind !== 'seq') return;
    for (const panel of nodes.items) {
      panels.push(readPanel(panel));
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
    panels,
    panelIds: new Set(panels.flatMap(({ id }) => (id === undefined ? [] : [id]))),
  };
}

function readPanel(node: YamlNode): Panel {
  const id = child(node, 'id');
  return {
    id: id?.kind === 'scalar' && typeof id.value === 'number' ? id.value : undefined,
    title: text(node, 'title'),
    type: text(node, 'type'),
    node,
    range: node.range,
  };
}

function text(root: YamlNode, key: string): string | undefined {
  const node = child(root, key);
  return node?.kind === 'scalar' && node.text !== '' ? node.text : undefined;
}

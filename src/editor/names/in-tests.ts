import type { TestDocument } from '../../documents/types.ts';
import { parseExpr } from '../../promql/syntax/parse.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { ScalarNode, YamlNode } from '../../yaml/node.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import { innerRange } from './occurrence.ts';
import type { NameKind, Occurrence } from './occurrence.ts';

/** What the value of a key names, in scenarios, promtool's unit tests and route tests alike. */
const KEYS: Readonly<Record<string, NameKind | undefined>> = {
  alert: 'alert',
  alertname: 'alert',
  inhibited_by: 'alert',
  receivers: 'receiver',
  receiver: 'receiver',
  muted_by: 'interval',
};

/** The alerts, receivers, intervals and series that a test file names. */
export function namesInTest({ file, root }: TestDocument): Occurrence[] {
  const names: Occurrence[] = [];
  const walk = (node: YamlNode): void => {
    if (node.kind === 'seq') for (const item of node.items) walk(item);
    if (node.kind !== 'map') return;
    for (const { key, value } of node.entries) {
      const kind = Object.hasOwn(KEYS, key.text) ? KEYS[key.text] : undefined;
      if (kind !== undefined) names.push(...scalarsIn(value).map((scalar) => use(kind, scalar, file)));
      if (key.text === 'series' || key.text === 'input_series') names.push(...seriesIn(value, file));
      if (key.text === 'expr' && value.kind === 'scalar') names.push(...selectorsIn(value, file));
      walk(value);
    }
  };
  walk(root);
  return names;
}

const scalarsIn = (node: YamlNode): readonly ScalarNode[] =>
  node.kind === 'scalar'
    ? [node]
    : node.kind === 'seq'
      ? node.items.filter((item): item is ScalarNode => item.kind === 'scalar')
      : [];

function use(kind: NameKind, node: ScalarNode, file: SourceFile): Occurrence {
  return { kind, name: node.text, role: 'use', file, range: innerRange(node, file) };
}

/** `input_series: [{ series: 'up{job="a"}' }]` of promtool, `series: { 'up{job="a"}': 1x5 }` of a scenario. */
function seriesIn(node: YamlNode, file: SourceFile): Occurrence[] {
  if (node.kind === 'scalar') return seriesName(node, file);
  return node.kind === 'map' ? node.entries.flatMap(({ key }) => seriesName(key, file)) : [];
}

function seriesName(node: ScalarNode, file: SourceFile): Occurrence[] {
  const found = /^\s*([a-zA-Z_:][\w:]*)/.exec(node.text);
  const name = found?.[1];
  if (found === null || name === undefined) return [];
  const end = found[0].length;
  const range = scalarRange(node, file.text, end - name.length, end);
  return [{ kind: 'series', name, role: 'use', file, range }];
}

function selectorsIn(node: ScalarNode, file: SourceFile): Occurrence[] {
  const { expr } = parseExpr(node.text);
  const names: Occurrence[] = [];
  if (expr !== undefined)
    walkExpr(expr, (inner) => {
      if (inner.kind !== 'VectorSelector' || inner.name === undefined || inner.nameRange === undefined)
        return;
      const { start, end } = inner.nameRange;
      const range = scalarRange(node, file.text, start, end);
      names.push({ kind: 'series', name: inner.name, role: 'use', file, range });
    });
  return names;
}

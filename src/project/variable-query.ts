import { DashboardExpression } from '../documents/dashboard/index.ts';
import type { DashboardVariable } from '../documents/dashboard/index.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { ScalarNode } from '../yaml/node.ts';
import { scalarOffsets } from '../yaml/offsets.ts';

/**
 * The queries in a variable's own words, those of Grafana's Prometheus data source (metric_find_query.ts):
 * `label_values(selector, label)` and `query_result(query)`.
 */
export function variableQueries(
  { type, query }: DashboardVariable,
  file: SourceFile,
): readonly DashboardExpression[] {
  if (type !== 'query' || query === undefined) return [];
  const part = partOf(query.value);
  if (part === undefined || part.text.trim() === '') return [];
  return [new DashboardExpression(file, part.text, partNode(query.node, file, part))];
}

interface Part {
  readonly text: string;
  readonly start: number;
}

function partOf(query: string): Part | undefined {
  const call = /^\s*(label_values|query_result)\(/.exec(query);
  const close = query.lastIndexOf(')');
  if (call === null || close < call[0].length || query.slice(close + 1).trim() !== '') return undefined;
  const start = call[0].length;
  const inner = query.slice(start, close);
  if (call[1] === 'query_result') return { text: inner, start };
  // The label follows the last comma: one inside of braces belongs to the selector.
  const comma = inner.lastIndexOf(',');
  const label = inner.slice(comma + 1).trim();
  return comma < 0 || !/^[\w$[\]{}:]+$/.test(label) || label.includes('{') !== label.includes('}')
    ? undefined
    : { text: inner.slice(0, comma), start };
}

/** A part of a scalar as a scalar of its own. */
function partNode(node: ScalarNode, file: SourceFile, { text, start }: Part): ScalarNode {
  const offsets = (): Uint32Array => scalarOffsets(node, file.text).slice(start, start + text.length + 1);
  return { ...node, text, value: text, offsets };
}

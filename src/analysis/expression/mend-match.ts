import type { BinaryExpr } from '../../promql/syntax/ast.ts';
import type { Alternative, LabelMismatch } from '../../promql/infer/index.ts';

const listed = (labels: readonly string[]): string => labels.join(', ');

/** What to write so that two sides of an operator can match: the on, ignoring, group_left that it takes. */
export function mendMatch(
  node: BinaryExpr,
  found: readonly LabelMismatch[],
  left: Alternative,
  right: Alternative,
): string {
  const labels = found.map(({ label }) => label);
  const setOperator = node.op === 'and' || node.op === 'or' || node.op === 'unless';
  if (node.matching?.keyword === 'on') return mendOn(found, labels);
  const missingLeft = found.some(({ kind }) => kind === 'missing-left');
  const missingRight = found.some(({ kind }) => kind === 'missing-right');
  const ignored = [...new Set([...(node.matching?.labels ?? []).map(({ name }) => name), ...labels])];
  if (setOperator)
    return `write "${node.op} ${matchingText(ignored, left, right)}" to compare only the labels that both sides have`;
  if (missingLeft && missingRight) return `aggregate both sides by the same labels`;
  const written = node.matching?.cardinality !== 'one-to-one';
  const group =
    written || (!missingLeft && !missingRight) ? '' : missingRight ? ' group_left' : ' group_right';
  const sides = missingRight ? 'right' : 'left';
  const keep = missingLeft || missingRight ? `, or keep ${quoted(labels)} on the ${sides} side too` : '';
  return `write "${operator(node)} ignoring (${listed(ignored)})${group}"${keep}`;
}

function matchingText(ignored: readonly string[], left: Alternative, right: Alternative): string {
  const shared = sharedLabels(left, right, ignored);
  return shared === undefined ? `ignoring (${listed(ignored)})` : `on (${listed(shared)})`;
}

/** The labels that both sides surely share; undefined where either set is open. */
function sharedLabels(
  left: Alternative,
  right: Alternative,
  ignored: readonly string[],
): readonly string[] | undefined {
  if (left.labels.others !== 'never' || right.labels.others !== 'never') return undefined;
  const has = ({ labels }: Alternative, name: string): boolean =>
    (labels.known.get(name)?.presence ?? 'never') !== 'never';
  return [...left.labels.known.keys()].filter(
    (name) => name !== '__name__' && !ignored.includes(name) && has(left, name) && has(right, name),
  );
}

function operator(node: BinaryExpr): string {
  return node.bool ? `${node.op} bool` : node.op;
}

function mendOn(found: readonly LabelMismatch[], labels: readonly string[]): string {
  const [first] = found;
  if (first?.kind === 'values') return `take ${quoted(labels)} out of "on"`;
  const side = first?.kind === 'missing-left' ? 'left' : 'right';
  return `take ${quoted(labels)} out of "on", or keep ${labels.length === 1 ? 'it' : 'them'} on the ${side} side`;
}

function quoted(labels: readonly string[]): string {
  return labels.map((label) => `"${label}"`).join(', ');
}

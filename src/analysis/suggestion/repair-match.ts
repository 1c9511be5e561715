import type { TextEdit } from '../../diagnostics/diagnostic.ts';
import type { Project, PromqlQuery } from '../../project/project.ts';
import { takesPart, unwrap } from '../../promql/infer/index.ts';
import type { Alternative } from '../../promql/infer/index.ts';
import { selectedName } from '../../project/series-graph.ts';
import type { BinaryExpr, Expr } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import type { ImpossibleJoin } from '../expression/index.ts';
import { impossibleJoin, joinsOf } from '../expression/index.ts';
import { rewritten, suggestedFix } from './edit.ts';
import type { Repair } from './offer.ts';
import { canReturn } from './works.ts';

/** A way to write an operator and what follows it. */
interface Candidate {
  readonly written: string;
  readonly edit: TextEdit;
}

/** An expression has so many broken joins at most before no suggestion is made any more. */
const MOST_BROKEN = 6;

/**
 * How to let the two sides of a join match. A suggestion is offered only where the whole expression, with all of its
 * broken joins changed, returns something on generated series.
 */
export function repairMatch(query: PromqlQuery, node: BinaryExpr, project: Project): Repair {
  const found = impossibleJoin(node, project);
  if (found === undefined) return { help: 'correct the matching' };
  const index = query.ast === undefined ? -1 : joinsOf(query.ast).indexOf(node);
  const chosen = index < 0 ? undefined : repairedJoins(query, project);
  const own = chosen?.get(index);
  if (chosen === undefined || own === undefined) return { help: inWords(node, found) };
  const edits = [...chosen.values()].map(({ edit }) => edit);
  const help = `write "${own.written}"${alternative(node, found)}`;
  return { help, fix: suggestedFix(query, edits, `write "${own.written}"`) };
}

/** The choice for each broken join of an expression, by its place in the order of the text. */
function repairedJoins(query: PromqlQuery, project: Project): ReadonlyMap<number, Candidate> | undefined {
  if (query.ast === undefined) return undefined;
  const originals = joinsOf(query.ast);
  const chosen = new Map<number, Candidate>();
  for (let round = 0; round < MOST_BROKEN; round++) {
    const changed = rewritten(query, editsOf(chosen));
    if (changed === undefined) return undefined;
    const joins = joinsOf(changed.ast);
    // The innermost first: its result decides about those around it.
    const index = joins.findLastIndex((join) => impossibleJoin(join, project) !== undefined);
    const [original, broken] = [originals[index], joins[index]];
    if (original === undefined || broken === undefined)
      return chosen.size > 0 && canReturn(changed.ast, changed.text, project) ? chosen : undefined;
    const pair = impossibleJoin(broken, project);
    if (pair === undefined || chosen.has(index)) return undefined;
    const candidate = candidates(original, pair, query.source.text).find((each) =>
      works(query, [...editsOf(chosen), each.edit], index, project),
    );
    if (candidate === undefined) return undefined;
    chosen.set(index, candidate);
  }
  return undefined;
}

function editsOf(chosen: ReadonlyMap<number, Candidate>): TextEdit[] {
  return [...chosen.values()].map(({ edit }) => edit);
}

/** Whether the join with that place matches after the edits. */
function works(query: PromqlQuery, edits: readonly TextEdit[], index: number, project: Project): boolean {
  const changed = rewritten(query, edits);
  const node = changed === undefined ? undefined : joinsOf(changed.ast)[index];
  if (changed === undefined || node === undefined) return false;
  return impossibleJoin(node, project) === undefined && canReturn(node, changed.text, project);
}

/** Ways to write the operator, the best first. Each is tried before it is offered. */
function candidates(node: BinaryExpr, { left, right, labels }: ImpossibleJoin, text: string): Candidate[] {
  const instead = constantOf(node) ?? presenceOf(node, text);
  if (instead !== undefined) return [instead];
  const mismatched = [...new Set(labels.map(({ label }) => label))];
  const missingLeft = labels.some(({ kind }) => kind === 'missing-left');
  const missingRight = labels.some(({ kind }) => kind === 'missing-right');
  if (missingLeft && missingRight && !isSetOperator(node)) return [];
  const missing = missingLeft || missingRight;
  const group = isSetOperator(node) ? '' : groupText(node, missingLeft, missingRight);
  const common =
    commonLabels(node, left, right, mismatched) ??
    (isSetOperator(node) && missing ? surelyCommon(left, right, mismatched) : undefined);
  const on = common === undefined ? [] : [`on (${common.join(', ')})${group}`];
  const named = node.matching?.labels.map(({ name }) => name) ?? [];
  const ignoring = [`ignoring (${[...new Set([...named, ...mismatched])].join(', ')})${group}`];
  const ways =
    node.matching?.keyword === 'on'
      ? [`on (${named.filter((name) => !mismatched.includes(name)).join(', ')})${group}`]
      : isSetOperator(node) || (missing && hasOpenSide(left, right))
        ? [...on, ...ignoring]
        : [...ignoring, ...on];
  return ways.map((matching) => operatorCandidate(node, matching));
}

function operatorCandidate(node: BinaryExpr, matching: string): Candidate {
  const written = `${node.op}${node.bool ? ' bool' : ''} ${matching}`;
  const range = { start: node.opRange.start, end: Math.max(node.opRange.end, node.matching?.end ?? 0) };
  return { written, edit: { range, text: written } };
}

/** `... / vector(100)`: a number is compared and calculated with as it is, whatever labels the other side has. */
function constantOf(node: BinaryExpr): Candidate | undefined {
  const call = unwrap(node.rhs);
  const argument = call.kind === 'Call' && call.func === 'vector' ? call.args[0] : undefined;
  if (isSetOperator(node) || argument?.kind !== 'NumberLiteral') return undefined;
  const written = `${node.op}${node.bool ? ' bool' : ''} ${String(argument.value)}`;
  return { written, edit: { range: { start: node.opRange.start, end: node.rhs.end }, text: written } };
}

/**
 * `a > 0 and absent_over_time(a[1d] offset 1h)`: absent() has no labels of the series that are missing. Which of the
 * series of the left side were not there is what `a > 0 unless present_over_time(a[1d] offset 1h)` says.
 */
function presenceOf(node: BinaryExpr, text: string): Candidate | undefined {
  const call = unwrap(node.rhs);
  const [argument] = call.kind === 'Call' ? call.args : [];
  if (call.kind !== 'Call' || argument === undefined || !isAbsent(node)) return undefined;
  const op = node.op === 'and' ? 'unless' : 'and';
  const inner = text.slice(argument.start, argument.end);
  const written = `${op} ${call.func === 'absent' ? inner : `present_over_time(${inner})`}`;
  return { written, edit: { range: { start: node.opRange.start, end: node.rhs.end }, text: written } };
}

/** Is the right side the absence of what the left side is about? */
function isAbsent(node: BinaryExpr): boolean {
  const call = unwrap(node.rhs);
  return (
    (node.op === 'and' || node.op === 'unless') &&
    node.matching?.keyword === undefined &&
    call.kind === 'Call' &&
    (call.func === 'absent' || call.func === 'absent_over_time') &&
    metricsOf(call).some((metric) => metricsOf(node.lhs).includes(metric))
  );
}

function metricsOf(expr: Expr): string[] {
  const names: string[] = [];
  walkExpr(expr, (node) => {
    const name = node.kind === 'VectorSelector' ? selectedName(node) : undefined;
    if (name !== undefined) names.push(name);
  });
  return names;
}

function groupText(node: BinaryExpr, missingLeft: boolean, missingRight: boolean): string {
  const { cardinality, include } = node.matching!;
  const copied = include.length === 0 ? '' : ` (${include.map(({ name }) => name).join(', ')})`;
  if (cardinality === 'many-to-one') return ` group_left${copied}`;
  if (cardinality === 'one-to-many') return ` group_right${copied}`;
  return missingRight ? ' group_left' : missingLeft ? ' group_right' : '';
}

function hasOpenSide(left: Alternative, right: Alternative): boolean {
  return left.labels.others === 'maybe' || right.labels.others === 'maybe';
}

/** The labels of the sides that are closed, without those that the other side lacks; undefined where both are open. */
function commonLabels(
  node: BinaryExpr,
  left: Alternative,
  right: Alternative,
  mismatched: readonly string[],
): string[] | undefined {
  const closed = [left, right].filter(({ labels }) => labels.others === 'never');
  const [first] = closed;
  if (first === undefined) return undefined;
  return [...first.labels.known.keys()].filter(
    (name) =>
      name !== '__name__' &&
      !isFromServer(name, first) &&
      !mismatched.includes(name) &&
      (node.matching?.keyword !== 'ignoring' || takesPart(node, name)) &&
      closed.every(({ labels }) => (labels.known.get(name)?.presence ?? 'never') !== 'never'),
  );
}

/** The labels that both sides are known to have, where each may have more. */
function surelyCommon(left: Alternative, right: Alternative, mismatched: readonly string[]): string[] {
  return [...left.labels.known]
    .filter(
      ([name, { presence }]) =>
        presence === 'always' &&
        right.labels.known.get(name)?.presence === 'always' &&
        name !== '__name__' &&
        !mismatched.includes(name),
    )
    .map(([name]) => name);
}

/** A label that no expression gives a recorded series: only the server that recorded it may have added it. */
function isFromServer(name: string, { labels }: Alternative): boolean {
  const fact = labels.known.get(name);
  return fact?.presence === 'maybe' && fact.reason === undefined && name !== 'job' && name !== 'instance';
}

function isSetOperator({ op }: BinaryExpr): boolean {
  return op === 'and' || op === 'or' || op === 'unless';
}

/** What else can be done, after a suggestion. */
function alternative(node: BinaryExpr, { labels }: ImpossibleJoin): string {
  if (constantOf(node) !== undefined) return ': a number needs no labels';
  if (isSetOperator(node))
    return isAbsent(node)
      ? ': absent() tests all series together, and has none of their labels'
      : ' to compare only the common labels';
  const [first] = labels;
  if (first === undefined || first.kind === 'values') return '';
  return `, or keep ${quoted(labels)} on the ${first.kind === 'missing-left' ? 'left' : 'right'} side too`;
}

/** What to do where no way to write the operator is proved to work. */
function inWords(node: BinaryExpr, { labels }: ImpossibleJoin): string {
  const [first] = labels;
  if (first === undefined || first.kind === 'values')
    return `exclude ${quoted(labels)} from the comparison of the two sides`;
  const both =
    labels.some(({ kind }) => kind === 'missing-left') && labels.some(({ kind }) => kind === 'missing-right');
  if (both) return 'aggregate both sides by the same labels';
  const side = first.kind === 'missing-left' ? 'left' : 'right';
  const where = node.matching?.keyword === 'on' ? ', or remove it from "on"' : '';
  return `keep ${quoted(labels)} on the ${side} side${where}, or aggregate both sides by their common labels`;
}

function quoted(labels: ImpossibleJoin['labels']): string {
  return [...new Set(labels.map(({ label }) => `"${label}"`))].join(', ');
}

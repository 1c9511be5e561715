import type { LogqlExpr } from '../../logql/syntax/ast.ts';
import type { Expr } from '../../promql/syntax/ast.ts';

/** Do two PromQL trees mean the same? Places, the order of matchers and what is only notation do not count. */
export function samePromql(a: Expr, b: Expr): boolean {
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

/** Do two LogQL trees mean the same? Places and brackets do not count. */
export function sameLogql(a: LogqlExpr, b: LogqlExpr): boolean {
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

type Fields = Readonly<Record<string, unknown>>;

/** A tree without places and notation, in one form for all that means the same. */
function plain(value: unknown): unknown {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const node = simplified(value as Fields);
  if (node !== value) return plain(node);
  const entries = Object.entries(node)
    .filter(([key, inner]) => inner !== undefined && !isNotation(key))
    .map(([key, inner]) => [key, plain(inner)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isNotation(key: string): boolean {
  return key === 'start' || key === 'end' || key === 'plain' || key.endsWith('Range');
}

/** The node in its one form, or itself where it has it. */
function simplified(node: Fields): Fields {
  switch (node.kind) {
    case 'VectorSelector': {
      const matchers = (node.matchers as readonly Fields[]).map(({ name, op, value }) => ({
        name,
        op,
        value,
      }));
      if (node.name !== undefined) matchers.push({ name: '__name__', op: '=', value: node.name });
      const sorted = matchers.map((each) => JSON.stringify(each)).sort();
      return { ...node, kind: 'Selector', name: undefined, matchers: sorted };
    }
    case 'StreamSelector': {
      const matchers = (node.matchers as readonly Fields[]).map(({ name, op, value }) => ({
        name,
        op,
        value,
      }));
      return { ...node, kind: 'Streams', matchers };
    }
    case 'AggregateExpr':
    case 'VectorAggregation':
      return withoutEmptyGrouping(node);
    case 'BinaryExpr':
      return withoutEmptyMatching(node);
    case 'LogQuery':
      return withSplitFilters(node);
    case 'ParenExpr':
    case 'DurationParen': {
      // Brackets of a bracketed expression add nothing.
      const inner = node.expr as Fields;
      return inner.kind === node.kind ? inner : node;
    }
    default:
      return withoutEmptyOffset(node);
  }
}

/** `offset 0s` counts as no offset. */
function withoutEmptyOffset(node: Fields): Fields {
  const offset = node.offset as Fields | undefined;
  const none = offset !== undefined && (offset.seconds === 0 || offset.nanoseconds === 0);
  return none ? { ...node, offset: undefined } : node;
}

/** `by ()` counts as no grouping. */
function withoutEmptyGrouping(node: Fields): Fields {
  if (node.keyword === 'by' && Array.isArray(node.grouping) && node.grouping.length === 0)
    return { ...node, keyword: undefined };
  const grouping = node.grouping as Fields | undefined;
  if (grouping?.keyword === 'by' && Array.isArray(grouping.labels) && grouping.labels.length === 0)
    return { ...node, grouping: undefined };
  return node;
}

/** `ignoring ()` without a group modifier is how vectors match anyway. */
function withoutEmptyMatching(node: Fields): Fields {
  const matching = node.matching as Fields | undefined;
  if (matching?.keyword !== 'ignoring' || !Array.isArray(matching.labels) || matching.labels.length > 0)
    return node;
  const rest = { ...matching, keyword: undefined };
  const pure = matching.cardinality === 'one-to-one' && 'nanoseconds' in node;
  return { ...node, matching: pure ? undefined : rest };
}

/** `!= "a" or "b"` is `!= "a" != "b"`. */
function withSplitFilters(node: Fields): Fields {
  const stages = node.stages as readonly Fields[];
  const split = stages.flatMap((stage) => {
    const alternatives = stage.alternatives as readonly Fields[] | undefined;
    if (alternatives === undefined || alternatives.length < 2 || !String(stage.op).startsWith('!'))
      return [stage];
    return alternatives.map((alternative) => ({ ...stage, alternatives: [alternative] }));
  });
  return split.length === stages.length ? node : { ...node, stages: split };
}

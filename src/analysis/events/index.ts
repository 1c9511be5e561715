import type { RuleGroup } from '../../documents/rules/types.ts';
import type { BinaryExpr, LogqlExpr, RangeAggregation } from '../../logql/syntax/index.ts';
import { literalValue, unparen } from '../../logql/syntax/index.ts';
import type { Project } from '../../project/project.ts';

/** A count of log lines that an alert compares with a limit from below. */
export interface CountedLines {
  readonly node: RangeAggregation;
  /** The least count or rate that is not above the limit. */
  readonly limit: number;
  /** One line is enough. */
  readonly any: boolean;
}

const COUNTS: ReadonlySet<string> = new Set(['count_over_time', 'rate', 'bytes_over_time', 'bytes_rate']);

/** The counts of log lines that an alert compares with a limit, below `and`, `or` and `unless`. */
export function countedLines(expr: LogqlExpr): CountedLines[] {
  const node = unparen(expr);
  if (node.kind !== 'BinaryExpr') return [];
  if (node.op === 'and' || node.op === 'or') return [...countedLines(node.lhs), ...countedLines(node.rhs)];
  if (node.op === 'unless') return countedLines(node.lhs);
  const limit = node.op === '>' || node.op === '>=' ? literalValue(node.rhs) : undefined;
  const count = countBelow(node.lhs);
  if (limit === undefined || count === undefined) return [];
  return [{ node: count, limit, any: isAny(node, count, limit) }];
}

/** The count inside of sums. */
function countBelow(expr: LogqlExpr): RangeAggregation | undefined {
  const node = unparen(expr);
  if (node.kind === 'VectorAggregation' && (node.op === 'sum' || node.op === 'max'))
    return countBelow(node.expr);
  return node.kind === 'RangeAggregation' && COUNTS.has(node.op) && node.range.unwrap === undefined
    ? node
    : undefined;
}

function isAny({ op }: BinaryExpr, { op: func }: RangeAggregation, limit: number): boolean {
  if (op === '>') return limit === 0;
  return func === 'count_over_time' && limit > 0 && limit <= 1;
}

/** How often Loki evaluates a group, and where that is said: the group, the project's Loki, or Loki's own default. */
export function lokiInterval(
  group: RuleGroup,
  { lokiConfigs }: Project,
): { readonly ms: number; readonly from: string } | undefined {
  if (group.interval !== undefined && group.interval.value > 0)
    return { ms: group.interval.value, from: group.file.path };
  const written = lokiConfigs.flatMap(({ ruler, file }) =>
    ruler?.evaluationIntervalMs === undefined ? [] : [{ ms: ruler.evaluationIntervalMs, from: file.path }],
  );
  // Several servers: nobody knows which of them evaluates the group.
  if (written.length > 1) return undefined;
  return written[0] ?? { ms: 60_000, from: "Loki's default" };
}

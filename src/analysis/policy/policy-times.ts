import type { Bounds, Policy } from '../../config/policy-types.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { children } from '../../promql/syntax/walk.ts';
import type { PolicyPart } from './policy-part.ts';
import type { PolicyScope } from './policy-scope.ts';
import { oldestSampleMs, staticMs } from '../expression/index.ts';

/** What a policy finds wrong with the ranges of an expression, and with how far back it looks. */
export function judgeTimes({ limits }: Policy, { nodes }: PolicyScope): PolicyPart[] {
  return [
    ...(limits.range === undefined ? [] : judgeRanges(limits.range, nodes)),
    ...(limits.age === undefined ? [] : judgeAges(limits.age, nodes)),
  ];
}

function judgeRanges({ min, max }: Bounds, nodes: PolicyScope['nodes']): PolicyPart[] {
  return nodes.flatMap((node): PolicyPart[] => {
    if (node.kind !== 'MatrixSelector' && node.kind !== 'SubqueryExpr') return [];
    const ms = staticMs(node.range);
    if (ms === undefined) return [];
    const text = formatDurationMs(ms);
    if (min !== undefined && ms < min)
      return [
        {
          range: node.range,
          what: `the range ${text} is too short`,
          help: `use at least ${formatDurationMs(min)}`,
        },
      ];
    if (max !== undefined && ms > max)
      return [
        {
          range: node.range,
          what: `the range ${text} is too long`,
          help: `use at most ${formatDurationMs(max)}`,
        },
      ];
    return [];
  });
}

/** The innermost nodes that alone look back too far. */
function judgeAges({ max }: Bounds, nodes: PolicyScope['nodes']): PolicyPart[] {
  if (max === undefined) return [];
  return nodes
    .filter(
      (node) => oldestSampleMs(node) > max && children(node).every((child) => oldestSampleMs(child) <= max),
    )
    .map((node) => ({
      range: node,
      what: `this looks back ${formatDurationMs(oldestSampleMs(node))}`,
      help: `look back at most ${formatDurationMs(max)}`,
    }));
}

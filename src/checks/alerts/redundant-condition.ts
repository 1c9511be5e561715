import type { Project } from '../../project/project.ts';
import {
  filtersOf,
  isFloatComparison,
  isOneInterval,
  literalValue,
  isEmpty,
  intersect,
  isSameVector,
  isWithin,
  passing,
  unwrap,
} from '../../promql/infer/index.ts';
import type { Interval } from '../../promql/infer/index.ts';
import type { BinaryExpr, Expr } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { defineCheck } from '../contract.ts';
import { conditionOf } from '../../analysis/expression/index.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { snippet } from '../support/snippet.ts';

export default defineCheck({
  meta: {
    id: 'alerts/redundant-condition',
    summary: 'redundant conditions: one implies the other',
    why: 'Two thresholds where one is enough are usually a mistake: "and" instead of "or", or the wrong number.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: ruleFile(alert('shop_queue_length > 100 and shop_queue_length > 10')),
          at: ['shop_queue_length > 10'],
        },
        {
          title: 'The first alternative includes the second',
          files: ruleFile(alert('shop_queue_length > 10 or shop_queue_length > 100')),
          at: ['shop_queue_length > 100'],
        },
        {
          title: 'A second threshold below the first',
          files: ruleFile(alert('shop_queue_length > 100 > 10')),
          at: ['> 10'],
        },
        {
          title: 'The metric itself is not a condition',
          files: ruleFile(alert('shop_queue_length > 100 and on (shop) shop_queue_length')),
          at: ['shop_queue_length'],
        },
        {
          title: 'Hours that cover the whole day',
          files: ruleFile(alert('up == 0 and on () (hour() > 18 or hour() < 20)')),
          at: ['hour() > 18 or hour() < 20'],
        },
      ],
      right: [
        { title: 'A range of two thresholds', files: ruleFile(alert('shop_queue_length > 10 < 100')) },
        { files: ruleFile(alert('shop_queue_length > 10 and shop_queue_length < 100')) },
        { files: ruleFile(alert('shop_queue_length > 100 or shop_queue_length < 1')) },
        { files: ruleFile(alert('up == 0 and on () (hour() >= 18 or hour() < 6)')) },
        {
          title: 'Other series',
          files: ruleFile(alert('shop_queue_length{till="1"} > 10 or shop_queue_length > 100')),
        },
      ],
    },
  },
  messages: {
    and: (data: { text: string; other: string }) => ({
      message: `"${data.text}" is always true where "${data.other}" is true`,
      why: 'the condition has no effect',
      help: 'remove the condition, or correct the threshold or the operator',
    }),
    clock: (data: { text: string }) => ({
      message: `"${data.text}" is true at any time`,
      why: 'the condition has no effect, although it should limit the alert to some hours or days',
      help: 'correct the bounds: "and" for a range within a day, "or" for one past midnight; all times are UTC',
    }),
    or: (data: { text: string; other: string }) => ({
      message: `"${data.text}" is true only where "${data.other}" already is`,
      why: 'the alternative has no effect',
      help: 'remove the alternative, use "and", or correct the threshold',
    }),
  },
  create: (context) => ({
    BinaryExpr(node, query) {
      const nested = isFloatComparison(node.op) ? redundantFilter(node) : undefined;
      if (nested !== undefined) {
        const side = { start: node.opRange.start, end: node.end };
        const [text, other] = [snippet(query, side), snippet(query, nested)];
        context.report('and', query.place(side), { text, other });
      }
      if (node.op !== 'and' && node.op !== 'or') return;
      for (const side of [node.lhs, node.rhs]) {
        if (isOfTheClock(side) && holdsAnyTime(side, context.project))
          context.report('clock', query.place(unwrap(side)), { text: snippet(query, unwrap(side)) });
      }
      const found = redundantSide(node, node.op);
      if (found === undefined) return;
      const [text, other] = [snippet(query, found.side), snippet(query, found.other)];
      const related = [{ ...query.place(found.other), message: 'the condition that implies it' }];
      context.report(node.op, query.place(found.side), { text, other }, { related });
    },
  }),
});

/** `(x > 10) > 5`: the inner comparison, which leaves nothing for the outer one to take away. */
function redundantFilter(node: BinaryExpr): Expr | undefined {
  if (literalValue(node.rhs) === undefined) return undefined;
  const [outer, ...inner] = filtersOf(node).filters;
  if (outer === undefined || inner.length === 0) return undefined;
  const [a, b] = [passed([outer]), passed(inner)];
  return a !== undefined && b !== undefined && !isEmpty(b) && isWithin(b, a) ? node.lhs : undefined;
}

/** The side that the other one makes superfluous: in `and` the wider one, in `or` the narrower. */
function redundantSide(node: BinaryExpr, op: 'and' | 'or'): { side: Expr; other: Expr } | undefined {
  const [left, right] = [filtersOf(node.lhs), filtersOf(node.rhs)];
  if (left.filters.length === 0 && (op === 'or' || right.filters.length === 0)) return undefined;
  if (right.filters.length === 0 && op === 'or') return undefined;
  if (!isSameVector(left.base, right.base)) return undefined;
  const [a, b] = [passed(left.filters), passed(right.filters)];
  if (a === undefined || b === undefined || isEmpty(intersect(a, b))) return undefined;
  // With `on`, other series of the same labels take part too; but each also meets itself.
  const free = node.matching?.keyword === undefined;
  if (isWithin(a, b) && (free || op === 'and'))
    return op === 'and' ? { side: node.rhs, other: node.lhs } : { side: node.lhs, other: node.rhs };
  if (isWithin(b, a) && free)
    return op === 'and' ? { side: node.lhs, other: node.rhs } : { side: node.rhs, other: node.lhs };
  return undefined;
}

/** The values that pass all filters; undefined if they are not an interval. */
function passed(filters: Parameters<typeof passing>[0]): Interval | undefined {
  return isOneInterval(filters) ? passing(filters) : undefined;
}

/** Does an expression look at the calendar alone? */
function isOfTheClock(expr: Expr): boolean {
  let calendar = false as boolean;
  let other = false as boolean;
  walkExpr(expr, (node) => {
    if (node.kind === 'VectorSelector') other = true;
    if (node.kind !== 'Call') return;
    if (CALENDAR.test(node.func) && node.args.length === 0) calendar = true;
    else other = true;
  });
  return calendar && !other;
}

const CALENDAR = /^(?:hour|minute|month|day_of_(?:week|month|year)|days_in_month)$/;

/** Two alternatives of which one always holds; `hour() < 24` beside another limit is a habit. */
function holdsAnyTime(expr: Expr, project: Project): boolean {
  const node = unwrap(expr);
  if (node.kind !== 'BinaryExpr' || node.op !== 'or') return false;
  const condition = conditionOf(expr, project);
  return condition.kind === 'unconditional' && condition.always.length > 0 && condition.bools.length === 0;
}

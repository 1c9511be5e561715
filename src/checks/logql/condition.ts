import type { BinaryExpr, LogqlExpr } from '../../logql/syntax/ast.ts';
import { unparen } from '../../logql/syntax/ast.ts';
import { literalValue } from '../../logql/syntax/fold.ts';
import { walk } from '../../logql/analysis/index.ts';
import { isFloatComparison, onlyValue, outcome } from '../../promql/infer/index.ts';
import { defineCheck } from '../contract.ts';
import { lokiAlert } from '../support/example-rules.ts';
import { logqlValue } from '../../analysis/expression/index.ts';
import { sidesText } from '../support/value-text.ts';
import { shortened } from '../support/snippet.ts';

export default defineCheck({
  meta: {
    id: 'logql/condition',
    summary: 'Loki alerts whose condition is always true, never true or missing',
    why: 'Loki returns no sample where there are no log lines, not 0: an alert on "== 0" does not fire when the log stops.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'No lines give no sample, not 0',
          files: lokiAlert('sum(count_over_time({app="web"}[5m])) == 0'),
          at: ['=='],
        },
        {
          title: 'True whenever there is a line',
          files: lokiAlert('sum(rate({app="web"}[5m])) >= 0'),
          at: ['>='],
        },
        {
          title: 'No comparison',
          files: lokiAlert('sum(rate({app="web"}[5m]))'),
          at: ['sum(rate({app="web"}[5m]))'],
        },
        {
          title: 'A share is at most 1',
          files: lokiAlert('sum(rate({app="web"} |= "error" [5m])) / sum(rate({app="web"}[5m])) > 5'),
          at: ['>'],
        },
      ],
      right: [
        { files: lokiAlert('sum(count_over_time({app="web"} |= "error" [5m])) > 5') },
        {
          title: 'With a 0 for no lines',
          files: lokiAlert('(sum(count_over_time({app="web"}[5m])) or vector(0)) == 0'),
        },
        {
          title: 'Every line is a fault',
          files: lokiAlert('sum(count_over_time({app="web"} |= "panic" [5m])) > 0'),
        },
        { files: lokiAlert('absent_over_time({app="web"}[10m])') },
      ],
    },
  },
  messages: {
    never: (data: { text: string; sides: string }) => ({
      message: `"${data.text}" can never be true: ${data.sides}`,
      why: 'the alert never fires',
      help: 'without log lines there is no sample: use absent_over_time(...), or "(... or vector(0)) == 0"; otherwise correct the threshold',
    }),
    always: (data: { text: string; sides: string }) => ({
      message: `"${data.text}" is true whenever there is a line: ${data.sides}`,
      why: 'the alert fires permanently',
      help: 'correct the threshold; to fire on the first line use "> 0"',
    }),
    bool: (data: { text: string }) => ({
      message: `"${data.text}" returns 0 instead of an empty result where the condition is false`,
      why: 'an alert fires for every sample, also for 0: it fires permanently',
      help: 'remove "bool"',
    }),
    none: (_: Readonly<Record<string, never>>) => ({
      message: 'this alert has no condition: it fires as soon as there is a line',
      why: 'an alert ignores the value: it fires if there is a sample',
      help: 'compare with a threshold, as in "... > 0"',
    }),
  },
  create: (context) => ({
    Logql(query) {
      const { owner, ast } = query;
      if (owner.kind !== 'rule' || owner.rule.kind !== 'alert' || ast === undefined) return;
      if (unparen(ast).kind === 'LogQuery') return;
      const text = (node: LogqlExpr): string => shortened(query.source.text.slice(node.start, node.end));
      for (const node of comparisons(ast)) {
        const [left, right] = [logqlValue(node.lhs), logqlValue(node.rhs)];
        if (!isFloatComparison(node.op)) continue;
        if (node.bool) {
          context.report('bool', query.place(node.opRange), { text: text(node) });
          continue;
        }
        const result = outcome(node.op, { ...left, nan: left.nan && node.op === '!=' }, right);
        if (result === 'never') {
          context.report('never', query.place(node.opRange), {
            text: text(node),
            sides: sidesText(left, right),
          });
        } else if (result === 'always' && !isExistence(node)) {
          context.report('always', query.place(node.opRange), {
            text: text(node),
            sides: sidesText(left, right),
          });
        }
      }
      if (!hasCondition(ast)) context.report('none', query.place(ast), {});
    },
  }),
});

/** The comparisons that decide whether an alert fires: the root, and the parts of and, or and unless. */
function comparisons(expr: LogqlExpr): readonly BinaryExpr[] {
  const node = unparen(expr);
  if (node.kind !== 'BinaryExpr') return [];
  if (node.op === 'and' || node.op === 'or') return [...comparisons(node.lhs), ...comparisons(node.rhs)];
  if (node.op === 'unless') return comparisons(node.lhs);
  return isFloatComparison(node.op) ? [node] : [];
}

/** `count_over_time(...) > 0` and `absent_over_time(...) == 1` ask whether there is something, and say so. */
function isExistence({ op, lhs, rhs }: BinaryExpr): boolean {
  const limit = literalValue(rhs);
  if (limit === undefined) return true;
  if (op === '>' || op === '!=') return limit >= 0;
  return op === '>=' ? limit >= 1 : op === '==' && onlyValue(logqlValue(lhs)) !== undefined;
}

/** Whether anything but the presence of lines decides: a comparison, absence, or a set operator. */
function hasCondition(expr: LogqlExpr): boolean {
  let found = false as boolean;
  walk(expr, (node) => {
    found ||=
      (node.kind === 'BinaryExpr' &&
        (isFloatComparison(node.op) || node.op === 'unless' || node.op === 'and')) ||
      (node.kind === 'RangeAggregation' && node.op === 'absent_over_time') ||
      node.kind === 'VectorExpr';
  });
  return found;
}

import { formatSampleValue } from '../../go/numbers/format-float.ts';
import { isSameVector } from '../../promql/infer/index.ts';
import type { BinaryExpr, Expr } from '../../promql/syntax/ast.ts';
import { branchesOf, thresholdOf } from '../../analysis/expression/index.ts';
import type { Threshold } from '../../analysis/expression/index.ts';
import { provedFix } from '../../analysis/suggestion/index.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { alertOf } from '../support/rule-of.ts';
import { snippet } from '../support/snippet.ts';

export default defineCheck({
  meta: {
    id: 'alerts/mirrored-limit',
    summary: 'alternatives that compare one value with a limit and its negative in the same direction',
    why: 'A deviation in both directions is "x > 5 or x < -5". With the same operator on both sides one alternative covers nearly every value, and the other direction is never detected.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: ruleFile(alert('clock_offset > 0.05 or clock_offset > -0.05')),
          at: ['clock_offset > -0.05'],
        },
        {
          title: 'Each with a condition of its own',
          files: ruleFile(
            alert(
              '(clock_offset > 0.05 and deriv(clock_offset[5m]) >= 0) or (clock_offset > -0.05 and deriv(clock_offset[5m]) <= 0)',
            ),
          ),
          at: ['clock_offset > -0.05'],
        },
      ],
      right: [
        { files: ruleFile(alert('clock_offset > 0.05 or clock_offset < -0.05')) },
        { title: 'Another value', files: ruleFile(alert('clock_offset > 5 or clock_drift > -5')) },
        { title: 'Limits of a range', files: ruleFile(alert('clock_offset > -5 and clock_offset < 5')) },
      ],
    },
  },
  messages: {
    mirrored: (data: { text: string; other: string; turned: string }) => ({
      message: `"${data.text}" and "${data.other}" have opposite limits but the same operator`,
      why: 'the alert fires between the two limits, and does not detect a deviation in the other direction',
      help: `write "${data.turned}"`,
    }),
  },
  create: (context) => ({
    Promql(query) {
      if (query.ast === undefined || alertOf(query) === undefined) return;
      const conditions = branchesOf(query.ast).map(conditionsOf);
      for (const [i, own] of conditions.entries())
        for (const { node, threshold } of own) {
          const other = conditions
            .filter((_, j) => j !== i)
            .flat()
            .find((each) => isMirrored(threshold, each.threshold));
          if (other === undefined) continue;
          const op = `${threshold.op.startsWith('>') ? '<' : '>'}${threshold.op.slice(1)}`;
          const isTurned = threshold.value !== node.lhs;
          const edits = [{ range: node.opRange, text: op }];
          const data = {
            text: snippet(query, node),
            other: snippet(query, other.node),
            turned: `... ${op} ${formatSampleValue(threshold.limit)}`,
          };
          const fix = isTurned ? undefined : provedFix(query, edits, `write "${op}"`, context.project);
          context.report('mirrored', query.place(node), data, { fix });
        }
    },
  }),
});

interface Condition {
  readonly node: BinaryExpr;
  readonly threshold: Threshold;
}

/** The comparisons with numbers that must hold together. */
function conditionsOf(expr: Expr): Condition[] {
  const node = expr.kind === 'ParenExpr' ? expr.expr : expr;
  if (node.kind === 'ParenExpr') return conditionsOf(node);
  if (node.kind !== 'BinaryExpr') return [];
  if (node.op === 'and') return [...conditionsOf(node.lhs), ...conditionsOf(node.rhs)];
  const threshold = thresholdOf(node);
  return threshold === undefined ? [] : [{ node, threshold }];
}

/** The one of the two whose limit is on the far side of 0: `> -5` beside `> 5`, `< 5` beside `< -5`. */
function isMirrored(one: Threshold, other: Threshold): boolean {
  if (one.op !== other.op || one.limit === 0 || one.limit !== -other.limit) return false;
  const isLoose = one.op.startsWith('>') ? one.limit < 0 : one.op.startsWith('<') && one.limit > 0;
  return isLoose && isSameVector(one.value, other.value);
}

import type { AlertingRule } from '../../documents/rules/types.ts';
import { onSameServer } from '../../project/same-server.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { formatSampleValue } from '../../go/numbers/format-float.ts';
import { groupBy } from '../../util/group-by.ts';
import { defineCheck } from '../contract.ts';
import { CRITICAL, effectiveLabels } from '../../analysis/delivery/index.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { exprKey, isWithinThreshold, ruleAst, thresholdOf } from '../../analysis/expression/index.ts';
import type { Threshold } from '../../analysis/expression/index.ts';

const of = (name: string, expr: string, severity: string, hold = '5m'): string =>
  alert(expr, { name, for: hold, labels: { severity } });

/** How grave each severity is; others are not compared. */
const RANKS: ReadonlyMap<string, number> = new Map([
  ['info', 0],
  ['information', 0],
  ['warning', 1],
  ['warn', 1],
  ...CRITICAL.map((severity) => [severity, 2] as const),
]);

interface Candidate {
  readonly rule: AlertingRule;
  readonly severity: string;
  readonly rank: number;
  readonly threshold: Threshold;
}

export default defineCheck({
  meta: {
    id: 'alerts/severity-order',
    summary: 'critical alerts with a looser threshold than their warning',
    why: 'The critical alert fires first, so the warning is useless: the two thresholds or the two severities are swapped.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: ruleFile(
            of('DiskFilling', 'shop_disk_used_percent > 90', 'warning'),
            of('DiskFull', 'shop_disk_used_percent > 80', 'critical'),
          ),
          at: ['shop_disk_used_percent > 80'],
        },
      ],
      right: [
        {
          files: ruleFile(
            of('DiskFilling', 'shop_disk_used_percent > 80', 'warning'),
            of('DiskFull', 'shop_disk_used_percent > 90', 'critical'),
          ),
        },
        {
          title: 'Lower, but for longer',
          files: ruleFile(
            of('DiskFilling', 'shop_disk_used_percent > 90', 'warning'),
            of('DiskFull', 'shop_disk_used_percent > 80', 'critical', '24h'),
          ),
        },
        {
          title: 'Other series',
          files: ruleFile(
            of('DiskFilling', 'shop_disk_used_percent{env="dev"} > 90', 'warning'),
            of('DiskFull', 'shop_disk_used_percent{env="prod"} > 80', 'critical'),
          ),
        },
      ],
    },
  },
  messages: {
    order: (data: {
      alert: string;
      severity: string;
      limit: string;
      other: string;
      otherSeverity: string;
      otherLimit: string;
    }) => ({
      message: `the alert "${data.alert}" ("${data.severity}") fires at ${data.limit}, before "${data.other}" ("${data.otherSeverity}") at ${data.otherLimit}`,
      why: 'the more severe alert fires first, so the other one never warns in advance',
      help: 'swap the two thresholds, or the two severities',
    }),
  },
  create: (context) => ({
    Project(project) {
      for (const candidates of ofOneValue(project.alerts.flatMap(candidateOf))) {
        for (const grave of candidates) {
          const milder = candidates.find(
            (other) => comesLater(other, grave) && onSameServer(other.rule, grave.rule, project),
          );
          if (milder === undefined) continue;
          const related = [
            { file: milder.rule.file, range: milder.rule.expr.range, message: 'the less severe alert' },
          ];
          context.report(
            'order',
            { file: grave.rule.file, range: grave.rule.expr.range },
            {
              alert: grave.rule.name.value,
              severity: grave.severity,
              limit: limitText(grave),
              other: milder.rule.name.value,
              otherSeverity: milder.severity,
              otherLimit: limitText(milder),
            },
            { related },
          );
        }
      }
    },
  }),
});

function candidateOf(rule: AlertingRule): Candidate[] {
  const severity = effectiveLabels(rule).get('severity')?.value ?? '';
  const rank = RANKS.get(severity.toLowerCase());
  const ast = rank === undefined ? undefined : ruleAst(rule);
  const threshold = ast === undefined ? undefined : thresholdOf(ast);
  return rank === undefined || threshold === undefined ? [] : [{ rule, severity, rank, threshold }];
}

/** Alerts on one value, of several severities. Keys of expressions cost most: metrics alone distinguish nearly all. */
function ofOneValue(candidates: readonly Candidate[]): Candidate[][] {
  const several = (group: readonly Candidate[]): boolean => group.some(({ rank }) => rank !== group[0]!.rank);
  const byMetric = groupBy(candidates, ({ threshold }) => firstMetric(threshold.value));
  return [...byMetric.values()]
    .filter(several)
    .flatMap((group) => [...groupBy(group, ({ threshold }) => exprKey(threshold.value)).values()])
    .filter(several);
}

/** The first of an expression's metrics by the alphabet: the same for expressions of the same key. */
function firstMetric(expr: Expr): string {
  let first: string | undefined;
  walkExpr(expr, (node) => {
    if (
      node.kind === 'VectorSelector' &&
      node.name !== undefined &&
      (first === undefined || node.name < first)
    )
      first = node.name;
  });
  return first ?? '';
}

/** Whether the milder alert needs more than the more severe one, and no less time. */
function comesLater(mild: Candidate, grave: Candidate): boolean {
  return (
    mild.rank < grave.rank &&
    (grave.rule.for?.value ?? 0) <= (mild.rule.for?.value ?? 0) &&
    isOrdered(mild.threshold.op) &&
    isOrdered(grave.threshold.op) &&
    isWithinThreshold(mild.threshold, grave.threshold) &&
    !isWithinThreshold(grave.threshold, mild.threshold)
  );
}

function isOrdered(op: string): boolean {
  return op !== '==' && op !== '!=';
}

function limitText({ threshold: { op, limit } }: Candidate): string {
  return `"${op} ${formatSampleValue(limit)}"`;
}

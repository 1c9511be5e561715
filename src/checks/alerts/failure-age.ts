import { offer } from '../../analysis/suggestion/index.ts';
import type { Repair } from '../../analysis/suggestion/index.ts';
import type { Project, PromqlQuery } from '../../project/project.ts';
import type { BinaryExpr, Expr } from '../../promql/syntax/ast.ts';
import { unwrap } from '../../promql/infer/index.ts';
import { selectedName } from '../../project/series-graph.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { defineCheck } from '../contract.ts';
import { branchesOf, selectorsOf, thresholdOf } from '../../analysis/expression/index.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { snippet } from '../support/snippet.ts';
import { alertOf } from '../support/rule-of.ts';

/** What a time is the time of, by its name: the last failure. */
const LAST_FAILURE =
  /(?:^|_)(?:last|latest|most_recent)_(?:[a-z]{1,20}_){0,4}(?:fail(?:ed|ure|ures)?|errors?)(?:_|$)/;

export default defineCheck({
  meta: {
    id: 'alerts/failure-age',
    summary: 'alerts that fire when the last failure is long ago',
    why: 'The age of the last success tells that something is overdue; the age of the last failure grows while all is well, and is small right after a failure.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: ruleFile(alert('time() - cnpg_collector_last_failed_backup_timestamp > 86400')),
          at: ['> 86400'],
        },
        {
          title: 'The newest of several',
          files: ruleFile(alert('(time() - max by (job) (shop_last_failure_timestamp_seconds)) / 3600 > 24')),
          at: ['> 24'],
        },
      ],
      right: [
        { files: ruleFile(alert('time() - shop_last_failure_timestamp_seconds < 3600')) },
        { files: ruleFile(alert('time() - shop_last_success_timestamp_seconds > 86400')) },
        {
          title: 'Of failures that are not over',
          files: ruleFile(
            alert('shop_failing == 1 and time() - shop_last_failure_timestamp_seconds > 86400'),
          ),
        },
      ],
    },
  },
  messages: {
    old: (data: { name: string; op: string; limit: string; age: string; help: string }) => ({
      message: `"${data.op} ${data.limit}" holds once the last failure is ${data.age} old: "${data.name}" is the time of a failure`,
      why: 'the alert is silent for that long after each failure, and fires while nothing fails; where nothing ever failed the time is 0, which is always long ago',
      help: data.help,
    }),
  },
  create: (context) => ({
    Promql(query) {
      if (query.ast === undefined || alertOf(query) === undefined) return;
      for (const branch of branchesOf(query.ast)) {
        const threshold = thresholdOf(branch);
        const root = unwrap(branch);
        if (threshold === undefined || root.kind !== 'BinaryExpr') continue;
        if (threshold.op !== '>' && threshold.op !== '>=') continue;
        const age = ageOf(threshold.value);
        if (age === undefined || threshold.limit <= 0) continue;
        const { op, limit } = threshold;
        const range = { start: root.opRange.start, end: root.rhs.end };
        const { help, fix } = recent(query, root, context.project);
        context.report(
          'old',
          query.place(threshold.value === root.lhs ? range : root.opRange),
          {
            name: age.name,
            op,
            limit: query.source.text.slice(root.rhs.start, root.rhs.end),
            age: formatDurationMs(Math.round(limit * age.seconds * 1000)),
            help,
          },
          { fix },
        );
      }
    },
  }),
});

/** The comparison the other way round: the failure is younger than the limit. */
function recent(query: PromqlQuery, { op, opRange, lhs, rhs }: BinaryExpr, project: Project): Repair {
  const turned = op.startsWith('>') ? op.replace('>', '<') : op.replace('<', '>');
  const overdue = 'for something that is overdue, use the time of its last success';
  const [left, right] = [snippet(query, lhs), snippet(query, rhs)];
  const wording = {
    proved: `for a recent failure write "${left} ${turned} ${right}"; ${overdue}`,
    words: `for a recent failure compare its age the other way round; ${overdue}`,
  };
  return offer(query, [{ range: opRange, text: turned }], wording, project);
}

/** `time() - x` of the time of a failure, perhaps in another unit: the metric, and the seconds that 1 is. */
function ageOf(expr: Expr): { readonly name: string; readonly seconds: number } | undefined {
  const node = unwrap(expr);
  if (node.kind === 'AggregateExpr') return ageOf(node.expr);
  if (node.kind !== 'BinaryExpr') return undefined;
  const divisor = unwrap(node.rhs);
  if (node.op === '/' && divisor.kind === 'NumberLiteral') {
    const inner = ageOf(node.lhs);
    return inner === undefined ? undefined : { ...inner, seconds: inner.seconds * divisor.value };
  }
  const now = unwrap(node.lhs);
  if (node.op !== '-' || now.kind !== 'Call' || now.func !== 'time') return undefined;
  const names = selectorsOf(node.rhs).map((selector) => selectedName(selector) ?? '');
  const [name] = names;
  return name !== undefined && names.every((one) => LAST_FAILURE.test(one))
    ? { name, seconds: 1 }
    : undefined;
}

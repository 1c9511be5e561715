import type { RecordingRule, Rule } from '../../documents/rules/types.ts';
import { selectedName } from '../../project/series-graph.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { defineCheck } from '../contract.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import { ruleOf } from '../support/rule-of.ts';

const RATE = record('job:shop_errors:rate5m', 'sum by (job) (rate(shop_errors_total[5m]))');
const USE = alert('job:shop_errors:rate5m > 1');

export default defineCheck({
  meta: {
    id: 'records/order',
    summary: 'recorded series used in a group before the rule that records them',
    why: 'The rules of a group run in order: an earlier rule reads the value of the previous evaluation, and at the start none.',
    severity: 'warning',
    preset: 'recommended',
    peers: ['pint rule/dependency'],
    examples: {
      wrong: [{ files: ruleFile(USE, RATE), at: ['job:shop_errors:rate5m'] }],
      right: [
        { files: ruleFile(RATE, USE) },
        {
          title: 'A series that adds to itself',
          files: ruleFile(record('shop:orders:seen', 'max(shop:orders:seen or vector(0)) + 1')),
        },
        {
          title: 'Over a range',
          files: ruleFile(alert('avg_over_time(job:shop_errors:rate5m[1d]) > 1'), RATE),
        },
        {
          title: 'The previous value is intended',
          files: ruleFile(alert('job:shop_errors:rate5m offset 1h > 1'), RATE),
        },
      ],
    },
  },
  messages: {
    later: (data: { name: string; user: string; group: string }) => ({
      message: `"${data.name}" is used by "${data.user}" before it is recorded`,
      why: `the rules of the group "${data.group}" run in order: "${data.user}" reads the value of the previous evaluation`,
      help: `move the recording rule above "${data.user}"`,
    }),
  },
  create: (context) => ({
    Promql(query) {
      const rule = ruleOf(query);
      if (rule === undefined || query.ast === undefined) return;
      walkExpr(query.ast, (node) => {
        // Over a range one sample more or less hardly counts.
        if (node.kind === 'MatrixSelector' || node.kind === 'SubqueryExpr') return false;
        const name = node.kind === 'VectorSelector' ? selectedName(node) : undefined;
        if (node.kind !== 'VectorSelector' || name === undefined) return true;
        if (node.offset !== undefined || node.at !== undefined) return true;
        const recorder = laterRecorder(rule, context.project.series.recorders(name));
        if (recorder === undefined) return true;
        context.report(
          'later',
          query.place(node.nameRange ?? node),
          { name, user: rule.name.value, group: rule.group.name?.value ?? '' },
          {
            related: [{ file: recorder.file, range: recorder.name.range, message: 'recorded here, later' }],
          },
        );
        return true;
      });
    },
  }),
});

/** The rule of the same group that records the series, if it comes after the one that uses it. */
function laterRecorder(user: Rule, recorders: readonly RecordingRule[]): RecordingRule | undefined {
  // One of several rules that record it may come first: then there is a fresh value.
  if (recorders.some((recorder) => recorder.group !== user.group || recorder.index <= user.index))
    return undefined;
  return recorders[0];
}

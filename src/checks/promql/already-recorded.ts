import type { RecordingRule } from '../../documents/rules/types.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { defineCheck } from '../contract.ts';
import { effectiveLabels } from '../../analysis/delivery/index.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import { exprKey, ruleAst } from '../../analysis/expression/index.ts';
import { ruleOf } from '../support/rule-of.ts';
import { provedFix } from '../../analysis/suggestion/index.ts';

const EXPR = 'sum by (job) (rate(shop_errors_total[5m]))';
const RECORD = record('job:shop_errors:rate5m', EXPR);

export default defineCheck({
  meta: {
    id: 'promql/already-recorded',
    summary: 'expressions that a recording rule already computes',
    why: 'Prometheus computes it twice, and a later change of one expression misses the other.',
    severity: 'info',
    preset: 'strict',
    examples: {
      wrong: [{ files: ruleFile(RECORD, alert(`${EXPR} > 1`)), at: [EXPR] }],
      right: [
        { files: ruleFile(RECORD, alert('job:shop_errors:rate5m > 1')) },
        { title: 'Another range', files: ruleFile(RECORD, alert(`${EXPR.replace('5m', '1m')} > 1`)) },
        {
          title: 'The recorded expression has an additional label',
          files: ruleFile(record('job:shop_errors:rate5m', EXPR, { kind: 'a' }), alert(`${EXPR} > 1`)),
        },
      ],
    },
  },
  messages: {
    recorded: (data: { name: string }) => ({
      message: `the series "${data.name}" already records this expression`,
      why: 'Prometheus computes it twice, and a later change of one expression misses the other',
      help: `use ${data.name}`,
    }),
  },
  create(context) {
    let byKey: Map<string, RecordingRule> | undefined;
    return {
      Promql(query) {
        const rule = ruleOf(query);
        if (rule === undefined || query.ast === undefined) return;
        byKey ??= recordedKeys(context.project.records);
        const table = byKey;
        walkExpr(query.ast, (node) => {
          if (node.kind !== 'AggregateExpr' && node.kind !== 'Call' && node.kind !== 'BinaryExpr')
            return true;
          const recorder = table.get(exprKey(node));
          if (recorder === undefined || recorder === rule || recorder.name.value === rule.name.value)
            return true;
          const related = [{ file: recorder.file, range: recorder.name.range, message: 'recorded here' }];
          const name = recorder.name.value;
          const edits = [{ range: node, text: name }];
          const fix = provedFix(query, edits, `use ${name}`, context.project);
          context.report('recorded', query.place(node), { name }, { related, fix });
          return false;
        });
      },
    };
  },
});

function recordedKeys(records: readonly RecordingRule[]): Map<string, RecordingRule> {
  const table = new Map<string, RecordingRule>();
  for (const rule of records) {
    const ast = ruleAst(rule);
    if (ast === undefined || effectiveLabels(rule).size > 0) continue;
    const key = exprKey(ast);
    if (!table.has(key)) table.set(key, rule);
  }
  return table;
}

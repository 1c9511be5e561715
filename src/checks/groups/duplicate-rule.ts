import type { Rule } from '../../documents/rules/types.ts';
import { defineCheck } from '../contract.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import { exprKey, ruleAst } from '../../analysis/expression/index.ts';
import { groupByIdentity } from '../../analysis/delivery/index.ts';

export default defineCheck({
  meta: {
    id: 'groups/duplicate-rule',
    summary: 'rules of one file with the same name and labels, whatever their expressions',
    why: 'Only the labels that the series bring along tell their alerts or samples apart; where those are equal, one overwrites the other.',
    severity: 'info',
    preset: 'strict',
    peers: ['promtool duplicate rules'],
    examples: {
      wrong: [
        { files: ruleFile(alert('errors > 5'), alert('latency > 1')), at: ['ShopBroken'] },
        {
          files: ruleFile(record('a:b', 'sum by (x) (c{d="1"})'), record('a:b', 'sum by (x) (c{d="2"})')),
          at: ['a:b'],
        },
      ],
      right: [
        {
          files: ruleFile(
            alert('errors > 5', { labels: { part: 'errors' } }),
            alert('latency > 1', { labels: { part: 'latency' } }),
          ),
        },
        {
          title: 'An alert and a record',
          files: ruleFile(alert('up == 0', { name: 'a' }), record('a', 'sum(up)')),
        },
      ],
    },
  },
  messages: {
    same: (data: { name: string; what: string }) => ({
      message: `this file has another ${data.what} "${data.name}" with the same labels`,
      why: 'where both expressions return the same labels, one overwrites the other',
      help: 'give them different names, or a label that tells them apart',
    }),
  },
  create: (context) => ({
    Project(project) {
      for (const rules of groupByIdentity(project.rules, (rule) => `${rule.file.path} ${rule.kind}`)) {
        const [first] = rules;
        const seen = new Set<string>();
        for (const rule of rules) {
          const key = keyOf(rule);
          // The same expression twice is what alerts/duplicate and records/duplicate report.
          if (rule !== first && first !== undefined && !seen.has(key)) {
            context.report(
              'same',
              { file: rule.file, range: rule.name.range },
              { name: rule.name.value, what: rule.kind === 'alert' ? 'alert' : 'recording rule' },
              { related: [{ file: first.file, range: first.name.range, message: 'the first of them' }] },
            );
          }
          seen.add(key);
        }
      }
    },
  }),
});

function keyOf(rule: Rule): string {
  const ast = ruleAst(rule);
  return ast === undefined ? rule.expr.text : exprKey(ast);
}

import type { Rule } from '../../documents/rules/types.ts';
import { defineCheck } from '../contract.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import { exprKey, ruleAst } from '../../analysis/expression/index.ts';
import { groupByIdentity } from '../../analysis/delivery/index.ts';

export default defineCheck({
  meta: {
    id: 'groups/duplicate-rule',
    summary: 'rules of one file with the same name and labels, even with different expressions',
    why: 'If the expressions return the same labels, the results of one rule overwrite those of the other.',
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
      why: 'if both expressions return the same labels, one result overwrites the other',
      help: 'rename one of them, or add a label that differs',
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
              { related: [{ file: first.file, range: first.name.range, message: 'the first rule' }] },
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

import type { AlertingRule } from '../../documents/rules/types.ts';
import { onSameServer } from '../../project/same-server.ts';
import { defineCheck } from '../contract.ts';
import { effectiveLabels, repeated, sharing } from '../../analysis/delivery/index.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { exprKey, ruleAst } from '../../analysis/expression/index.ts';
import { exprWords } from './same-condition/expr-words.ts';

const of = (name: string, expr: string, severity = 'critical'): string =>
  alert(expr, { name, for: '5m', labels: { severity } });

export default defineCheck({
  meta: {
    id: 'alerts/same-condition',
    summary: 'alerts that differ only in their names and texts',
    why: 'Both fire at the same moment with the same labels: on-call is paged twice for one fault, and looks for a second one.',
    severity: 'warning',
    preset: 'recommended',
    peers: ['pint rule/duplicate'],
    examples: {
      wrong: [
        {
          files: ruleFile(
            of('TargetDown', 'up{job="shop", zone="a"} == 0'),
            of('ShopDown', '0 == up{zone="a", job="shop"}'),
          ),
          at: ['ShopDown'],
        },
      ],
      right: [
        {
          title: 'Another severity',
          files: ruleFile(of('TargetDown', 'up == 0'), of('ShopDown', 'up == 0', 'warning')),
        },
        {
          title: 'Another threshold',
          files: ruleFile(of('Slow', 'latency > 1'), of('VerySlow', 'latency > 5')),
        },
        {
          title: 'Opposite sides: other values',
          files: ruleFile(of('Much', 'a - b > 5'), of('Little', 'b - a > 5')),
        },
      ],
    },
  },
  messages: {
    same: (data: { alert: string; other: string }) => ({
      message: `the alerts "${data.alert}" and "${data.other}" have the same condition, the same "for" and the same labels`,
      why: 'both fire at the same moment and notify the same receivers: one fault is reported as two',
      help: 'remove one of them, or correct the copied condition',
    }),
  },
  create: (context) => ({
    Project(project) {
      // Nearly all alerts have words of their own, and need not be parsed for this.
      const candidates = repeated(project.alerts, ({ expr }) => exprWords(expr));
      const parsed = candidates.filter((rule) => ruleAst(rule) !== undefined);
      for (const rules of sharing(parsed, conditionKey)) {
        for (const [index, rule] of rules.entries()) {
          const earlier = rules
            .slice(0, index)
            .find((other) => other.name.value !== rule.name.value && onSameServer(rule, other, project));
          if (earlier === undefined) continue;
          const related = [{ file: earlier.file, range: earlier.name.range, message: 'the other alert' }];
          context.report(
            'same',
            { file: rule.file, range: rule.name.range },
            { alert: rule.name.value, other: earlier.name.value },
            { related },
          );
        }
      }
    },
  }),
});

function conditionKey(rule: AlertingRule): string {
  const labels = [...effectiveLabels(rule).values()].map(({ name, value }) => `${name}=${value}`).sort();
  return JSON.stringify([labels, rule.for?.value ?? 0, exprKey(ruleAst(rule)!)]);
}

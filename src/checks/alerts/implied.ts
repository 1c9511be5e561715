import type { AlertingRule } from '../../documents/rules/types.ts';
import { onSameServer } from '../../project/same-server.ts';
import { defineCheck } from '../contract.ts';
import { effectiveLabels } from '../support/effective-labels.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { exprKey } from '../support/expr-key.ts';
import { groupBy } from '../support/identity.ts';
import { ruleAst } from '../support/rule-ast.ts';
import { isLooser, thresholdOf } from '../support/threshold.ts';
import type { Threshold } from '../support/threshold.ts';

const of = (name: string, expr: string, severity: string, hold = '5m'): string =>
  alert(expr, { name, for: hold, labels: { severity } });

interface Candidate {
  readonly rule: AlertingRule;
  readonly threshold: Threshold;
}

export default defineCheck({
  meta: {
    id: 'alerts/implied',
    summary: 'alerts that never fire without another one of the same severity',
    why: 'Whenever the stricter one fires the looser one has fired already: it notifies a second time and adds nothing.',
    severity: 'info',
    preset: 'strict',
    examples: {
      wrong: [
        {
          files: ruleFile(of('Slow', 'latency > 1', 'warning'), of('VerySlow', 'latency > 5', 'warning')),
          at: ['VerySlow'],
        },
      ],
      right: [
        { files: ruleFile(of('Slow', 'latency > 1', 'warning'), of('VerySlow', 'latency > 5', 'critical')) },
        {
          title: 'The stricter one fires sooner',
          files: ruleFile(
            of('Slow', 'latency > 1', 'warning', '30m'),
            of('VerySlow', 'latency > 5', 'warning'),
          ),
        },
      ],
    },
  },
  messages: {
    implied: (data: { alert: string; other: string; severity: string }) => ({
      message: `whenever the alert "${data.alert}" fires, "${data.other}" fires too, with the same severity "${data.severity}"`,
      why: 'it asks for more of the same expression, and not sooner: it only notifies a second time',
      help: 'give it a higher severity (and let it inhibit the other), or remove it',
    }),
  },
  create: (context) => ({
    Project(project) {
      const candidates = project.alerts.flatMap((rule): Candidate[] => {
        const ast = ruleAst(rule);
        const threshold = ast === undefined ? undefined : thresholdOf(ast);
        return threshold === undefined ? [] : [{ rule, threshold }];
      });
      const key = ({ rule, threshold }: Candidate): string =>
        `${severityOf(rule)} ${exprKey(threshold.value)}`;
      for (const group of groupBy(candidates, key)) {
        for (const strict of group) {
          const loose = group.find(
            (other) => implies(strict, other) && onSameServer(strict.rule, other.rule, project),
          );
          if (loose === undefined) continue;
          context.report(
            'implied',
            { file: strict.rule.file, range: strict.rule.name.range },
            {
              alert: strict.rule.name.value,
              other: loose.rule.name.value,
              severity: severityOf(strict.rule),
            },
            {
              related: [{ file: loose.rule.file, range: loose.rule.name.range, message: 'the other alert' }],
            },
          );
        }
      }
    },
  }),
});

function implies(strict: Candidate, loose: Candidate): boolean {
  return (
    isLooser(loose.threshold, strict.threshold) &&
    (loose.rule.for?.value ?? 0) <= (strict.rule.for?.value ?? 0)
  );
}

function severityOf(rule: AlertingRule): string {
  return effectiveLabels(rule).get('severity')?.value ?? '';
}

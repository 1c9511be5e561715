import type { AlertingRule } from '../../documents/rules/types.ts';
import { onSameServer } from '../../project/same-server.ts';
import { defineCheck } from '../contract.ts';
import { disjoint, selectorsOf } from '../support/disjoint.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { exprKey } from '../support/expr-key.ts';
import { groupBy, identityKey } from '../support/identity.ts';
import { ruleAst } from '../support/rule-ast.ts';
import { thresholdOf } from '../support/threshold.ts';

const LABELS = { labels: { severity: 'critical' } };

export default defineCheck({
  meta: {
    id: 'alerts/duplicate',
    summary: 'alerts of the same name and labels that can fire for the same series',
    why: 'To Alertmanager both are one alert: they overwrite each other’s annotations, and one that resolves resolves the other.',
    severity: 'error',
    preset: 'recommended',
    peers: ['pint rule/duplicate', 'promtool duplicate rules'],
    examples: {
      wrong: [
        {
          title: 'The same expression',
          files: ruleFile(alert('up == 0', LABELS), alert('(up  ==  0)', { ...LABELS, for: '5m' })),
          at: ['ShopBroken'],
        },
        {
          title: 'Another limit, on series that both select',
          files: ruleFile(
            alert('jobs_seconds > 5400', LABELS),
            alert('jobs_seconds{type!="x"} > 3600', LABELS),
          ),
          at: ['ShopBroken'],
        },
        {
          title: 'In two files of one server',
          files: {
            'a.yml': ruleFile(alert('up == 0')),
            'b.yml': ruleFile(alert('up == 0')),
            'prometheus.yml': 'rule_files: ["*.yml"]\n',
          },
          at: ['ShopBroken'],
        },
      ],
      right: [
        {
          title: 'Another severity',
          files: ruleFile(
            alert('errors > 5', { labels: { severity: 'warning' } }),
            alert('errors > 9', { labels: { severity: 'critical' } }),
          ),
        },
        {
          title: 'Other series',
          files: ruleFile(alert('jobs_seconds{type="a"} > 54'), alert('jobs_seconds{type="b"} > 36')),
        },
        {
          title: 'Two files that may go to two servers',
          files: { 'dev/a.yml': ruleFile(alert('up == 0')), 'prod/a.yml': ruleFile(alert('up == 0')) },
        },
      ],
    },
  },
  messages: {
    same: (data: { alert: string }) => ({
      message: `the alert "${data.alert}" is there twice, with the same labels and the same expression`,
      why: 'both fire as one alert: whichever is evaluated last decides its annotations and when it began',
      help: 'remove one of them',
    }),
    overlap: (data: { alert: string }) => ({
      message: `two alerts "${data.alert}" have the same labels and can fire for the same series`,
      why: 'to Alertmanager they are one alert: one that resolves resolves the other, and their annotations overwrite each other',
      help: 'give one another name or another label (severity, say), or make their matchers exclude each other',
    }),
  },
  create: (context) => ({
    Project(project) {
      for (const rules of groupBy(project.alerts, identityKey)) {
        for (const [index, rule] of rules.entries()) {
          for (const earlier of rules.slice(0, index)) {
            const kind = onSameServer(rule, earlier, project) ? clash(earlier, rule) : undefined;
            if (kind === undefined) continue;
            const related = [{ file: earlier.file, range: earlier.name.range, message: 'the first of them' }];
            const place = { file: rule.file, range: rule.name.range };
            context.report(kind, place, { alert: rule.name.value }, { related });
            break;
          }
        }
      }
    },
  }),
});

function clash(a: AlertingRule, b: AlertingRule): 'same' | 'overlap' | undefined {
  const [one, other] = [ruleAst(a), ruleAst(b)];
  if (one === undefined || other === undefined) return undefined;
  if (exprKey(one) === exprKey(other)) return 'same';
  const [first, second] = [thresholdOf(one), thresholdOf(other)];
  if (first === undefined || second === undefined || direction(first.op) !== direction(second.op))
    return undefined;
  const shape = { matchers: 'ignore' } as const;
  if (exprKey(first.value, shape) !== exprKey(second.value, shape)) return undefined;
  const others = selectorsOf(second.value);
  return selectorsOf(first.value).some(
    (selector, i) => others[i] === undefined || disjoint(selector, others[i]),
  )
    ? undefined
    : 'overlap';
}

/** Limits on the same side overlap; `> 5` and `< 2` exclude each other. */
function direction(op: string): string {
  return op[0] === '>' || op[0] === '<' ? op[0] : op;
}

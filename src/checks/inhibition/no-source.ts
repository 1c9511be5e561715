import type { InhibitRuleNode } from '../../documents/alertmanager/types.ts';
import { routedAlerts } from '../../analysis/delivery/index.ts';
import type { AlertLabels, RoutedAlerts } from '../../analysis/delivery/index.ts';
import { defineCheck } from '../contract.ts';
import { someNames } from '../support/alert-names.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { showMatchers } from '../support/show-matchers.ts';

const files = (rule: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
receivers:
  - name: everybody
inhibit_rules:
  - ${rule}
`,
  'rules.yml': ruleFile(
    alert('up == 0', { name: 'TargetMissing', labels: { severity: 'warning' } }),
    alert('build_running == 1', { name: 'BuildRuns', labels: { severity: 'notify' } }),
  ),
});

export default defineCheck({
  meta: {
    id: 'inhibition/no-source',
    summary: 'inhibition rules with matchers for one side only, and without "equal"',
    why: 'A side without matchers accepts every alert: whatever fires mutes the targets, or one source mutes everything.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'Every alert that fires mutes the warnings',
          files: files('target_matchers: [severity="warning"]'),
          at: ['target_matchers'],
        },
        {
          title: 'One alert mutes all others',
          files: files('source_matchers: [severity="notify"]'),
          at: ['source_matchers'],
        },
      ],
      right: [
        { files: files('{ source_matchers: [severity="notify"], target_matchers: [severity="warning"] }') },
        {
          title: 'A helper that only inhibits others, as kube-prometheus-stack has it',
          files: files('target_matchers: [alertname="InfoInhibitor"]'),
        },
        {
          title: 'Whatever else fires on the instance',
          files: files('{ target_matchers: [severity="warning"], equal: [instance] }'),
        },
      ],
    },
  },
  messages: {
    source: (data: { targets: string; pair: string }) => ({
      message: `this inhibition rule has no source matchers: every alert that does not match ${data.targets} mutes all that do`,
      why: `missing matchers accept any alert${data.pair}`,
      help: 'add "source_matchers", such as [severity="critical"], and "equal" with the labels that source and target share',
    }),
    target: (data: { sources: string; pair: string }) => ({
      message: `this inhibition rule has no target matchers: an alert that matches ${data.sources} mutes every alert that does not`,
      why: `missing matchers accept any alert${data.pair}`,
      help: 'add "target_matchers", such as [severity="warning"], and "equal" with the labels that source and target share',
    }),
  },
  create: (context) => ({
    InhibitRule(rule, document) {
      const { file } = document;
      const routed = routedAlerts(document, context.project);
      const { sourceMatchers: sources, targetMatchers: targets } = rule;
      // Without any matcher the two sides are the same: inhibition/never-applies reports it.
      if (isMutedHelper(targets)) return;
      if (rule.equal.length > 0 || sources.length > 0 === targets.length > 0) return;
      const place = { file, range: rule.section.anchor };
      const pair = exampleOf(rule, routed);
      if (sources.length === 0) context.report('source', place, { targets: showMatchers(targets), pair });
      else context.report('target', place, { sources: showMatchers(sources), pair });
    },
  }),
});

/**
 * One named alert that every other one mutes: kube-prometheus-stack ships such a rule for InfoInhibitor, which is only there
 * to inhibit.
 */
function isMutedHelper(targets: InhibitRuleNode['targetMatchers']): boolean {
  const [only] = targets;
  return targets.length === 1 && only?.name === 'alertname' && only.op === '=';
}

/** An alert that mutes and those that it mutes. One that matches both sides is not muted by another that does. */
function exampleOf({ sourceMatchers, targetMatchers }: InhibitRuleNode, routed: RoutedAlerts): string {
  const is = (matchers: InhibitRuleNode['sourceMatchers'], answer: string) => (one: AlertLabels) =>
    routed.accepts(matchers, one) === answer;
  const given = sourceMatchers.length === 0 ? targetMatchers : sourceMatchers;
  const matching = routed.alerts.filter(is(given, 'yes'));
  const others = routed.alerts.filter(is(given, 'no'));
  const [sources, targets] = sourceMatchers.length === 0 ? [others, matching] : [matching, others];
  const [source] = sources;
  if (source === undefined || targets.length === 0) return '';
  return `: "${source.name}", for example, mutes ${someNames(targets.map(({ name }) => name))} everywhere`;
}

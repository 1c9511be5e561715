import { defineCheck } from '../contract.ts';
import { someNames } from '../support/alert-names.ts';
import { concerns } from '../support/alerts-concerned.ts';
import { routedAlerts, sidesOf } from '../../analysis/delivery/index.ts';

const files = (equal: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
receivers:
  - name: everybody
inhibit_rules:
  - source_matchers: [severity="critical"]
    target_matchers: [severity="warning"]
${equal}`,
});

const NAMED = `route:
  receiver: everybody
receivers:
  - name: everybody
inhibit_rules:
  - source_matchers: [alertname="SiteDown"]
    target_matchers: [alertname="SiteSlow"]
`;

export default defineCheck({
  meta: {
    id: 'inhibition/no-equal',
    summary: 'inhibition rules without "equal"',
    why: 'One critical alert anywhere mutes every warning, also those of other teams and clusters.',
    severity: 'warning',
    preset: 'strict',
    peers: ['amlint inhibit-no-equal'],
    examples: {
      wrong: [
        { files: files(''), at: ['source_matchers'] },
        { title: 'An empty list', files: files('    equal: []\n'), at: ['equal'] },
      ],
      right: [
        { files: files('    equal: [cluster, service]\n') },
        {
          title: 'One named alert mutes another: the matchers are sufficient',
          files: { 'alertmanager.yml': NAMED },
        },
      ],
    },
  },
  messages: {
    none: (data: { pairs: string }) => ({
      message: 'this inhibition rule has no "equal": a single source mutes every target, wherever it is',
      why: `the rule does not require that the two alerts have anything in common${data.pairs}`,
      help: 'add "equal" with the labels that identify the object: [cluster, namespace, service]',
    }),
  },
  create: (context) => ({
    InhibitRule(rule, document) {
      const { file } = document;
      const routed = routedAlerts(document, context.project);
      if (rule.equal.length > 0) return;
      const named = [rule.sourceMatchers, rule.targetMatchers].every((matchers) =>
        matchers.some(({ name, op }) => name === 'alertname' && op === '='),
      );
      // Without source matchers it is inhibition/no-source that reports the rule.
      if (named || rule.sourceMatchers.length === 0) return;
      const sides = sidesOf(rule, routed);
      const { targets } = sides;
      // An alert that matches both sides does not mute another one that does.
      const sources = sides.sources.filter((one) => routed.accepts(rule.targetMatchers, one) !== 'yes');
      const [source] = sources;
      const pairs =
        source === undefined || targets.length === 0
          ? concerns({ known: routed.alerts.length > 0, certain: [], possible: [] })
          : `: "${source.name}" mutes ${someNames(targets.map(({ name }) => name))} everywhere`;
      const range = rule.section.entry('equal')?.key.range ?? rule.section.anchor;
      context.report('none', { file, range }, { pairs });
    },
  }),
});

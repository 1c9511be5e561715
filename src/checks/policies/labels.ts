import { defineCheck } from '../contract.ts';
import { effectiveLabels } from '../../analysis/delivery/index.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { applies, judgeTexts, labelPolicy } from '../../analysis/policy/index.ts';
import { POLICY_MESSAGES, detailsOf } from '../support/policy-report.ts';

const config = `policies:
  - name: who gets it
    reason: routes go by severity and team
    severity: error
    match: { kind: alert }
    require:
      labels: { severity: [critical, warning], team: '[a-z-]+' }
    forbid:
      labels: { page: ['yes'], 'tmp_.*': '.*' }
`;
const of = (labels: Record<string, string>): string => ruleFile(alert('up == 0', { labels }));

export default defineCheck({
  meta: {
    id: 'policies/labels',
    summary: 'labels that a policy of this project requires, restricts or forbids',
    why: 'Routing, inhibition and silences match on labels: each organisation has its own conventions.',
    severity: 'warning',
    preset: 'recommended',
    peers: [
      'pint rule/label',
      'pint rule/reject',
      'promruval hasLabels',
      'promruval doesNotHaveLabels',
      'promruval hasAnyOfLabels',
      'promruval labelMatchesRegexp',
      'promruval labelHasAllowedValue',
      'promruval exclusiveLabels',
      'promruval doesNotContainTypos',
    ],
    examples: {
      wrong: [
        { title: 'Missing', config, files: of({ severity: 'critical' }), at: ['ShopBroken'] },
        { title: 'Several are missing: one finding', config, files: of({}), at: ['ShopBroken'] },
        {
          title: 'Another value',
          config,
          files: of({ severity: 'critcal', team: 'shop' }),
          at: ["'critcal'"],
        },
        {
          title: 'Forbidden',
          config,
          files: of({ severity: 'critical', team: 'shop', page: 'yes', tmp_x: 'y' }),
          at: ["'yes'", "'y'"],
        },
        {
          title: 'One label excludes another',
          config: `policies:
  - name: critical pages anyway
    match: { labels: { severity: critical } }
    forbid: { labels: [page] }
`,
          files: of({ severity: 'critical', page: 'no' }),
          at: ['page'],
        },
        {
          title: 'At least one of several, only known names, parts of a list',
          config: `policies:
  - name: owners
    require: { any_label: [team, owner] }
    allow:
      label_names: [severity, 'owner.*', areas]
      labels: { areas: { values: [web, db], separator: ',' } }
`,
          files: of({ severity: 'critical', areas: 'web, dba', reg: 'eu' }),
          at: ['ShopBroken', "'web, dba'", 'reg'],
        },
      ],
      right: [
        { config, files: of({ severity: 'critical', team: 'shop' }) },
        {
          title: 'A template',
          config,
          files: of({ severity: '{{ $labels.severity }}', team: '{{ $labels.team }}' }),
        },
        { title: 'No policy', files: of({}) },
        {
          title: 'Excluded from the policy',
          config: config.replace(
            '    require:',
            "    except: [{ paths: ['rules.*'] }, { name: Shop }]\n    require:",
          ),
          files: of({ severity: 'none' }),
        },
      ],
    },
  },
  messages: POLICY_MESSAGES,
  create(context) {
    const { policies } = context.project.settings;
    return {
      Rule(rule) {
        for (const policy of policies) {
          if (!applies(policy, rule, context.project)) continue;
          const labels = [...effectiveLabels(rule).values()];
          for (const { range, what, help, names } of judgeTexts(rule, labels, labelPolicy(policy)))
            context.report(
              'found',
              { file: rule.file, range },
              { policy, what, help },
              detailsOf(policy, names),
            );
        }
      },
    };
  },
});

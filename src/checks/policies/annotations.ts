import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { annotationPolicy, applies, judgeTexts } from '../../analysis/policy/index.ts';
import { POLICY_MESSAGES, detailsOf } from '../support/policy-report.ts';

const config = `policies:
  - name: texts of pages
    match: { labels: { severity: critical } }
    require:
      annotations: { summary: '.{10,}', runbook_url: 'https://runbooks\\.example\\.com/{name}' }
    forbid:
      annotations: { '.*': '.*(TODO|FIXME).*' }
`;
const URL = 'https://runbooks.example.com/ShopBroken';
const of = (annotations: Record<string, string>, severity = 'critical'): string =>
  ruleFile(alert('up == 0', { labels: { severity }, annotations }));

export default defineCheck({
  meta: {
    id: 'policies/annotations',
    summary: 'annotations that a policy of this project requires, restricts or forbids',
    why: 'The annotations are where the on-call engineer starts.',
    severity: 'warning',
    preset: 'recommended',
    peers: [
      'pint alerts/annotation',
      'pint rule/reject',
      'promruval hasAnnotations',
      'promruval doesNotHaveAnnotations',
      'promruval hasAnyOfAnnotations',
      'promruval annotationMatchesRegexp',
      'promruval annotationHasAllowedValue',
      'promruval doesNotContainTypos',
    ],
    examples: {
      wrong: [
        { title: 'Missing', config, files: of({ runbook_url: URL }), at: ['ShopBroken'] },
        { title: 'Several are missing: one finding', config, files: of({}), at: ['ShopBroken'] },
        {
          title: 'The page of another alert',
          config,
          files: of({ summary: 'The shop is down', runbook_url: `${URL}s` }),
          at: [`'${URL}s'`],
        },
        {
          title: 'A forbidden text',
          config,
          files: of({ summary: 'TODO: write this', runbook_url: URL }),
          at: ["'TODO: write this'"],
        },
      ],
      right: [
        { config, files: of({ summary: '{{ $labels.job }} is down', runbook_url: URL }) },
        { title: 'Not of this severity', config, files: of({}, 'warning') },
      ],
    },
  },
  messages: POLICY_MESSAGES,
  create(context) {
    const { policies } = context.project.settings;
    return {
      AlertingRule(rule) {
        for (const policy of policies) {
          if (!applies(policy, rule, context.project)) continue;
          for (const { range, what, help, names } of judgeTexts(
            rule,
            rule.annotations,
            annotationPolicy(policy),
          ))
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

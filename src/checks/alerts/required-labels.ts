import { didYouMeanText } from '../../util/did-you-mean.ts';
import { defineCheck } from '../contract.ts';
import { effectiveLabels, isTemplated } from '../../analysis/delivery/index.ts';

interface Options {
  readonly labels: Readonly<Record<string, readonly string[]>>;
}

const DEFAULTS: Options = { labels: { severity: ['critical', 'warning', 'info'], team: [] } };

const RIGHT = `groups:
  - name: web
    rules:
      - alert: WebDown
        expr: up{job="web"} == 0
        labels:
          severity: critical
          team: web
`;

export default defineCheck({
  meta: {
    id: 'alerts/required-labels',
    summary: 'alerts without the labels that routing needs, or with a value nobody routes',
    why: 'An alert without a severity or team falls through to the default receiver.',
    severity: 'warning',
    preset: 'strict',
    peers: ['pint rule/label', 'promruval hasLabels', 'promruval hasAllowedLabelValues'],
    options: {
      schema: {
        type: 'object',
        additionalProperties: false,
        properties: {
          labels: {
            type: 'object',
            additionalProperties: { type: 'array', items: { type: 'string' } },
            description:
              'Labels that every alert must have, each with its allowed values (an empty list allows any).',
          },
        },
      },
      defaults: DEFAULTS,
    },
    examples: {
      wrong: [
        { title: 'A label is missing', files: RIGHT.replace(/^ +team: web\n/m, ''), at: ['WebDown'] },
        { title: 'A value that nobody routes', files: RIGHT.replace('critical', 'crtical'), at: ['crtical'] },
      ],
      right: [{ files: RIGHT }],
    },
  },
  messages: {
    missing: (data: { alert: string; label: string; allowed: readonly string[] }) => ({
      message: `the alert "${data.alert}" has no label "${data.label}"`,
      why: 'routes and inhibition go by labels: without it the alert reaches the default receiver',
      help: `add "${data.label}: ..." under "labels"${data.allowed.length > 0 ? `, one of ${data.allowed.join(', ')}` : ''}`,
    }),
    value: (data: { alert: string; label: string; value: string; allowed: readonly string[] }) => ({
      message: `the label "${data.label}" of the alert "${data.alert}" is "${data.value}"${didYouMeanText(data.value, data.allowed)}`,
      why: 'no route expects this value',
      help: `allowed are ${data.allowed.join(', ')}`,
    }),
  },
  create: (context) => ({
    AlertingRule(rule) {
      const labels = effectiveLabels(rule);
      const alert = rule.name.value;
      for (const [label, allowed] of Object.entries(context.options.labels)) {
        const found = labels.get(label);
        if (found === undefined || found.value === '') {
          context.report('missing', { file: rule.file, range: rule.name.range }, { alert, label, allowed });
        } else if (allowed.length > 0 && !isTemplated(found.value) && !allowed.includes(found.value)) {
          const { value } = found;
          context.report(
            'value',
            { file: rule.file, range: found.node.range },
            { alert, label, value, allowed },
          );
        }
      }
    },
  }),
});

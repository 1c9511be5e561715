import { didYouMeanText } from '../../util/did-you-mean.ts';
import { defineCheck } from '../contract.ts';
import { counted, quoted } from '../support/list.ts';
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
    summary: 'alerts without a label that routing needs, or with a value that no route handles',
    why: 'An alert without a severity or team goes to the default receiver.',
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
              'labels that every alert must have, each with its allowed values (an empty list allows any)',
          },
        },
      },
      defaults: DEFAULTS,
    },
    examples: {
      wrong: [
        { title: 'A label is missing', files: RIGHT.replace(/^ +team: web\n/m, ''), at: ['WebDown'] },
        {
          title: 'Several are missing: one finding',
          files: RIGHT.replace(/^ +(?:team: web|severity: critical)\n/gm, ''),
          at: ['WebDown'],
        },
        {
          title: 'A value that is not allowed',
          files: RIGHT.replace('critical', 'crtical'),
          at: ['crtical'],
        },
      ],
      right: [{ files: RIGHT }],
    },
  },
  messages: {
    missing: (data: { alert: string; labels: Options['labels'] }) => {
      const names = Object.keys(data.labels);
      return {
        message: `the alert "${data.alert}" has no ${counted(names, 'label')} ${quoted(names)}`,
        why: 'routes and inhibition match on labels: without them the alert goes to the default receiver',
        help: `add ${Object.entries(data.labels).map(lineText).join(', ')} under "labels"`,
      };
    },
    value: (data: { alert: string; label: string; value: string; allowed: readonly string[] }) => ({
      message: `the label "${data.label}" of the alert "${data.alert}" is "${data.value}"${didYouMeanText(data.value, data.allowed)}`,
      why: 'no route handles this value',
      help: `use one of ${data.allowed.join(', ')}`,
    }),
  },
  create: (context) => ({
    AlertingRule(rule) {
      const labels = effectiveLabels(rule);
      const alert = rule.name.value;
      const required = Object.entries(context.options.labels);
      const missing = required.filter(([label]) => (labels.get(label)?.value ?? '') === '');
      if (missing.length > 0) {
        const data = { alert, labels: Object.fromEntries(missing) };
        const names = missing.map(([label]) => label);
        context.report('missing', { file: rule.file, range: rule.name.range }, data, { names });
      }
      for (const [label, allowed] of required) {
        const found = labels.get(label);
        if (found === undefined || found.value === '' || allowed.length === 0) continue;
        const { value, node } = found;
        if (isTemplated(value) || allowed.includes(value)) continue;
        context.report('value', { file: rule.file, range: node.range }, { alert, label, value, allowed });
      }
    },
  }),
});

const lineText = ([label, allowed]: readonly [string, readonly string[]]): string =>
  allowed.length === 0 ? `"${label}: ..."` : `"${label}: ..." (one of ${allowed.join(', ')})`;

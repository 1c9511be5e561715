import { didYouMean } from '../../util/did-you-mean.ts';
import { defineCheck } from '../contract.ts';
import { counted, quoted } from '../support/list.ts';

interface Options {
  readonly annotations: readonly string[];
}

const DEFAULTS: Options = { annotations: ['summary', 'description', 'runbook_url', 'dashboard_url'] };

const FULL = `groups:
  - name: web
    rules:
      - alert: WebDown
        expr: up{job="web"} == 0
        for: 5m
        labels:
          severity: critical
          team: web
        annotations:
          summary: '{{ $labels.instance }} is down'
          description: '{{ $labels.instance }} has not answered for five minutes.'
          runbook_url: https://runbooks.example.com/web-down
          dashboard_url: https://grafana.example.com/d/web
`;

export default defineCheck({
  meta: {
    id: 'alerts/required-annotations',
    summary: 'alerts without the annotations that on-call needs',
    why: 'The annotations are where the on-call engineer starts.',
    severity: 'warning',
    preset: 'strict',
    peers: ['pint alerts/annotation', 'promruval hasAnnotations'],
    options: {
      schema: {
        type: 'object',
        additionalProperties: false,
        properties: {
          annotations: {
            type: 'array',
            items: { type: 'string' },
            description: 'annotations that every alert must have',
          },
        },
      },
      defaults: DEFAULTS,
    },
    examples: {
      wrong: [
        {
          title: 'Several are missing: one finding',
          files: FULL.replace(/^ +summary.*\n/m, '').replace('runbook_url:', 'runbok_url:'),
          at: ['WebDown'],
        },
      ],
      right: [{ files: FULL }],
    },
  },
  messages: {
    missing: (data: { alert: string; annotations: readonly string[]; similar: string }) => ({
      message: `the alert "${data.alert}" has no ${counted(data.annotations, 'annotation')} ${quoted(data.annotations)}${data.similar}`,
      why: 'the on-call engineer starts from the annotations',
      help: `add ${data.annotations.map((name) => `"${name}: ..."`).join(', ')} under "annotations"`,
    }),
    empty: (data: { alert: string; annotation: string }) => ({
      message: `the annotation "${data.annotation}" of the alert "${data.alert}" is empty`,
      why: 'the on-call engineer starts from the annotations',
      help: 'write a text, or remove the key',
    }),
  },
  create: (context) => ({
    AlertingRule(rule) {
      const { annotations: required } = context.options;
      const alert = rule.name.value;
      const missing = required.filter(
        (annotation) => !rule.annotations.some(({ name }) => name === annotation),
      );
      if (missing.length > 0) {
        const others = rule.annotations.map(({ name }) => name).filter((name) => !required.includes(name));
        const data = { alert, annotations: missing, similar: similarText(missing, others) };
        context.report('missing', { file: rule.file, range: rule.name.range }, data, { names: missing });
      }
      for (const { name, nameRange, value } of rule.annotations) {
        if (required.includes(name) && value.trim() === '')
          context.report('empty', { file: rule.file, range: nameRange }, { alert, annotation: name });
      }
    },
  }),
});

/** The annotations that were probably meant to be the missing ones. */
function similarText(missing: readonly string[], others: readonly string[]): string {
  const similar = missing.flatMap((annotation) => didYouMean(annotation, others) ?? []);
  return similar.length === 0 ? '' : `, but it has ${quoted(similar)}`;
}

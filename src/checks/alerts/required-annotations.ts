import { didYouMean } from '../../util/did-you-mean.ts';
import { defineCheck } from '../contract.ts';

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
    summary: 'alerts without the annotations that whoever is paged needs',
    why: 'At night the annotations are all that the on-call engineer has to start from.',
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
            description: 'Annotations that every alert must have.',
          },
        },
      },
      defaults: DEFAULTS,
    },
    examples: {
      wrong: [
        {
          files: FULL.replace(/^ +summary.*\n/m, '').replace('runbook_url:', 'runbok_url:'),
          at: ['WebDown', 'WebDown'],
        },
      ],
      right: [{ files: FULL }],
    },
  },
  messages: {
    missing: (data: { alert: string; annotation: string; similar: string | undefined }) => ({
      message: `the alert "${data.alert}" has no annotation "${data.annotation}"${data.similar === undefined ? '' : `, but one called "${data.similar}"`}`,
      why: 'whoever is paged starts from the annotations',
      help: `add "${data.annotation}: ..." under "annotations"`,
    }),
    empty: (data: { alert: string; annotation: string }) => ({
      message: `the annotation "${data.annotation}" of the alert "${data.alert}" is empty`,
      why: 'whoever is paged starts from the annotations',
      help: 'write it, or remove the key',
    }),
  },
  create: (context) => ({
    AlertingRule(rule) {
      const names = rule.annotations.map((annotation) => annotation.name);
      for (const annotation of context.options.annotations) {
        const found = rule.annotations.find(({ name }) => name === annotation);
        const alert = rule.name.value;
        if (found === undefined) {
          const similar = didYouMean(
            annotation,
            names.filter((name) => !context.options.annotations.includes(name)),
          );
          context.report(
            'missing',
            { file: rule.file, range: rule.name.range },
            { alert, annotation, similar },
          );
        } else if (found.value.trim() === '') {
          context.report('empty', { file: rule.file, range: found.nameRange }, { alert, annotation });
        }
      }
    },
  }),
});

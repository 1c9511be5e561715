import { analyzeAlertTemplate } from '../../template/analysis.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import { defineCheck } from '../contract.ts';

const rules = (label: string): string => `groups:
  - name: web
    rules:
      - alert: ErrorsHigh
        expr: sum by (job) (rate(errors_total[5m])) > 1
        for: 5m
        labels:
          severity: warning
          current: '${label}'
`;

export default defineCheck({
  meta: {
    id: 'cardinality/unbounded-label',
    summary: 'labels of alerts that contain the value of the expression',
    why: 'Labels identify an alert: each new value creates a new alert, whose "for" restarts and may never end, and a new notification.',
    severity: 'error',
    preset: 'recommended',
    peers: ['pint alerts/template', 'promruval labelsDoNotUseValue'],
    examples: {
      wrong: [{ files: rules('{{ $value | humanize }}'), at: ['{{ $value | humanize }}'] }],
      right: [
        { files: rules('{{ $labels.job }}') },
        {
          title: 'A few fixed values are allowed',
          files: rules('{{ if gt $value 10.0 }}critical{{ else }}warning{{ end }}'),
        },
      ],
    },
  },
  messages: {
    value: (data: { alert: string; label: string }) => ({
      message: `the label "${data.label}" of the alert "${data.alert}" changes with the value of the expression`,
      why: 'labels identify an alert: each new value creates a new alert, whose "for" restarts, and a new notification',
      help: 'move the value to an annotation',
    }),
  },
  create: (context) => ({
    AlertingRule({ file, labels, name }) {
      for (const label of labels) {
        for (const { start, end } of analyzeAlertTemplate(label.value).valueOutputs) {
          const range = scalarRange(label.node, file.text, start, end);
          const data = { alert: name.value, label: label.name };
          // The value of an event log is the number of its entry: one alert for each is what is meant.
          context.report(
            'value',
            { file, range },
            data,
            IDENTITY.test(label.name) ? { severity: 'info' } : {},
          );
        }
      }
    },
  }),
});

/** Labels whose name says that the value identifies something. */
const IDENTITY = /(?:^|_)(?:id|index|number|serial|version|revision|generation|sequence)$/;

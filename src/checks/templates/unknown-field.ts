import { analyzeAlertTemplate } from '../../template/analysis.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import { defineCheck } from '../contract.ts';

const rules = (summary: string): string => `groups:
  - name: web
    rules:
      - alert: WebDown
        expr: up == 0
        annotations:
          summary: '${summary}'
`;

export default defineCheck({
  meta: {
    id: 'templates/unknown-field',
    summary: 'templates with a field that the data of an alert does not have',
    why: 'Prometheus accepts the template, but it fails when the alert fires: the notification shows the error.',
    severity: 'error',
    preset: 'recommended',
    peers: ['pint alerts/template'],
    examples: {
      wrong: [
        { files: rules('{{ .Label.instance }} is down'), at: ['Label'] },
        {
          title: 'Within range the dot is a sample',
          files: rules('{{ range query "up == 0" }}{{ .labels.instance }} {{ end }}'),
          at: ['labels'],
        },
      ],
      right: [
        { files: rules('{{ .Labels.instance }} is down') },
        { files: rules('{{ range query "up == 0" }}{{ .Labels.instance }} {{ end }}') },
      ],
    },
  },
  messages: {
    field: (data: { annotation: string; name: string; owner: string; similar: string; known: string }) => ({
      message: `the template of "${data.annotation}" uses ".${data.name}", which ${data.owner} does not have${data.similar}`,
      why: 'the notification shows an error instead of the text',
      help: `use one of ${data.known}`,
    }),
  },
  create: (context) => ({
    AlertingRule({ file, labels, annotations }) {
      for (const { name: annotation, value, node } of [...labels, ...annotations]) {
        for (const { name, known, range } of analyzeAlertTemplate(value).unknownFields) {
          const place = { file, range: scalarRange(node, file.text, range.start, range.end) };
          const similar = didYouMeanText(name, known);
          context.report('field', place, {
            annotation,
            name,
            owner: known.includes('ExternalLabels') ? 'the data of an alert' : 'a sample of query',
            similar,
            known: known.map((field) => `.${field}`).join(', '),
          });
        }
      }
    },
  }),
});

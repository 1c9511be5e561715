import { mayBeNewer, newerPrometheus } from '../../config/newer-releases.ts';
import type { NewerRelease } from '../../config/newer-releases.ts';
import type { KeyValue } from '../../documents/fields.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { analyzeAlertTemplate } from '../../template/analysis.ts';
import type { AnalysisError } from '../../template/analysis.ts';
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
    id: 'templates/syntax',
    summary: 'labels and annotations whose template Prometheus does not accept',
    why: 'Prometheus rejects the whole file.',
    severity: 'error',
    preset: 'recommended',
    peers: ['pint alerts/template', 'promruval annotationIsValidPromQL'],
    examples: {
      wrong: [
        {
          title: 'A function that does not exist',
          files: rules('{{ $value | humanise }}'),
          at: ['humanise'],
        },
        { title: 'An action that is not closed', files: rules('{{ if $value }}down'), at: [''] },
      ],
      right: [{ files: rules('{{ $labels.instance }} is at {{ $value | humanize }}') }],
    },
  },
  messages: {
    newer: ({ message, name, newer }: { message: string; name: string; newer: NewerRelease }) => ({
      message: `the template of "${name}" is invalid: ${message}`,
      why: mayBeNewer(newer),
    }),
    error: ({ message, help, name }: { message: string; help: string; name: string }) => ({
      message: `the template of "${name}" is invalid: ${message}`,
      why: 'Prometheus rejects the whole file',
      help,
    }),
  },
  create(context) {
    const check = (file: SourceFile, { name, value, node }: KeyValue): void => {
      for (const error of analyzeAlertTemplate(value).errors) {
        const range = scalarRange(node, file.text, error.range.start, error.range.end);
        const newer =
          error.code === 'undefined-function' ? newerPrometheus(context.project.settings) : undefined;
        if (newer === undefined) context.report('error', { file, range }, { ...explain(error), name });
        else {
          const { message } = error;
          context.report('newer', { file, range }, { message, name, newer }, { severity: 'warning' });
        }
      }
    };
    return {
      AlertingRule({ file, labels, annotations }) {
        for (const pair of [...labels, ...annotations]) check(file, pair);
      },
    };
  },
});

function explain(error: AnalysisError): { message: string; help: string } {
  if (error.consoleOnly === true) {
    return { message: error.message, help: 'this function exists only in console templates, not in alerts' };
  }
  const help =
    error.suggestion === undefined
      ? 'actions are {{ ... }}; if, range, with and define end with {{ end }}'
      : `did you mean "${error.suggestion}"?`;
  return { message: error.message, help };
}

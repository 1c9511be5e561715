import { analyzeAlertTemplate } from '../../template/analysis.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import { defineCheck } from '../contract.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';

const PROMETHEUS = `global:
  external_labels: { cluster: eu1 }
rule_files: [rules.yml]
`;
const files = (rule: string): Record<string, string> => ({
  'rules.yml': ruleFile(rule),
  'prometheus.yml': PROMETHEUS,
});

export default defineCheck({
  meta: {
    id: 'alerts/external-label',
    summary: 'external labels that the server does not define, or that a rule sets as well',
    why: 'An undefined external label leaves a gap in the notification. One that a rule also sets has different values on the same server.',
    severity: 'warning',
    preset: 'recommended',
    peers: ['pint alerts/external_labels', 'pint labels/conflict'],
    examples: {
      wrong: [
        {
          title: 'The server does not define the label',
          files: files(
            alert('up == 0', { annotations: { summary: 'down in {{ $externalLabels.clustr }}' } }),
          ),
          at: ['clustr'],
        },
        {
          title: 'The rule sets a label that the server sets',
          files: files(record('job:up:sum', 'sum by (job) (up)', { cluster: 'us2' })),
          at: ['cluster'],
        },
      ],
      right: [
        {
          files: files(
            alert('up == 0', { annotations: { summary: 'down in {{ $externalLabels.cluster }}' } }),
          ),
        },
        {
          title: 'The labels of the server are unknown',
          files: ruleFile(alert('up == 0', { annotations: { summary: '{{ $externalLabels.region }}' } })),
        },
      ],
    },
  },
  messages: {
    unknown: (data: { label: string; known: readonly string[]; from: string; similar: string }) => ({
      message: `the server does not define the external label "${data.label}" (${data.from})${data.similar}`,
      why: 'the notification contains an empty string instead',
      help:
        data.known.length === 0
          ? 'the server defines no external labels: add it under global.external_labels'
          : `defined are ${data.known.join(', ')}`,
    }),
    conflict: (data: { label: string; from: string }) => ({
      message: `this rule sets the label "${data.label}", which the server also adds as an external label (${data.from})`,
      why: 'the value of the rule wins: its results carry another value than all other data of this server',
      help: 'remove the label from the rule',
    }),
  },
  create: (context) => ({
    Rule(rule) {
      const known = context.project.server.of(rule.file.path).externalLabels;
      if (known === undefined || rule.group.document.language !== 'promql') return;
      const { file } = rule;
      for (const { name: label, nameRange } of rule.labels) {
        if (known.value.includes(label))
          context.report('conflict', { file, range: nameRange }, { label, from: known.from });
      }
      if (rule.kind !== 'alert') return;
      for (const { value, node } of [...rule.labels, ...rule.annotations]) {
        for (const { name: label, source, range } of analyzeAlertTemplate(value).labels) {
          if (source !== 'externalLabels' || known.value.includes(label)) continue;
          const place = { file, range: scalarRange(node, file.text, range.start, range.end) };
          const similar = didYouMeanText(label, known.value);
          context.report('unknown', place, { label, known: known.value, from: known.from, similar });
        }
      }
    },
  }),
});

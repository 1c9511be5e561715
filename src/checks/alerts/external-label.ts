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
    summary: 'external labels that the server does not have, or that a rule sets as well',
    why: 'An unknown one leaves a hole in the notification; one that a rule sets too says one thing in this Prometheus and another to whoever receives it.',
    severity: 'warning',
    preset: 'recommended',
    peers: ['pint alerts/external_labels', 'pint labels/conflict'],
    examples: {
      wrong: [
        {
          title: 'The server has no such label',
          files: files(
            alert('up == 0', { annotations: { summary: 'down in {{ $externalLabels.clustr }}' } }),
          ),
          at: ['clustr'],
        },
        {
          title: 'The rule sets one that the server sets',
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
          title: 'Nobody knows which labels the server has',
          files: ruleFile(alert('up == 0', { annotations: { summary: '{{ $externalLabels.region }}' } })),
        },
      ],
    },
  },
  messages: {
    unknown: (data: { label: string; known: readonly string[]; from: string; similar: string }) => ({
      message: `the server has no external label "${data.label}" (${data.from})${data.similar}`,
      why: 'the notification has nothing in its place',
      help:
        data.known.length === 0
          ? 'it has none at all: add it under global.external_labels'
          : `there are ${data.known.join(', ')}`,
    }),
    conflict: (data: { label: string; from: string }) => ({
      message: `this rule sets the label "${data.label}", which the server adds to everything that leaves it (${data.from})`,
      why: 'the external label does not replace it: what comes from this rule has another value than all the rest of this server',
      help: 'remove it from the rule',
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

import type { KeyValue } from '../../documents/fields.ts';
import { defineCheck } from '../contract.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import type { SourceFile } from '../../source/source-file.ts';

export default defineCheck({
  meta: {
    id: 'alerts/reserved-label',
    summary: 'labels that Prometheus sets itself, or keeps for itself',
    why: 'What the rule says is overwritten without a word, and a route or silence for it never matches.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { files: ruleFile(alert('up == 0', { labels: { alertname: 'Other' } })), at: ['alertname'] },
        { files: ruleFile(alert('up == 0', { labels: { __team: 'shop' } })), at: ['__team'] },
      ],
      right: [
        { files: ruleFile(alert('up == 0', { labels: { team: 'shop' } })) },
        { files: ruleFile(record('job:up:sum', 'sum by (job) (up)', { source: 'rules' })) },
      ],
    },
  },
  messages: {
    overwritten: (data: { label: string; by: string }) => ({
      message: `the label "${data.label}" of an alert is overwritten with ${data.by}`,
      why: 'the value that stands here never reaches anybody',
      help: 'remove it, or choose another name',
    }),
    internal: (data: { label: string }) => ({
      message: `the label "${data.label}" begins with "__", which Prometheus keeps for itself`,
      why: 'names with "__" are for internal use: what a server, relabelling or a receiver does with them is not defined',
      help: `call it "${data.label.replace(/^_+/, '')}"`,
    }),
  },
  create(context) {
    const check = (file: SourceFile, labels: readonly KeyValue[], ofAlert: boolean): void => {
      for (const { name: label, nameRange } of labels) {
        const place = { file, range: nameRange };
        const by = ofAlert ? OVERWRITTEN[label] : undefined;
        if (by !== undefined) context.report('overwritten', place, { label, by });
        // A rule that sets __name__ is refused: that is a fault of syntax.
        else if (label.startsWith('__') && label !== '__name__') context.report('internal', place, { label });
      }
    };
    return {
      RuleGroup({ file, labels }) {
        check(file, labels, false);
      },
      Rule({ file, labels, kind }) {
        check(file, labels, kind === 'alert');
      },
    };
  },
});

const OVERWRITTEN: Readonly<Record<string, string>> = {
  alertname: 'the name of the alert',
  alertstate: '"pending" or "firing" in the series ALERTS',
};

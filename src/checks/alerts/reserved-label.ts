import { own } from '../../util/own.ts';
import type { KeyValue } from '../../documents/fields.ts';
import { defineCheck } from '../contract.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import type { SourceFile } from '../../source/source-file.ts';

export default defineCheck({
  meta: {
    id: 'alerts/reserved-label',
    summary: 'labels that Prometheus sets itself or reserves',
    why: 'Prometheus overwrites the label silently, and a route or silence on its value never matches.',
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
      message: `Prometheus overwrites the label "${data.label}" of an alert with ${data.by}`,
      why: 'this value never reaches Alertmanager',
      help: 'remove the label, or rename it',
    }),
    internal: (data: { label: string }) => ({
      message: `the label "${data.label}" starts with "__", which Prometheus reserves for internal use`,
      why: 'servers, relabelling and receivers may drop or change such labels',
      help: `rename it to "${data.label.replace(/^_+/, '')}"`,
    }),
  },
  create(context) {
    const check = (file: SourceFile, labels: readonly KeyValue[], ofAlert: boolean): void => {
      for (const { name: label, nameRange } of labels) {
        const place = { file, range: nameRange };
        const by = ofAlert ? own(OVERWRITTEN, label) : undefined;
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

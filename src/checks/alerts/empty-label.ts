import { defineCheck } from '../contract.ts';
import { alert, group, ruleFile } from '../support/example-rules.ts';

export default defineCheck({
  meta: {
    id: 'alerts/empty-label',
    summary: 'rule labels with an empty value',
    why: 'Prometheus drops a label with an empty value: the label of the series is lost, and routes that match on it do not match.',
    severity: 'info',
    preset: 'strict',
    peers: ['promruval nonEmptyLabels'],
    examples: {
      wrong: [{ files: ruleFile(alert('up == 0', { labels: { team: '' } })), at: ['team'] }],
      right: [
        { files: ruleFile(alert('up == 0', { labels: { team: 'shop' } })) },
        {
          title: 'Overrides a label of the group',
          files: `groups:\n${group('shop', [alert('up == 0', { labels: { team: '' } })], 'labels: { team: shop }')}`,
        },
      ],
    },
  },
  messages: {
    empty: (data: { label: string; rule: string }) => ({
      message: `the label "${data.label}" of "${data.rule}" is empty, which removes it from the result`,
      why: 'Prometheus treats an empty label as a missing one, so a label of the series with this name is lost',
      help: 'write a value, or remove the label',
    }),
  },
  create: (context) => ({
    Rule(rule) {
      for (const { name, nameRange, value } of rule.labels) {
        if (value !== '' || rule.group.labels.some((label) => label.name === name)) continue;
        const place = { file: rule.file, range: nameRange };
        context.report('empty', place, { label: name, rule: rule.name.value });
      }
    },
  }),
});

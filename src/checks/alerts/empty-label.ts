import { defineCheck } from '../contract.ts';
import { alert, group, ruleFile } from '../support/example-rules.ts';

export default defineCheck({
  meta: {
    id: 'alerts/empty-label',
    summary: 'labels of rules with an empty value',
    why: 'An empty label is an absent one: it removes what the series had, and routes on it match nothing.',
    severity: 'info',
    preset: 'strict',
    peers: ['promruval nonEmptyLabels'],
    examples: {
      wrong: [{ files: ruleFile(alert('up == 0', { labels: { team: '' } })), at: ['team'] }],
      right: [
        { files: ruleFile(alert('up == 0', { labels: { team: 'shop' } })) },
        {
          title: 'Takes back what the group sets',
          files: `groups:\n${group('shop', [alert('up == 0', { labels: { team: '' } })], 'labels: { team: shop }')}`,
        },
      ],
    },
  },
  messages: {
    empty: (data: { label: string; rule: string }) => ({
      message: `the label "${data.label}" of "${data.rule}" is empty, which is the same as absent`,
      why: 'it removes the label that the series may have, and adds none',
      help: 'give it a value, or remove it',
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

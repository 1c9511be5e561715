import type { Rule } from '../../documents/rules/types.ts';
import { defineCheck } from '../contract.ts';
import { ruleFile } from '../support/example-rules.ts';

const named = (kind: string, name: string): string =>
  ruleFile(`      - ${kind}: "${name}"\n        expr: shop_queue > 5\n`);

export default defineCheck({
  meta: {
    id: 'templates/static-name',
    summary: 'template actions in names of alerts and records, which are not expanded',
    why: 'Prometheus expands templates in the values of labels and annotations only. The name keeps its braces: every series has the same alert name, and routes and silences for the expanded name match nothing.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: named('alert', '{{ $labels.job }} is slow'),
          at: ['"{{ $labels.job }} is slow"'],
        },
      ],
      right: [
        { files: named('alert', 'ShopIsSlow') },
        { title: 'A placeholder of another tool', files: named('alert', '{{ name }}Slow') },
      ],
    },
  },
  messages: {
    kept: (data: { name: string }) => ({
      message: `the name "${data.name}" has a template action, which Prometheus does not expand`,
      why: 'the alert is sent with the braces in its name, the same for all series',
      help: 'use a fixed name, and put the label or the value into an annotation',
    }),
  },
  create: (context) => ({
    Rule(rule: Rule) {
      const { name } = rule;
      if (rule.kind === 'alert' && name.value.includes('{{') && OF_ALERTS.test(name.value))
        context.report('kept', { file: rule.file, range: name.range }, { name: name.value });
    },
  }),
});

/** What templates of alerts ask for; other braces belong to whoever renders the file. */
const OF_ALERTS = /\$labels\b|\$value\b|\.Labels\b|\.Value\b/;

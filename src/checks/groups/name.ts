import { labelTest } from '../../promql/eval/storage/regexp.ts';
import { defineCheck } from '../contract.ts';
import { alert, group } from '../support/example-rules.ts';

interface Options {
  readonly pattern: string;
}

const DEFAULTS: Options = { pattern: '[\\w.:-]+' };
const of = (name: string): string => `groups:\n${group(name, [alert('up == 0')])}`;

export default defineCheck({
  meta: {
    id: 'groups/name',
    summary: 'groups whose name has blanks or other characters that need quoting',
    why: 'The group is a label of Prometheus’s own metrics (rule_group) and part of URLs: whoever looks for a slow or failing group types its name.',
    severity: 'info',
    preset: 'strict',
    peers: ['promruval groupNameMatchesRegexp'],
    options: {
      schema: {
        type: 'object',
        additionalProperties: false,
        properties: { pattern: { type: 'string', description: 'What every name matches (RE2, anchored).' } },
      },
      defaults: DEFAULTS,
    },
    examples: {
      wrong: [{ files: of('shop alerts'), at: ['shop alerts'] }],
      right: [{ files: of('shop.alerts') }, { files: of('shop-alerts_v2') }],
    },
  },
  messages: {
    name: (data: { name: string; pattern: string }) => ({
      message: `the group "${data.name}" is not named as groups are: ${data.pattern}`,
      why: 'the name stands in the label rule_group of Prometheus’s own metrics, and in URLs',
      help: 'use letters, digits, "_", "-", "." and ":"',
    }),
  },
  create: (context) => ({
    RuleGroup({ name, file }) {
      const { pattern } = context.options;
      if (name !== undefined && !labelTest(pattern, 3)(name.value))
        context.report('name', { file, range: name.range }, { name: name.value, pattern });
    },
  }),
});

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
    summary: 'group names with spaces or other characters that need quoting',
    why: 'The name is a label of the metrics of Prometheus (rule_group) and part of URLs: you type it to find a slow or failing group.',
    severity: 'info',
    preset: 'strict',
    peers: ['promruval groupNameMatchesRegexp'],
    options: {
      schema: {
        type: 'object',
        additionalProperties: false,
        properties: {
          pattern: {
            type: 'string',
            description: 'pattern that every group name must match (RE2, anchored)',
          },
        },
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
      message: `the group name "${data.name}" does not match ${data.pattern}`,
      why: 'the name is used in the label rule_group of the metrics of Prometheus, and in URLs',
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

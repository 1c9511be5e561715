import { labelTest } from '../../promql/eval/storage/regexp.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';

interface Options {
  readonly pattern: string;
}

const DEFAULTS: Options = { pattern: '[A-Z][a-zA-Z0-9]*' };
const of = (name: string): string => ruleFile(alert('up == 0', { name }));

export default defineCheck({
  meta: {
    id: 'alerts/name-style',
    summary: 'alerts whose name is not in camel case',
    why: 'Names with spaces and dots need quoting in silences, routes and URLs, and are hard to search for.',
    severity: 'info',
    preset: 'strict',
    peers: ['pint rule/name', 'promruval alertNameMatchesRegexp'],
    options: {
      schema: {
        type: 'object',
        additionalProperties: false,
        properties: {
          pattern: {
            type: 'string',
            description: 'pattern that every alert name must match (RE2, anchored)',
          },
        },
      },
      defaults: DEFAULTS,
    },
    examples: {
      wrong: [{ files: of('shop is down'), at: ['shop is down'] }],
      right: [{ files: of('ShopDown') }],
    },
  },
  messages: {
    style: (data: { name: string; pattern: string }) => ({
      message: `the alert name "${data.name}" does not match ${data.pattern}`,
      why: 'such a name needs quoting in matchers and URLs',
      help: 'use camel case, such as ShopDown',
    }),
  },
  create: (context) => ({
    AlertingRule({ name, file }) {
      const { pattern } = context.options;
      if (!labelTest(pattern, 3)(name.value))
        context.report('style', { file, range: name.range }, { name: name.value, pattern });
    },
  }),
});

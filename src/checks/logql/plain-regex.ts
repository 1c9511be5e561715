import { logQueries } from '../../logql/analysis/walk.ts';
import { defineCheck } from '../contract.ts';
import { lokiAlert } from '../support/example-rules.ts';

const rules = (query: string): Record<string, string> => lokiAlert(`sum(count_over_time(${query} [5m])) > 5`);

export default defineCheck({
  meta: {
    id: 'logql/plain-regex',
    summary: 'regular expressions in log queries that match only one literal text',
    why: 'A literal search is many times faster, and Loki reads every line.',
    severity: 'info',
    preset: 'recommended',
    examples: {
      wrong: [
        { files: rules('{app="web"} |~ "error"'), at: ['|~ "error"'] },
        {
          title: 'With redundant wildcards',
          files: rules('{app="web"} |~ ".*error.*"'),
          at: ['|~ ".*error.*"'],
        },
        { title: 'A label', files: rules('{app=~"web"}'), at: ['app=~"web"'] },
      ],
      right: [
        { files: rules('{app="web"} |~ "error|fatal"') },
        { title: 'In any letter case', files: rules('{app="web"} |~ "(?i)error"') },
      ],
    },
  },
  messages: {
    plain: (data: { op: string; text: string; plain: string }) => ({
      message: `"${data.op}" takes a regular expression, but "${data.text}" is literal text`,
      why: 'a literal search is faster and easier to read',
      help: `use ${data.plain}"${data.text}"`,
    }),
  },
  create: (context) => ({
    Logql(query) {
      if (query.ast === undefined) return;
      for (const { query: inner } of logQueries(query.ast)) {
        for (const matcher of inner.selector.matchers) {
          const { name, op, value } = matcher;
          if ((op !== '=~' && op !== '!~') || !PLAIN.test(value)) continue;
          const plain = `${name}${op === '=~' ? '=' : '!='}`;
          context.report('plain', query.place(matcher), { op, text: value, plain });
        }
        for (const stage of inner.stages) {
          if (stage.kind === 'LabelFilter' && stage.filter.kind === 'StringFilter') {
            const { name, op, value } = stage.filter.matcher;
            if ((op !== '=~' && op !== '!~') || !PLAIN.test(value)) continue;
            const plain = `${name}${op === '=~' ? '=' : '!='}`;
            context.report('plain', query.place(stage.filter), { op, text: value, plain });
          }
          if (stage.kind !== 'LineFilter' || (stage.op !== '|~' && stage.op !== '!~')) continue;
          const texts = stage.alternatives.map(({ value }) => value.replace(/^\.\*|\.\*$/g, ''));
          if (!texts.every((text) => PLAIN.test(text))) continue;
          const data = { op: stage.op, text: texts.join('" or "'), plain: stage.op === '|~' ? '|= ' : '!= ' };
          context.report('plain', query.place(stage), data);
        }
      }
    },
  }),
});

/** Nothing that a regular expression reads in another way. */
const PLAIN = /^(?!%[sdqv]$)[^\\.+*?()|[\]{}^$]+$/;

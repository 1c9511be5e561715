import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';

const of = (matcher: string): string => ruleFile(alert(`up{${matcher}} == 0`));

export default defineCheck({
  meta: {
    id: 'promql/regex-dot',
    summary: 'unescaped dots in patterns of host names and addresses',
    why: 'A dot matches any character: "db1.example.com" also matches "db1-example.com".',
    severity: 'info',
    preset: 'strict',
    peers: ['pint promql/regexp'],
    examples: {
      wrong: [{ files: of('instance=~"db[12].example.com:9100"'), at: ['"db[12].example.com:9100"'] }],
      right: [
        { files: of("instance=~'db[12]\\\\.example\\\\.com:9100'") },
        { title: 'Any characters', files: of('instance=~"db.+:9100|web.:9100"') },
      ],
    },
  },
  messages: {
    dot: (data: { label: string; part: string }) => ({
      message: `the dots of "${data.part}" in the pattern of "${data.label}" match any character`,
      why: 'the pattern can match other names',
      help: `escape them: ${data.part.replaceAll('.', '\\\\.')} (in double quotes of PromQL two backslashes)`,
    }),
  },
  create: (context) => ({
    VectorSelector(node, query) {
      for (const { name: label, op, value, valueRange } of node.matchers) {
        if (op !== '=~' && op !== '!~') continue;
        const part =
          /(?<![\w[\]-])[\w[\]-]+\.(?:[a-z][a-z0-9-]+\.){0,20}(?:com|org|net|io|local|internal|svc|cluster|example|\d{1,3}\.\d{1,3})\b/.exec(
            value,
          );
        if (part !== null) context.report('dot', query.place(valueRange), { label, part: part[0] });
      }
    },
  }),
});

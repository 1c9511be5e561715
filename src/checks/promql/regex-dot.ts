import { offer } from '../../analysis/suggestion/index.ts';
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
    dot: (data: { label: string; part: string; help: string }) => ({
      message: `the dots of "${data.part}" in the pattern of "${data.label}" match any character`,
      why: 'the pattern can match other names',
      help: data.help,
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
        if (part === null) continue;
        const inner = { start: valueRange.start + 1, end: valueRange.end - 1 };
        const escape = query.source.text[valueRange.start] === '`' ? '\\.' : '\\\\.';
        const escaped = part[0].replaceAll('.', escape);
        const written = query.source.text.slice(inner.start, inner.end).replace(part[0], escaped);
        const wording = {
          proved: `escape them: ${escaped}`,
          words: 'escape each of them with a backslash (two in double quotes of PromQL)',
        };
        const { help, fix } = offer(query, [{ range: inner, text: written }], wording, context.project);
        context.report('dot', query.place(valueRange), { label, part: part[0], help }, { fix });
      }
    },
  }),
});

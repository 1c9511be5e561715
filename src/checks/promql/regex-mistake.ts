import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';

const of = (matcher: string): string => ruleFile(alert(`up{${matcher}} == 0`));

export default defineCheck({
  meta: {
    id: 'promql/regex-mistake',
    summary: 'patterns that are no regular expressions of what was meant: shell wildcards, blanks around "|"',
    why: '"web*" matches "we" and "webbb" but not "web-1": the selector is empty and the alert silent.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { title: 'A shell wildcard', files: of('instance=~"web*"'), at: ['"web*"'] },
        { title: 'Blanks are characters too', files: of('job=~"web | shop"'), at: ['"web | shop"'] },
      ],
      right: [
        { files: of('instance=~"web.*"') },
        { files: of('job=~"web|shop"') },
        { title: 'A class, repeated', files: of("device=~'sd[a-z]*|nvme\\\\d*'") },
        { title: 'Names with blanks', files: of('volume=~"Local Disk|Network Share"') },
      ],
    },
  },
  messages: {
    wildcard: (data: { label: string; found: string; text: string }) => ({
      message: `"${data.found}" in the pattern of "${data.label}" repeats the character "${data.text}"; it is no wildcard`,
      why: `it matches "${data.text}" any number of times and nothing after it`,
      help: `for anything that begins so write "${data.found.slice(0, -1)}.*"`,
    }),
    blank: (data: { label: string }) => ({
      message: `the pattern of "${data.label}" has a blank beside "|"`,
      why: 'the blank belongs to the value: a label value without it does not match',
      help: 'remove the blank',
    }),
  },
  create: (context) => ({
    VectorSelector(node, query) {
      for (const { name: label, op, value, valueRange } of node.matchers) {
        if (op !== '=~' && op !== '!~') continue;
        const place = query.place(valueRange);
        // A star after a plain letter or digit at the end of an alternative.
        const star = /(?:^|[|(])([\w/:-]*([A-Za-z0-9_/:-])\*)(?=$|[|)])/.exec(value);
        if (star !== null) context.report('wildcard', place, { label, found: star[1]!, text: star[2]! });
        else if (/\S \|| \| |\| \S/.test(value)) context.report('blank', place, { label });
      }
    },
  }),
});

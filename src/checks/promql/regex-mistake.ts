import { offer } from '../../analysis/suggestion/index.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';

const of = (matcher: string): string => ruleFile(alert(`up{${matcher}} == 0`));

export default defineCheck({
  meta: {
    id: 'promql/regex-mistake',
    summary: 'patterns with the syntax of shell wildcards, lists or SQL, or with spaces around "|"',
    why: '"web*" matches "we" and "webbb" but not "web-1": the selector is empty and the alert does not fire.',
    severity: 'warning',
    preset: 'recommended',
    dashboards: true,
    examples: {
      wrong: [
        { title: 'A shell wildcard', files: of('instance=~"web*"'), at: ['"web*"'] },
        { title: 'A character class', files: of('method=~"[GET|POST]"'), at: ['"[GET|POST]"'] },
        { title: 'Commas', files: of('code=~"500,502"'), at: ['"500,502"'] },
        { title: 'A pattern with a literal operator', files: of('job!="shop|web"'), at: ['"shop|web"'] },
        { title: 'Spaces are characters too', files: of('job=~"web | shop"'), at: ['"web | shop"'] },
      ],
      right: [
        { files: of('instance=~"web.*"') },
        { files: of('job=~"web|shop"') },
        { title: 'A class, repeated', files: of("device=~'sd[a-z]*|nvme\\\\d*'") },
        { title: 'A path in router syntax', files: of('handler="/api/*path"') },
        { title: 'Names with spaces', files: of('volume=~"Local Disk|Network Share"') },
        { title: 'A space between two words', files: of('pool=~"(G1 |PS )?Eden Space"') },
      ],
    },
  },
  messages: {
    wildcard: (data: { label: string; found: string; text: string; help: string }) => ({
      message: `"${data.found}" in the pattern of "${data.label}" repeats the character "${data.text}"; it is not a wildcard`,
      why: `it matches "${data.text}" zero or more times and nothing after it`,
      help: data.help,
    }),
    list: (data: { label: string; pattern: string; help: string }) => ({
      message: `"${data.pattern}" in the pattern of "${data.label}" is not a list of alternatives`,
      why: 'a regular expression separates alternatives with "|": this matches the literal text, or single characters',
      help: data.help,
    }),
    equality: (data: { label: string; op: string; value: string; help: string }) => ({
      message: `"${data.label}${data.op}" compares literally with "${data.value}", which looks like a regular expression`,
      why: 'no series has that value: the selector is empty (or, negated, excludes nothing)',
      help: data.help,
    }),
    language: (data: { label: string; pattern: string; what: string }) => ({
      message: `"${data.pattern}" in the pattern of "${data.label}" is ${data.what} elsewhere, but not in a regular expression`,
      why: 'it matches this text literally, and no series has it',
      help: 'use ".*" to match anything; to negate, use the operator "!~"',
    }),
    blank: (data: { label: string }) => ({
      message: `the pattern of "${data.label}" has a space next to "|"`,
      why: 'the space is part of the value: a label value without it does not match',
      help: 'remove the space',
    }),
  },
  create: (context) => ({
    VectorSelector(node, query) {
      for (const { name: label, nameRange, op, value, valueRange } of node.matchers) {
        const place = query.place(valueRange);
        if (op === '=' || op === '!=') {
          if (!looksLikePattern(label, value)) continue;
          const regex = op === '=' ? '=~' : '!~';
          const edit = { range: { start: nameRange.end, end: valueRange.start }, text: regex };
          const wording = {
            proved: `use ${label}${regex}"${value}"`,
            words: `use the operator "${regex}" for a regular expression`,
          };
          const { help, fix } = offer(query, [edit], wording, context.project);
          context.report('equality', place, { label, op, value, help }, { fix });
          continue;
        }
        // A star after a plain letter or digit at the end of an alternative.
        const star = /(?:^|[|(])([\w/:-]*([A-Za-z0-9_/:-])\*)(?=$|[|)])/.exec(value);
        const list = listOf(value);
        const what = otherLanguage(value);
        const inner = { start: valueRange.start + 1, end: valueRange.end - 1 };
        if (star !== null) {
          const found = star[1]!;
          const begin = value.indexOf(found, star.index) + found.length - 1;
          const meant = `${value.slice(0, begin)}.*${value.slice(begin + 1)}`;
          const wording = {
            proved: `to match any continuation, use "${meant}"`,
            words: 'to match any continuation, put a dot before the star',
          };
          const edit = { range: inner, text: meant };
          const { help, fix } = offer(query, [edit], wording, context.project);
          context.report('wildcard', place, { label, found, text: star[2]!, help }, { fix });
        } else if (list !== undefined) {
          const { pattern, meant } = list;
          const wording = { proved: `use "${meant}"`, words: 'separate the alternatives with "|"' };
          const { help, fix } = offer(query, [{ range: inner, text: meant }], wording, context.project);
          context.report('list', place, { label, pattern, help }, { fix });
        } else if (what !== undefined) context.report('language', place, { label, pattern: value, what });
        else if (hasBlank(value)) context.report('blank', place, { label });
      }
    },
  }),
});

/** A blank beside "|", where it belongs to a value: `(G1 |PS )?Eden` has it between two words. */
function hasBlank(value: string): boolean {
  return /\S \|| \| |\| \S/.test(value) && !/ \)\??[\w.]|[\w.]\( /.test(value);
}

/** `[GET|POST]`, `500,502` and `{prod,staging}`, and what was meant. */
function listOf(value: string): { pattern: string; meant: string } | undefined {
  const group = /\[(\w{2,}(?:\|\w{2,})+)\]/.exec(value);
  if (group !== null) return { pattern: group[0], meant: value.replace(group[0], `(${group[1]!})`) };
  const list = /^\{?(\w[\w-]*(?:, ?\w[\w-]*)+)\}?$/.exec(value)?.[1];
  return list === undefined ? undefined : { pattern: value, meant: list.split(/, ?/).join('|') };
}

function otherLanguage(value: string): string | undefined {
  if (/^%?[\w-]+%$|^%[\w-]+%?$/.test(value)) return 'an SQL wildcard';
  return /^![\w-]+$/.test(value) ? 'a negation' : undefined;
}

/** What only a regular expression would hold, in a value that is compared literally. */
function looksLikePattern(label: string, value: string): boolean {
  if (/^\(?[\w-]+(?:\|[\w-]+)+\)?$/.test(value) || /\.[*+](?:$|[|)\w/-])/.test(value)) return true;
  if (/^[1-5](?:\.\.|\[0-9\]+|\\d+)$/.test(value)) return true;
  return /^(?:instance|job|namespace|pod|container)$/.test(label) && /^[\w.-]+\*$/.test(value);
}

import type { Fix } from '../../diagnostics/diagnostic.ts';
import type { PromqlQuery } from '../../project/project.ts';
import { wordsOf } from '../../promql/syntax/regex-words.ts';
import type { LabelMatcher } from '../../promql/syntax/ast.ts';
import { defineCheck } from '../contract.ts';
import type { ReportDetails } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';

const of = (matcher: string): string => ruleFile(alert(`up{${matcher}} == 0`));

export default defineCheck({
  meta: {
    id: 'promql/regex',
    summary: 'regular expressions with redundant parts, or that match only one value or everything',
    why: 'A matcher with a needless regular expression is slower and hides what it selects; one that matches everything does not select.',
    severity: 'info',
    preset: 'recommended',
    peers: ['pint promql/regexp'],
    examples: {
      wrong: [
        { title: 'A literal value', files: of('job=~"shop"'), at: ['job=~"shop"'] },
        {
          title: 'Escaped, but literal',
          files: of("host!~'db\\\\.example\\\\.com'"),
          at: ["host!~'db\\\\.example\\\\.com'"],
        },
        { title: 'Redundant anchors', files: of('job=~"^shop.+$"'), at: ['job=~"^shop.+$"'] },
        { title: 'Everything', files: of('job="shop", instance=~".*"'), at: ['instance=~".*"'] },
        { title: 'In parentheses', files: of('job=~"(shop)"'), at: ['job=~"(shop)"'] },
        { title: 'An empty alternative', files: of('job=~"shop||web"'), at: ['job=~"shop||web"'] },
        {
          title: 'Part of another alternative',
          files: of('job=~"shop.*|shop-2"'),
          at: ['job=~"shop.*|shop-2"'],
        },
        { title: 'The same twice', files: of('job=~"shop|web|shop"'), at: ['job=~"shop|web|shop"'] },
      ],
      right: [
        { files: of('job=~"shop|web"') },
        { title: 'Or an empty value', files: of('job=~"shop|"') },
        { title: 'Any value except one', files: of('job=~".+"') },
        { title: 'An intended dollar', files: of("path=~'/a.+\\\\$'") },
        { title: 'A name by pattern', files: ruleFile(alert('{__name__=~"shop_.*"} == 0')) },
      ],
    },
  },
  messages: {
    plain: (data: { label: string; op: string; value: string; help: string }) => ({
      message: `"${data.label}${data.op}" takes a regular expression, but "${data.value}" is a literal value`,
      why: 'it matches only that value; a literal comparison is faster and easier to read',
      help: data.help,
    }),
    anchors: (data: { label: string; pattern: string }) => ({
      message: `the pattern "${data.pattern}" of "${data.label}" has an anchor, but every pattern is anchored at both ends`,
      why: '"^" and "$" have no effect here, and suggest that patterns without them match a part of the value',
      help: 'remove the anchors',
    }),
    everything: (data: { label: string }) => ({
      message: `the matcher on "${data.label}" matches everything, also series without the label`,
      why: 'it does not restrict the selection; ".+" would require the label',
      help: 'remove the matcher, or use ".+" to require the label',
    }),
    covered: (data: { label: string; value: string; other: string }) => ({
      message: `"${data.value}" in the pattern of "${data.label}" is already matched by "${data.other}"`,
      why: 'it has no effect; another value may be intended',
      help: 'remove or correct it',
    }),
    emptyPart: (data: { label: string }) => ({
      message: `the pattern of "${data.label}" has an empty alternative, so it matches series without the label`,
      why: 'a value is missing, or a "|" is redundant',
      help: 'remove one "|", or write the empty alternative last if you need it',
    }),
    doubled: (data: { label: string }) => ({
      message: `".*.*" in the pattern of "${data.label}" is the same as ".*"`,
      why: 'the text between the two may be missing',
      help: 'remove one of them, or add the text between them',
    }),
    twice: (data: { label: string; value: string }) => ({
      message: `"${data.value}" occurs twice in the pattern of "${data.label}"`,
      why: 'the second one has no effect; another value may be intended',
      help: 'remove or correct one of them',
    }),
  },
  create: (context) => ({
    VectorSelector(node, query) {
      for (const matcher of node.matchers) {
        if (matcher.op !== '=~' && matcher.op !== '!~') continue;
        const { name: label, value: pattern } = matcher;
        const place = query.place(matcher);
        const literal = literalOf(pattern);
        if (literal !== undefined && (literal !== '' || pattern === '')) {
          const plain = matcher.op === '=~' ? '=' : '!=';
          const fix = plainFix(matcher, plain, literal, query);
          const written = `use ${label}${plain}"${literal}"`;
          const help = fix.fix === undefined ? `compare the literal value with "${plain}"` : written;
          context.report('plain', place, { label, op: matcher.op, value: literal, help }, fix);
        } else if (matchesEverything(pattern) && matcher.op === '=~') {
          if (label !== '__name__') context.report('everything', place, { label });
        } else if (/^\^|(?:^|[^\\])(?:\\\\)*\$$/.test(pattern))
          context.report('anchors', place, { label, pattern }, anchorsFix(matcher, query));
        else {
          const value = repeated(pattern);
          const covered = coveredPart(pattern);
          if (value !== undefined) context.report('twice', place, { label, value });
          else if (/[^|]\|\|[^|]/.test(pattern)) context.report('emptyPart', place, { label });
          else if (covered !== undefined) context.report('covered', place, { label, ...covered });
          else if (/\.\*\.\*/.test(pattern)) context.report('doubled', place, { label });
        }
      }
    },
  }),
});

/** The one text that a pattern matches, where it has no more than escaped punctuation. */
function literalOf(pattern: string): string | undefined {
  const inner = /^\((?:\?:)?([^()|]+)\)$/.exec(pattern)?.[1] ?? pattern;
  return /^(?:[^\\.+*?()|[\]{}^$]|\\[^\w\s])*$/.test(inner) ? inner.replace(/\\(.)/g, '$1') : undefined;
}

/** `.*`, also in parentheses or as an alternative, and `.+|`: with the absent label it is everything. */
function matchesEverything(pattern: string): boolean {
  const parts = pattern.replace(/^\((?:\?:)?([^()]*)\)$/, '$1').split('|');
  return parts.includes('.*') || (parts.includes('.+') && parts.includes(''));
}

/** A plain alternative that another one, a word with a wildcard at its end or start, matches too. */
function coveredPart(pattern: string): { value: string; other: string } | undefined {
  const words = pattern.includes('|') ? (wordsOf(pattern) ?? []) : [];
  const wild = words.flatMap(({ prefix, wildcard, suffix }) => {
    if (wildcard === undefined || (prefix === '') === (suffix === '')) return [];
    const atEnd = prefix === '';
    const other = `${prefix}.${wildcard}${suffix}`;
    return [{ other, word: atEnd ? reversed(suffix) : prefix, more: wildcard === '+', atEnd }];
  });
  if (wild.length === 0) return undefined;
  // Generated patterns have tens of thousands of alternatives: sorted, each word needs one look.
  const plain = words.flatMap(({ prefix, wildcard }) =>
    wildcard === undefined && prefix !== '' ? [prefix] : [],
  );
  const byStart = [...plain].sort();
  const byEnd = plain.map(reversed).sort();
  for (const { other, word, more, atEnd } of wild) {
    const value = firstWith(atEnd ? byEnd : byStart, word, more);
    if (value !== undefined) return { value: atEnd ? reversed(value) : value, other };
  }
  return undefined;
}

const reversed = (text: string): string => Array.from(text).reverse().join('');

/** The first of sorted texts that begins with the word; `more`: and goes on behind it. */
function firstWith(sorted: readonly string[], word: string, more: boolean): string | undefined {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (more ? sorted[middle]! <= word : sorted[middle]! < word) low = middle + 1;
    else high = middle;
  }
  return sorted[low]?.startsWith(word) === true ? sorted[low] : undefined;
}

/** A value that occurs twice in an alternation of plain values. */
function repeated(pattern: string): string | undefined {
  if (!/^[^\\+*?()[\]{}^$]+$/.test(pattern)) return undefined;
  const seen = new Set<string>();
  for (const part of pattern.split('|')) {
    if (seen.has(part)) return part;
    seen.add(part);
  }
  return undefined;
}

function plainFix(matcher: LabelMatcher, op: string, literal: string, query: PromqlQuery): ReportDetails {
  const { nameRange, valueRange, value } = matcher;
  const { range } = query.place({ start: nameRange.end, end: valueRange.start });
  if (/["'`\\\n]/.test(literal)) return {};
  const inner = query.place({ start: valueRange.start + 1, end: valueRange.end - 1 });
  const unescaped = literal === value ? [] : [{ range: inner.range, text: literal }];
  const fix: Fix = {
    description: `compare with the literal value with "${op}"`,
    safe: true,
    edits: [{ range, text: op }, ...unescaped],
  };
  return { fix };
}

/** Takes the anchors away where they hold the whole pattern: in `^a|b$` each holds one alternative only. */
function anchorsFix({ value, valueRange }: LabelMatcher, query: PromqlQuery): ReportDetails {
  const { text } = query.source;
  const first = { start: valueRange.start + 1, end: valueRange.start + 2 };
  const last = { start: valueRange.end - 2, end: valueRange.end - 1 };
  const inner = value.replace(/^\^/, '').replace(/\$$/, '');
  if (/[|^$\\]/.test(inner)) return {};
  const anchors = [
    ...(value.startsWith('^') && text[first.start] === '^' ? [first] : []),
    ...(value.endsWith('$') && text[last.start] === '$' ? [last] : []),
  ];
  if (anchors.length !== value.length - inner.length) return {};
  const edits = anchors.map((range) => ({ range: query.place(range).range, text: '' }));
  return { fix: { description: 'remove the anchors', safe: true, edits } };
}

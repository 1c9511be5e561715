/**
 * Small accidents in the text of a YAML file: what an editor, a merge or a template does to it. Left out is where the
 * YAML 1.1 of Go reads characters otherwise that nobody types: U+0085, U+2028 and U+2029 are line breaks there, and so
 * is a carriage return alone; a byte order mark or %TAG inside a file means something else.
 */
import { pick } from './generate.ts';
import type { Random } from './generate.ts';

const ODD_VALUES = [
  '',
  'null',
  '~',
  "''",
  '""',
  '[]',
  '{}',
  "['']",
  '[null]',
  '[~, a]',
  '[a, a]',
  'yes',
  'no',
  'on',
  'y',
  'True',
  'TRUE',
  'false',
  '"true"',
  '0',
  '-1',
  '1.5',
  '1e3',
  '0x10',
  '0o17',
  '017',
  '1_000',
  '.inf',
  '.nan',
  '12:30',
  '2026-01-01',
  '99999999999999999999',
  '!!str 5',
  '!!int "5"',
  '!!bool true',
  '!!null',
  '!foo bar',
  '&x y',
  '*nowhere',
  '<secret>',
  '{{ .A }}',
  '"{{ .A }}"',
  '"{{ .A"',
  '"{{ template \\"x\\" . }}"',
  'http://',
  'https://a b',
  'http://a:b',
  'http://[::1',
  '"http://%zz"',
  'ftp://x',
  '//x',
  'mailto:a',
  'HTTP://x',
  'http://x:99999',
  '"http://x/\\n"',
  '5',
  '5m',
  '"5m"',
  '0s',
  '0',
  '1d',
  '1h30m',
  '1h 30m',
  '30m1h',
  '-5m',
  '5M',
  '1.5h',
  '5 m',
  '1y2w3d4h5m6s7ms',
  '300y',
  '5min',
  '1ms',
  'a:b',
  '"a:25"',
  ':25',
  'a:',
  '[::1]:25',
  'ü',
  '"\\x00"',
  '"\\u00fc"',
  "'it''s'",
  'a: b',
  '- a',
  '@a',
  '`a',
  '%a',
  '# nothing',
  '? a',
  '|',
  '>-',
  '"a',
  "'a",
  '[a',
  '{a: b',
  'a]',
  'a # b',
  'a#b',
  '"a" b',
  '\ta',
  'a\t',
];
const ODD_MATCHERS = [
  'a=b',
  'a = b',
  '"a=b"',
  '\'a="b"\'',
  'a="b"',
  'a=~b',
  '\'a=~"("\'',
  '\'a=~"["\'',
  '\'a=~"a{1001}"\'',
  '\'a=~"(?=x)"\'',
  '\'a=~"\\\\d+"\'',
  '\'a=~"\\d+"\'',
  '\'a!=""\'',
  'a!~b',
  'a',
  '=b',
  'a==b',
  "'{a=b}'",
  '{a=b}',
  "'{a=b'",
  "'a=b}'",
  "'{a=b,}'",
  "'a=b,c=d'",
  "'a=b,,c=d'",
  '\'"a b"=c\'',
  "'ü=c'",
  'ü=c',
  "'a=ü'",
  "'a.b=c'",
  "'a-b=c'",
  "'a=b c'",
  "'a=\"b'",
  '\'a="b"c\'',
  '\'a="b\\"c"\'',
  "'a=`b`'",
  '\'a="🙂"\'',
  "'🙂=x'",
  '\'a = "x" \'',
  "' '",
  "''",
  '~',
  '5',
  'true',
  '[a=b]',
  "'a=\\n'",
  '"a=\\n"',
  '"a=\\"b\\""',
  "'a=b\\'",
  "'a=[x]'",
  "'a={x}'",
  "'a=(x)'",
  "'a=~.*'",
  "'a=~*'",
  "'a=~+x'",
  "'a=~web-*'",
  "'a={'",
];
const ODD_KEYS = [
  'receivers',
  'match',
  'matchers',
  'matcher',
  'name',
  'x',
  '"receiver"',
  "'group_by'",
  'Group_by',
  '5',
  'null',
  'yes',
  '~',
  '<<',
  '""',
  '? receiver',
  'continue',
  'labels',
  'http_config',
  'url',
  'api_url',
  'ü',
];
const KEY = /^(\s*(?:- +)*)("[^"]*"|'[^']*'|[\w.-]+)(\s*:)(?=\s|$)(.*)$/;

type Mutation = (lines: string[], random: Random) => void;

const at = (lines: readonly unknown[], random: Random): number => Math.floor(random() * lines.length);

/** A random line that is `key: value`. */
function keyLine(
  lines: readonly string[],
  random: Random,
): { i: number; match: RegExpExecArray } | undefined {
  const found = lines.flatMap((line, i) => {
    const match = KEY.exec(line);
    return match === null ? [] : [{ i, match }];
  });
  return found.length === 0 ? undefined : pick(random, found);
}

function onKey(change: (match: RegExpExecArray, random: Random) => string): Mutation {
  return (lines, random) => {
    const line = keyLine(lines, random);
    if (line !== undefined) lines[line.i] = change(line.match, random);
  };
}

function onLine(change: (line: string, random: Random) => string): Mutation {
  return (lines, random) => {
    const i = at(lines, random);
    lines[i] = change(lines[i] ?? '', random);
  };
}

function misspell(word: string, random: Random): string {
  const i = Math.floor(random() * word.length);
  const ways = [
    word.slice(0, i) + word.slice(i + 1),
    word.slice(0, i) + word.charAt(i) + word.slice(i),
    word.slice(0, i) + word.charAt(i + 1) + word.charAt(i) + word.slice(i + 2),
    word.replace('_', '-'),
    word.toUpperCase(),
    `${word}s`,
  ];
  return pick(random, ways);
}

/** The line and everything that is indented below it. */
function block(lines: readonly string[], i: number): number {
  const depth = (line: string): number => /^\s*/.exec(line)![0].length;
  let end = i + 1;
  while (end < lines.length && (lines[end]!.trim() === '' || depth(lines[end]!) > depth(lines[i]!))) end++;
  return end;
}

const MUTATIONS: readonly Mutation[] = [
  onKey(
    ([, before = '', key = '', colon = ''], random) => `${before}${key}${colon} ${pick(random, ODD_VALUES)}`,
  ),
  onKey(
    ([, before = '', key = '', colon = ''], random) => `${before}${key}${colon} ${pick(random, ODD_VALUES)}`,
  ),
  onKey(
    ([, before = '', key = '', colon = '', rest = ''], random) =>
      `${before}${misspell(key, random)}${colon}${rest}`,
  ),
  onKey(
    ([, before = '', , colon = '', rest = ''], random) => `${before}${pick(random, ODD_KEYS)}${colon}${rest}`,
  ),
  onKey(([, before = '', key = '', colon = '', rest = ''], random) => {
    const space = pick(random, ['', '  ', '\t', ' \t ', '  # note']);
    return `${before}${key}${colon}${space}${rest.trimStart()}`;
  }),
  onLine((line, random) => pick(random, [' ', '  ', '    ']) + line),
  onLine((line) => line.replace(/^ {1,2}/, '')),
  onLine((line) => line.replace(/^(\s*)(\S)/, '$1\t$2')),
  onLine((line, random) => line.replace(/^( {2})/, () => pick(random, ['\t', '  - ', '- ', '  ']))),
  onLine((line, random) => line + pick(random, [' ', '\t', ' #x', '#x', ',', ':', ' x', '"', ']'])),
  onLine((line, random) => {
    const i = Math.floor(random() * (line.length + 1));
    return (
      line.slice(0, i) +
      pick(random, ['"', "'", ':', ' ', '#', '-', '[', '}', '\\', '*', '&', '\u0007', ',', '|', '%', '!']) +
      line.slice(i)
    );
  }),
  onLine((line, random) => {
    const i = Math.floor(random() * line.length);
    return line.slice(0, i) + line.slice(i + 1);
  }),
  (lines, random) => void lines.splice(at(lines, random), 1),
  (lines, random) => {
    const i = at(lines, random);
    lines.splice(i, block(lines, i) - i);
  },
  (lines, random) => {
    const i = at(lines, random);
    lines.splice(i, 0, ...lines.slice(i, block(lines, i)));
  },
  (lines, random) => {
    const i = at(lines, random);
    const cut = lines.splice(i, block(lines, i) - i);
    lines.splice(at(lines, random), 0, ...cut);
  },
  (lines, random) => {
    const [i, j] = [at(lines, random), at(lines, random)];
    [lines[i], lines[j]] = [lines[j] ?? '', lines[i] ?? ''];
  },
  // Somewhere in a list of matchers, or a list of texts elsewhere.
  (lines, random) => {
    const items = lines.flatMap((line, i) => (/^\s*- +[^:]*[=~]/.test(line) ? [i] : []));
    const i = items.length > 0 ? pick(random, items) : at(lines, random);
    lines[i] = (lines[i] ?? '').replace(
      /^(\s*- +).*$/,
      (_, dash: string) => dash + pick(random, ODD_MATCHERS),
    );
  },
  (lines, random) => {
    const i = lines.findIndex((line) => /matchers"?\s*:/.test(line));
    if (i >= 0) lines[i] = lines[i]!.replace(/:.*$/, () => `: [${pick(random, ODD_MATCHERS)}]`);
  },
  (lines, random) =>
    void lines.splice(
      random() < 0.5 ? 0 : at(lines, random),
      0,
      pick(random, [
        '---',
        '...',
        '--- # x',
        '%FOO',
        '<<: *child',
        '<<: [*child, *labels]',
        '<<: {receiver: all}',
        '? a',
        '"a"',
        '- a',
        'a',
        '# c',
        '  # c',
        '',
      ]),
    ),
  (lines, random) =>
    void lines.push(
      pick(random, [
        '---',
        '---\nroute: {receiver: x}',
        '...',
        '...\nx: y',
        'x: *labels',
        'route:',
        '---\nfoo',
        '# end',
        '\t',
        '  ',
        '\u0000',
      ]),
    ),
  (lines) => void (lines[0] = `\ufeff${(lines[0] ?? '').replaceAll('\ufeff', '')}`),
];

/** The text after one to three accidents. */
export function mutate(text: string, random: Random): string {
  const lines = text.split('\n');
  for (let count = 1 + Math.floor(random() * 3); count > 0 && lines.length > 0; count--) {
    pick(random, MUTATIONS)(lines, random);
  }
  return lines.join(random() < 0.05 ? '\r\n' : '\n');
}

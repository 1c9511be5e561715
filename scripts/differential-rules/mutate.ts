/** A small generator of numbers in [0, 1): the same seed gives the same files. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Mutation = (lines: string[], at: number, next: () => number) => void;

const VALUES = [
  '',
  '5',
  '5m',
  '-1m',
  '1h30m',
  '1.5h',
  'null',
  '~',
  '[]',
  '{}',
  '"x"',
  "'y",
  'true',
  'a: b',
  '{{ $labels.job }}',
  '{{ $value',
  '*a',
  '&a b',
  '0',
  '5 m',
  'é',
  '!!str 5',
  '|',
  '>-',
  '# c',
];
const KEYS = [
  'alert',
  'record',
  'expr',
  'for',
  'keep_firing_for',
  'labels',
  'annotations',
  'name',
  'interval',
  'limit',
  'rules',
  'groups',
  'query_offset',
  'foo',
  '__name__',
  '1a',
  'a-b',
  'source_tenants',
  'partial_response_strategy',
];
const CHARACTERS = [
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  ':',
  ' ',
  '\t',
  '-',
  '#',
  ',',
  '>',
  '|',
  '\n',
  '=',
  '~',
  '!',
  '5',
  'x',
  '@',
  '%',
  '&',
  '*',
];

const pick = <T>(list: readonly T[], next: () => number): T => list[Math.floor(next() * list.length)]!;

const MUTATIONS: readonly Mutation[] = [
  (lines, at) => lines.splice(at, 1),
  (lines, at) => lines.splice(at, 0, lines[at]!),
  (lines, at) => (lines[at] = ` ${lines[at]!}`),
  (lines, at) => (lines[at] = lines[at]!.replace(/^ /, '')),
  (lines, at, next) => (lines[at] = lines[at]!.replace(/:.*$/, `: ${pick(VALUES, next)}`)),
  (lines, at, next) => (lines[at] = lines[at]!.replace(/[\w]+:/, `${pick(KEYS, next)}:`)),
  (lines, at, next) => {
    const line = lines[at]!;
    const i = Math.floor(next() * (line.length + 1));
    lines[at] = line.slice(0, i) + pick(CHARACTERS, next) + line.slice(i + (next() < 0.5 ? 1 : 0));
  },
  (lines, at, next) => {
    const line = lines[at]!;
    const i = Math.floor(next() * (line.length + 1));
    lines[at] = line.slice(0, i) + line.slice(i + 1);
  },
  (lines, at, next) => {
    const other = Math.floor(next() * lines.length);
    [lines[at], lines[other]] = [lines[other]!, lines[at]!];
  },
];

/** A rule file with one or two small faults, most of which some tool should refuse. */
export function mutate(text: string, next: () => number): string {
  const lines = text.split('\n');
  for (let n = next() < 0.3 ? 2 : 1; n > 0; n--)
    pick(MUTATIONS, next)(lines, Math.floor(next() * lines.length), next);
  return lines.join('\n');
}

/** Numbers that look random and are the same for the same seed (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 up to, without, `below`. */
  below(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
}

/** What means something to one of the languages, and what steers terminals, runners and regular expressions. */
const TOKENS = [
  ...[
    '{{',
    '}}',
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    '"',
    "'",
    '`',
    '\\',
    '|',
    '|=',
    '=~',
    '!~',
    '::',
    '##[',
    '<%',
    '%>',
  ],
  ...[
    '\n',
    '\r',
    '\r\n',
    '\t',
    ' ',
    '\u0000',
    '\u001b[2J',
    '\u202e',
    '\u2028',
    '\ufeff',
    '\ud800',
    'é',
    '😀',
    '0x',
    '1e9',
  ],
  ...[
    '_',
    '-',
    '- ',
    ': ',
    '&a ',
    '*a',
    '!!binary ',
    '<<: ',
    '---\n',
    '>-\n',
    '|2\n',
    '#',
    '@',
    '$labels',
    '.Value',
  ],
  ...[
    'by',
    'on',
    'group_left',
    'offset',
    'rate',
    'sum',
    'unless',
    'Inf',
    'NaN',
    'groups:',
    'rules:',
    'expr:',
    'for:',
  ],
];

/** One to four changes of a text: of bytes, of structure, or a long run of one character or token. */
export function mutate(text: string, others: readonly string[], random: Random): string {
  let result = text;
  for (let count = 1 + random.below(4); count > 0; count--) result = once(result, others, random);
  return result.length > MOST ? result.slice(0, MOST) : result;
}

/** Characters of a case. */
const MOST = 60_000;

function once(text: string, others: readonly string[], random: Random): string {
  const at = random.below(text.length + 1);
  const to = Math.min(text.length, at + 1 + random.below(40));
  const before = text.slice(0, at);
  switch (random.below(9)) {
    case 0:
      return before + text.slice(to);
    case 1:
      return before + random.of(TOKENS) + text.slice(at);
    case 2:
      return before + random.of(TOKENS) + text.slice(to);
    case 3:
      return before + text.slice(at, to).repeat(1 + random.below(8)) + text.slice(to);
    case 4:
      return (
        before + String.fromCharCode(random.below(random.below(4) === 0 ? 0xffff : 128)) + text.slice(at + 1)
      );
    case 5:
      return before + random.of(TOKENS).repeat(random.of([10, 100, 1000, 5000])) + text.slice(at);
    case 6:
      return before + (text[at] ?? ' ').repeat(random.of([10, 100, 1000, 20_000])) + text.slice(at);
    case 7: {
      const other = random.of(others);
      const from = random.below(other.length + 1);
      return before + other.slice(from, from + random.below(200)) + text.slice(at);
    }
    default: {
      // A part moves to another place: keys, items and operators change places.
      const rest = before + text.slice(to);
      const place = random.below(rest.length + 1);
      return rest.slice(0, place) + text.slice(at, to) + rest.slice(place);
    }
  }
}

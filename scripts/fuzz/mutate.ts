import type { Random } from './random.ts';

/** What means something to one of the languages, and what steers terminals, runners and regular expressions. */
export const TOKENS = [
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

/**
 * One to four changes of a text: of characters, bytes, structure or tokens, or a long run of one character or token.
 *
 * @param most characters of the result
 */
export function mutate(text: string, others: readonly string[], random: Random, most = MOST): string {
  let result = text;
  for (let count = 1 + random.below(4); count > 0; count--) result = once(result, others, random);
  return result.length > most ? result.slice(0, most) : result;
}

/** Characters of a case. */
const MOST = 60_000;

/** Repetitions of a run: most are short, so that many cases fit into a second, and a few are very long. */
const RUNS = [3, 3, 5, 5, 10, 10, 20, 20, 50, 100, 300];

function runLength(random: Random): number {
  return random.below(100) === 0 ? 5000 + random.below(20_000) : random.of(RUNS);
}

function once(text: string, others: readonly string[], random: Random): string {
  const at = random.below(text.length + 1);
  const to = Math.min(text.length, at + 1 + random.below(40));
  const before = text.slice(0, at);
  switch (random.below(12)) {
    case 0:
      return before + text.slice(to);
    case 1:
      return before + random.of(TOKENS) + text.slice(at);
    case 2:
      return before + random.of(TOKENS) + text.slice(to);
    case 3:
      return before + text.slice(at, to).repeat(1 + random.below(8)) + text.slice(to);
    case 4:
      return before + String.fromCharCode(character(random)) + text.slice(at + 1);
    case 5:
      return before + random.of(TOKENS).repeat(runLength(random)) + text.slice(at);
    case 6:
      return before + (text[at] ?? ' ').repeat(runLength(random)) + text.slice(at);
    case 7: {
      const other = random.of(others);
      const from = random.below(other.length + 1);
      return before + other.slice(from, from + random.below(200)) + text.slice(at);
    }
    case 8:
      return bytes(text, random);
    case 9:
    case 10:
      return otherTokens(text, others, random);
    default: {
      // A part moves to another place: keys, items and operators change places.
      const rest = before + text.slice(to);
      const place = random.below(rest.length + 1);
      return rest.slice(0, place) + text.slice(at, to) + rest.slice(place);
    }
  }
}

const character = (random: Random): number => random.below(random.below(4) === 0 ? 0xffff : 128);

/** A byte of the text as UTF-8 flips a bit, goes, or comes: invalid UTF-8 is then read as U+FFFD. */
function bytes(text: string, random: Random): string {
  const all = Buffer.from(text);
  if (all.length === 0) return text;
  const at = random.below(all.length);
  switch (random.below(3)) {
    case 0:
      all[at] = all[at]! ^ (1 << random.below(8));
      return all.toString('utf8');
    case 1:
      return Buffer.concat([all.subarray(0, at), all.subarray(at + 1)]).toString('utf8');
    default:
      return Buffer.concat([all.subarray(0, at), Buffer.of(random.below(256)), all.subarray(at)]).toString(
        'utf8',
      );
  }
}

const TOKEN = /\w+|\s+|[^\w\s]/g;

/** A token goes, comes twice, or is exchanged for one of another text: what comes of it is often still valid. */
function otherTokens(text: string, others: readonly string[], random: Random): string {
  const own = text.slice(0, 4000).match(TOKEN);
  const foreign = random.of(others).slice(0, 4000).match(TOKEN);
  if (own === null || foreign === null) return text;
  const at = random.below(own.length);
  const next = [() => '', () => own[at]!.repeat(2), () => random.of(foreign), () => random.of(own)];
  own[at] = random.of(next)();
  return own.join('') + text.slice(4000);
}

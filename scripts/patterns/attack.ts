import { parseRegExpLiteral, visitRegExpAST } from '@eslint-community/regexpp';
import type { AST } from '@eslint-community/regexpp';

/** Texts that may make a regular expression slow: `before`, many times `pump`, `after`. */
export interface Attack {
  readonly before: string;
  readonly pump: string;
  readonly after: string;
}

/** What a repetition is ended with, so that the match fails late: nothing of it is in most classes. */
const ENDS = ['', '\u0000', '\n!', '\u2028x', ' \u0001'];

/**
 * Attacks on a regular expression, generated from its parts: each quantified part and each pair of neighbours gives a
 * pump, preceded by a text that matches up to it.
 */
export function attacksOn(source: string, flags: string): Attack[] {
  const pattern = parseRegExpLiteral(new RegExp(source, flags));
  const unicode = /[uv]/.test(flags);
  const pumps = new Set<string>();
  const starts = new Set<string>(['']);
  const collect = (node: AST.Element): void => {
    for (const text of samples(node, 3, unicode)) {
      if (text === '') continue;
      pumps.add(text);
      if (text.length > 1) pumps.add(text + text.slice(0, 1));
    }
  };
  visitRegExpAST(pattern, {
    onAlternativeEnter({ elements }) {
      for (const [index, element] of elements.entries()) {
        if (element.type !== 'Quantifier' || element.max < 8) continue;
        collect(element.element);
        const next = elements.slice(index + 1).find((each) => each.type !== 'Assertion');
        if (next !== undefined)
          for (const text of samples(next, 1, unicode))
            pumps.add((samples(element.element, 1, unicode)[0] ?? '') + text);
        const start = elements
          .slice(0, index)
          .map((each) => samples(each, 1, unicode)[0] ?? '')
          .join('');
        starts.add(start);
        // Many beginnings that nothing ends.
        if (start !== '') pumps.add(start).add(start + (samples(element.element, 1, unicode)[0] ?? ''));
      }
    },
  });
  const whole = samples(pattern.pattern.alternatives[0]!, 1, unicode)[0] ?? '';
  if (pumps.size > 0 && whole !== '') pumps.add(whole);
  const attacks: Attack[] = [];
  for (const before of starts)
    for (const pump of pumps) for (const after of ENDS) attacks.push({ before, pump, after });
  return attacks;
}

/** Characters that are tried on classes, ordinary ones first. */
const ALPHABET = Array.from('a0 A.-_:"\'{}[]()<>/\\|#$%=~!,;&*+?\t\n\r\u00e9\u2028\u0001zZ9fF@`^x');

/** At most so many texts that a part matches, as different as possible. */
function samples(node: AST.Alternative | AST.Element, most: number, unicode: boolean): string[] {
  switch (node.type) {
    case 'Character':
      return [String.fromCodePoint(node.value)];
    case 'CharacterSet':
    case 'CharacterClass':
    case 'ExpressionCharacterClass': {
      const one = new RegExp(`^(?:${node.raw})$`, unicode ? 'su' : 's');
      return ALPHABET.filter((c) => one.test(c)).slice(0, most);
    }
    case 'Quantifier': {
      const times = node.min === 0 ? 1 : Math.min(node.min, 20);
      return samples(node.element, most, unicode).map((text) => text.repeat(times));
    }
    case 'Group':
    case 'CapturingGroup': {
      const each = node.alternatives.map((one) => samples(one, most, unicode));
      const texts: string[] = [];
      for (let i = 0; texts.length < most && each.some((list) => i < list.length); i++)
        texts.push(...each.flatMap((list) => list[i] ?? []));
      return [...new Set(texts)].slice(0, Math.max(most, Math.min(each.length, 12)));
    }
    case 'Alternative': {
      const parts = node.elements.map((element) => samples(element, most, unicode));
      return Array.from({ length: most }, (_, i) =>
        parts.map((list) => list[i % list.length] ?? '').join(''),
      );
    }
    default:
      return [''];
  }
}

/** A text of an attack with so many characters at least. */
export function attackText({ before, pump, after }: Attack, length: number): string {
  return before + pump.repeat(Math.ceil(length / pump.length)) + after;
}

/** What a search costs: processor milliseconds of this process at n, 2n and 4n characters. */
export type Cost = readonly [number, number, number];

/** A quadratic search of n characters takes ten times as long (milliseconds of processor time). */
const HARMLESS_MS = 1.5;
/** Searches that are faster than this (milliseconds of processor time) at 4n are linear enough. */
const FAST_MS = 25;
/** At 4n, linear search costs four times what it costs at n; this leaves room for noise. */
const MOST_GROWTH = 9;
/** Characters. */
export const ATTACK_LENGTH = 6000;

/**
 * How long a pattern takes on an attack as the text grows; undefined: no longer than linear. Exponential growth is found
 * on short texts first, as it would not end on long ones.
 */
export function superLinear(source: string, flags: string, attack: Attack): Cost | undefined {
  for (const length of [10, 14, 18, 22, 26, 30, 200, 800]) {
    const spent = timeOf(source, flags, attackText(attack, length));
    if (spent > 100) return [spent, Infinity, Infinity];
  }
  if (timeOf(source, flags, attackText(attack, ATTACK_LENGTH)) < HARMLESS_MS) return undefined;
  if (timeOf(source, flags, attackText(attack, 4 * ATTACK_LENGTH)) < FAST_MS) return undefined;
  const cost = [1, 2, 4].map((times) =>
    Math.min(...[0, 1, 2].map(() => timeOf(source, flags, attackText(attack, times * ATTACK_LENGTH)))),
  );
  const [small = 0, middle = 0, large = 0] = cost;
  return large > FAST_MS && large > MOST_GROWTH * Math.max(small, 0.5) ? [small, middle, large] : undefined;
}

function timeOf(source: string, flags: string, text: string): number {
  const start = process.cpuUsage();
  const pattern = new RegExp(source, flags);
  if (pattern.global) text.replace(pattern, '');
  else pattern.exec(text);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

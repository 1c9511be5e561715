import { runeToString } from './quote.ts';

const SIMPLE: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 };

/** The value of a Go string literal with its quotes (double quotes or back quotes), or undefined where it is none. */
export function goUnquote(literal: string): string | undefined {
  if (literal.startsWith('`')) return literal.slice(1, -1).replaceAll('\r', '');
  const body = literal.slice(1, -1);
  if (!body.includes('\\')) return body.includes('\n') ? undefined : body;
  return decodeBody(body);
}

/** The code point of a Go character literal with its quotes, or undefined where it is none. */
export function goUnquoteRune(literal: string): { codePoint: number } | { error: 'syntax' | 'malformed' } {
  const body = literal.slice(1);
  if (body.startsWith("'") || body === '') return { error: 'syntax' };
  const step = decodeOne(body, 0, "'");
  if (step === undefined) return { error: 'syntax' };
  return body.slice(step.next) === "'" ? { codePoint: step.value } : { error: 'malformed' };
}

/** Escapes such as \xe2 give bytes, so the whole is put together as UTF-8. */
function decodeBody(body: string): string | undefined {
  const parts: Uint8Array[] = [];
  let at = 0;
  while (at < body.length) {
    const step = decodeOne(body, at, '"');
    if (step === undefined) return undefined;
    parts.push(step.byte ? Uint8Array.of(step.value) : Buffer.from(runeToString(step.value)));
    at = step.next;
  }
  return Buffer.concat(parts).toString('utf8');
}

interface Step {
  readonly value: number;
  readonly next: number;
  /** The value is one byte of UTF-8, not a code point. */
  readonly byte: boolean;
}

function decodeOne(text: string, at: number, quote: string): Step | undefined {
  const first = text.codePointAt(at);
  if (first === undefined) return undefined;
  if (first !== 92) return { value: first, next: at + (first > 0xffff ? 2 : 1), byte: false };
  const letter = text[at + 1] ?? '';
  const simple = SIMPLE[letter];
  if (simple !== undefined) return { value: simple, next: at + 2, byte: false };
  if (letter === quote) return { value: quote.charCodeAt(0), next: at + 2, byte: false };
  if (letter === 'x') return digits(text, at + 2, 2, 16, 0xff, quote === '"');
  if (letter === 'u') return digits(text, at + 2, 4, 16, 0x10ffff, false);
  if (letter === 'U') return digits(text, at + 2, 8, 16, 0x10ffff, false);
  if (letter >= '0' && letter <= '7') return digits(text, at + 1, 3, 8, 0xff, quote === '"');
  return undefined;
}

function digits(
  text: string,
  at: number,
  count: number,
  base: 8 | 16,
  limit: number,
  byte: boolean,
): Step | undefined {
  const run = text.slice(at, at + count);
  const wellFormed = base === 16 ? /^[0-9a-fA-F]+$/ : /^[0-7]+$/;
  if (run.length < count || !wellFormed.test(run)) return undefined;
  const value = parseInt(run, base);
  if (value > limit || (!byte && value >= 0xd800 && value <= 0xdfff)) return undefined;
  return { value, next: at + count, byte };
}

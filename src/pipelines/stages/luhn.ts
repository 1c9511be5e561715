import { textOf } from '../entry.ts';
import type { Settings } from '../settings.ts';
import { compiledRegexp } from './regexp.ts';
import type { Stage } from './stage.ts';
import { changing } from './stage.ts';

interface Luhn {
  readonly replacement: string;
  readonly minLength: number;
  readonly delimiters: readonly string[];
  /** Parts of the text in which nothing is replaced. */
  readonly skipped: (text: string) => readonly (readonly [start: number, end: number])[];
}

/** Alloy's `luhn`: numbers whose check digit is right, as those of credit cards, are replaced in the line. */
export function compileLuhn(settings: Settings): (() => Stage) | undefined {
  const source = settings.string('source');
  if (source?.value === '') settings.missing('source');
  const skip = compiledRegexp(settings, 'skip_regex');
  const minLength = settings.number('min_length')?.value ?? 0;
  const luhn: Luhn = {
    replacement: settings.string('replacement')?.value || '**REDACTED**',
    minLength: minLength < 1 ? 13 : minLength,
    delimiters: Array.from(settings.string('delimiters')?.value ?? ''),
    skipped: (text) => {
      const found: [number, number][] = [];
      const matcher = skip?.matcher(text);
      while (matcher?.find() === true) found.push([matcher.start(), matcher.end()]);
      return found;
    },
  };
  return changing((entry) => {
    const value = source === undefined ? entry.line : entry.extracted.get(source.value);
    // The text of a source becomes the line, too.
    if (typeof value === 'string') entry.line = redacted(textOf(value) ?? '', luhn);
  });
}

const DIGIT = /^\p{Nd}$/u;

/** A run of digits, with delimiters between and behind them. */
interface Run {
  readonly start: number;
  end: number;
  /** Where its last digit ends. */
  digitsEnd: number;
  digits: string;
}

function redacted(text: string, luhn: Luhn): string {
  let out = '';
  let run: Run | undefined;
  const flush = (): void => {
    if (run !== undefined) out += runText(run, text, luhn);
    run = undefined;
  };
  let at = 0;
  for (const char of text) {
    const next = at + char.length;
    if (DIGIT.test(char)) {
      run ??= { start: at, end: next, digitsEnd: next, digits: '' };
      run.digits += char;
      run.end = next;
      run.digitsEnd = next;
    } else if (run !== undefined && luhn.delimiters.includes(char)) run.end = next;
    else {
      flush();
      out += char;
    }
    at = next;
  }
  flush();
  return out;
}

/** A run as it was, or the replacement with the delimiter that ends it. */
function runText(run: Run, text: string, { minLength, replacement, skipped }: Luhn): string {
  const written = text.slice(run.start, run.end);
  if (Buffer.byteLength(run.digits) < minLength || !isLuhn(run.digits)) return written;
  if (skipped(text).some(([start, end]) => start <= run.start && run.digitsEnd <= end)) return written;
  return replacement + (run.end > run.digitsEnd ? (Array.from(written).at(-1) ?? '') : '');
}

const LARGEST = 2n ** 63n - 1n;

/** Is the sum of the digits, each second one from the right doubled, a multiple of ten? Numbers of 64 bits only. */
function isLuhn(digits: string): boolean {
  if (!/^\d+$/.test(digits) || BigInt(digits) > LARGEST) return false;
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, i) => {
      const value = Number(digit) * (i % 2 === 0 ? 1 : 2);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}

import { canBackquote, goQuote } from '../../go/strings/quote.ts';
import { pad, truncate } from './flags.ts';
import type { Flags } from './flags.ts';

/** A string under a string verb, or undefined for a verb that strings do not have. */
export function formatString(value: string, verb: string, flags: Flags): string | undefined {
  switch (verb) {
    case 'v':
      return flags.sharpV ? quoted(value, flags) : pad(truncate(value, flags), flags);
    case 's':
      return pad(truncate(value, flags), flags);
    case 'x':
      return hex(value, flags);
    case 'X':
      return hex(value, flags).toUpperCase();
    case 'q':
      return quoted(value, flags);
    default:
      return undefined;
  }
}

function quoted(value: string, flags: Flags): string {
  const text = truncate(value, flags);
  if (flags.sharp && canBackquote(text)) return pad(`\`${text}\``, flags);
  return pad(goQuote(text, flags.plus), flags);
}

/** The UTF-8 bytes in hexadecimal; the space flag separates them, # puts 0x in front. */
function hex(value: string, flags: Flags): string {
  const bytes = Buffer.from(value).subarray(0, flags.precision);
  if (bytes.length === 0) return ' '.repeat(flags.width ?? 0);
  const pairs = [...bytes].map((byte) => byte.toString(16).padStart(2, '0'));
  const lead = flags.sharp ? '0x' : '';
  return pad(flags.space ? pairs.map((pair) => lead + pair).join(' ') : lead + pairs.join(''), flags);
}

/** A number's value, or why Go's strconv refuses the text. */
export type NumberResult =
  { readonly ok: true; readonly value: number } | { readonly ok: false; readonly message: string };

const DECIMAL = /^(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;

/**
 * The value of a number as Prometheus reads it: as a Go integer literal where it is one (so `0755` is octal),
 * otherwise as a float; `_` may be between digits. `Inf` and `NaN` are numbers in any case.
 */
export function parseNumber(text: string): NumberResult {
  const first = text.charCodeAt(0) | 32;
  if (first === 0x69) return { ok: true, value: Infinity };
  if (first === 0x6e) return { ok: true, value: NaN };
  const digits = withoutUnderscores(text);
  if (digits === undefined) return refuse(text, 'invalid syntax');
  if (/^0[xX][0-9a-fA-F]+$/.test(digits)) return integer(text, BigInt(digits));
  if (/^0[0-7]+$/.test(digits)) return integer(text, BigInt(`0o${digits}`));
  if (!DECIMAL.test(digits)) return refuse(text, 'invalid syntax');
  const value = Number(digits);
  return Number.isFinite(value) ? { ok: true, value } : refuse(text, 'value out of range');
}

function integer(text: string, value: bigint): NumberResult {
  if (value < 2n ** 63n) return { ok: true, value: Number(value) };
  // Beyond int64 Go falls back to ParseFloat, which reads `0777` as decimal and no plain hexadecimal.
  return text.startsWith('0x') || text.startsWith('0X')
    ? refuse(text, 'invalid syntax')
    : { ok: true, value: Number(text.replaceAll('_', '')) };
}

function withoutUnderscores(text: string): string | undefined {
  if (!text.includes('_')) return text;
  const separated =
    /^(?:0[xX])?[0-9a-fA-F_]*(?:[.+-][0-9a-fA-F.+-]*)?$/.test(text) && !/^_|__|_$|_[^0-9a-fA-F]/.test(text);
  return separated ? text.replaceAll('_', '') : undefined;
}

function refuse(text: string, reason: string): NumberResult {
  return { ok: false, message: `error parsing number: strconv.ParseFloat: parsing "${text}": ${reason}` };
}

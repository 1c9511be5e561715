/** The flags, width and precision of one verb. */
export interface Flags {
  readonly minus: boolean;
  readonly plus: boolean;
  readonly sharp: boolean;
  readonly space: boolean;
  readonly zero: boolean;
  /** %+v: structs with field names. */
  readonly plusV: boolean;
  /** %#v: Go syntax. */
  readonly sharpV: boolean;
  readonly width?: number;
  readonly precision?: number;
}

export const NO_FLAGS: Flags = {
  minus: false,
  plus: false,
  sharp: false,
  space: false,
  zero: false,
  plusV: false,
  sharpV: false,
};

/** `text` filled up to the width; zeros only to the left. */
export function pad(text: string, flags: Flags, zero = flags.zero): string {
  const missing = (flags.width ?? 0) - runeCount(text);
  if (missing <= 0) return text;
  if (flags.minus) return text + ' '.repeat(missing);
  return (zero ? '0' : ' ').repeat(missing) + text;
}

/** `text` cut to the precision, in characters. */
export function truncate(text: string, flags: Flags): string {
  if (flags.precision === undefined || text.length <= flags.precision) return text;
  return Array.from(text).slice(0, flags.precision).join('');
}

function runeCount(text: string): number {
  let count = 0;
  for (const character of text) if (character !== '') count++;
  return count;
}

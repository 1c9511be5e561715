/** Whether a UTF-16 unit is half of a surrogate pair. */
function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/**
 * Orders two strings as Go does, by their UTF-8 bytes. JavaScript's own order differs for characters beyond the
 * basic plane only, whose surrogates sort below U+E000..U+FFFF.
 */
export function compareGoStrings(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    const xHigh = isSurrogate(x);
    return xHigh === isSurrogate(y) ? x - y : xHigh ? 1 : -1;
  }
  return a.length - b.length;
}

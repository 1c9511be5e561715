/** A whole number with separators: `1,234`. Not toLocaleString: it would load the locale data, a seventh of the start. */
export function groupDigits(count: number): string {
  // A number has at most 22 digits, unless it is written with an exponent.
  // eslint-disable-next-line regexp/no-super-linear-move
  return String(Math.round(count)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

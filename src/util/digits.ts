/** A whole number with separators: `1,234`. Not toLocaleString: it would load the locale data, a seventh of the start. */
export function groupDigits(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** A whole number with separators: `1,234`. Not toLocaleString: it would load the locale data, a seventh of the start. */
export function groupDigits(count: number): string {
  const digits = String(Math.round(count));
  let text = '';
  for (let i = 0; i < digits.length; i++) {
    if (i > 0 && digits[i - 1] !== '-' && (digits.length - i) % 3 === 0) text += ',';
    text += digits[i]!;
  }
  return text;
}

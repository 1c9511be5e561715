/** `1 rule`, `2 rules`, `1,234 rules`. */
export function plural(count: number, noun: string, many = `${noun}s`): string {
  // Not toLocaleString: it would load the locale data, a seventh of the start.
  const digits = String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return `${digits} ${count === 1 ? noun : many}`;
}

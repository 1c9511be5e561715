import { groupDigits } from './digits.ts';

/** `1 rule`, `2 rules`, `1,234 rules`. */
export function plural(count: number, noun: string, many = `${noun}s`): string {
  return `${groupDigits(count)} ${count === 1 ? noun : many}`;
}

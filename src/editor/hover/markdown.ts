/** Text that Markdown shows as it is. */
export function plainText(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&');
}

/** A piece of code inside of a line; backticks in it are kept. */
export function code(text: string): string {
  const oneLine = text.replace(/\s+/g, ' ').trim();
  const mark = oneLine.includes('`') ? '``' : '`';
  return oneLine === '' ? '' : `${mark}${mark === '``' ? ` ${oneLine} ` : oneLine}${mark}`;
}

/** A block of code. */
export function codeBlock(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}

/** Paragraphs, without those that are empty. */
export function paragraphs(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}

/** A text that is cut where it is too long for a hover. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

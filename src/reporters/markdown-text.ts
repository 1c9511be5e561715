/** Lets a workflow find its comment again, to write it anew. */
export const MARKER = '<!-- rulecheck -->';

/** What Markdown or GitHub would take for markup, a link, a mention or a formula. */
const MARKUP = /[\\`*_{}[\]<>#+\-!|~&$:.]/g;

/**
 * Any text as Markdown that shows it as it is, on one line: no markup, no HTML, no links, nobody is mentioned.
 * What steers text (control and bidirectional characters) is left out.
 */
export function markdownText(text: string): string {
  return (
    text
      .replace(/\s+/g, ' ')
      // eslint-disable-next-line no-control-regex -- control characters are what this is about
      .replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '')
      .replace(MARKUP, '\\$&')
      // A mention survives a backslash, but not a space of no width.
      .replaceAll('@', '@\u200b')
  );
}

/** A block of lines that is shown as it is, in a language for colours. */
export function fenced(lines: readonly string[], language: string, indent = ''): string {
  const text = lines.map((line) => line.replace(/[\r\n]+/g, ' '));
  const longest = Math.max(
    2,
    ...text.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)),
  );
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...text, fence].map((line) => indent + line).join('\n');
}

/** A link to a place, as `[rules/web.yml:7](...)`; its address cannot end early. */
export function markdownLink(text: string, address: string): string {
  return `[${markdownText(text)}](${address})`;
}

/** A path as part of an address: nothing of it can end a link or start a scheme. */
export function encodedPath(path: string): string {
  return path
    .split('/')
    .map((part) => encodeURIComponent(part).replace(/[()'!*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`))
    .join('/');
}

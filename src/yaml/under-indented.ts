/** Stands for a line break inside a quoted scalar, and for what surrounds it; private use characters. */
const BREAK = '\uE00A';
const FILL = '\uE00B';

/**
 * Go's YAML lets a quoted scalar go on in lines of any indentation; YAML 1.2 and the library do not. Returns the text
 * with the line breaks inside quoted scalars masked, character by character so that every offset stays the same, or
 * undefined where there is nothing to mask. `unmask` gives the values back.
 */
export function maskQuotedBreaks(text: string): string | undefined {
  if (text.includes(BREAK) || text.includes(FILL)) return undefined;
  let out = '';
  let done = 0;
  for (let at = nextQuoted(text, 0); at >= 0; at = nextQuoted(text, Math.max(done, at + 1))) {
    const end = closingQuote(text, at);
    if (end < 0) break;
    const inside = text.slice(at, end);
    // An escaped line break is the library's to read.
    if (inside.includes('\n') && !/\\\r?\n/.test(inside)) {
      out += text.slice(done, at) + mask(inside);
      done = end;
    } else {
      out += text.slice(done, end);
      done = end;
    }
  }
  return out.includes(BREAK) ? out + text.slice(done) : undefined;
}

/** The value of a masked scalar as folding makes it: one line break is a space, more are line breaks less one. */
export function unmask(value: string): string {
  if (!value.includes(BREAK)) return value;
  return value.replace(new RegExp(`(?<!${FILL})${FILL}*(?:${BREAK}${FILL}*)+`, 'g'), (run) => {
    const breaks = run.split(BREAK).length - 1;
    return breaks === 1 ? ' ' : '\n'.repeat(breaks - 1);
  });
}

/** Blanks around a line break are not part of the value. */
function mask(inside: string): string {
  return inside.replace(/(?<![ \t])[ \t]*\r?\n[ \t]*(?:\r?\n[ \t]*)*/g, (run) =>
    run.replace(/[^\n]/g, FILL).replaceAll('\n', BREAK),
  );
}

/** The next quote that begins a scalar: after `key: `, `- `, `[`, `{`, `,` or at the start of a line; not in comments. */
function nextQuoted(text: string, from: number): number {
  const pattern = /(^|[\n[{,]|:[ \t]|-[ \t])([ \t]*)(["'])|[ \t\n]#[^\n]*|[|>][-+0-9]*[ \t]*(?:#[^\n]*)?\n/g;
  pattern.lastIndex = from === 0 ? 0 : from - 1;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (match[3] !== undefined) return match.index + match[0].length - 1;
    if (/^[|>]/.test(match[0]))
      pattern.lastIndex = endOfBlock(text, match.index, match.index + match[0].length);
    else pattern.lastIndex = match.index + match[0].length - (match[0].endsWith('\n') ? 1 : 0);
  }
  return -1;
}

/** A block scalar ends at the first line that is not indented deeper than the line of its header. */
function endOfBlock(text: string, header: number, from: number): number {
  const lineStart = text.lastIndexOf('\n', header) + 1;
  const lead = /^[ \t]*(?:-[ \t]+)*/.exec(text.slice(lineStart, header + 1))![0];
  // Below `- |` the text is deeper than the dash; below `key: |` (also in `- key: |`) deeper than the key.
  const indent = lineStart + lead.length === header ? lead.lastIndexOf('-') : lead.length;
  let at = from;
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? undefined : end);
    if (line.trim() !== '' && line.length - line.trimStart().length <= indent) return at - 1;
    if (end < 0) return text.length;
    at = end + 1;
  }
  return text.length;
}

/** Offset after the quote that closes the scalar which opens at `at`; -1 where none does. */
function closingQuote(text: string, at: number): number {
  const quote = text[at];
  for (let i = at + 1; i < text.length; i++) {
    const c = text[i];
    if (c === '\\' && quote === '"') i++;
    else if (c === quote) {
      if (quote === "'" && text[i + 1] === "'") i++;
      else return i + 1;
    }
  }
  return -1;
}

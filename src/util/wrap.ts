import stringWidth from 'string-width';

/**
 * Breaks a text into lines of at most `width` columns, at spaces; a longer word gets a line of its own.
 * Line breaks of the text stay.
 */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width));
}

function wrapLine(text: string, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (current !== '' && stringWidth(longer) > width) {
      lines.push(current);
      current = word;
    } else current = longer;
  }
  return [...lines, current];
}

/** A text filled with spaces to a number of columns; wide characters count as the terminal draws them. */
export function padColumns(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

/** Breaks a line at a width; what follows its first line is indented. */
export function wrapHanging(text: string, width: number, indent: number): string[] {
  const [first = '', ...rest] = wrap(text, width);
  if (rest.length === 0) return [first];
  const space = ' '.repeat(indent);
  return [first, ...wrap(rest.join(' '), width - indent).map((line) => space + line)];
}

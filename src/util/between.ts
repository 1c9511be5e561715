/** A part of a text that begins with one mark and ends with the next other mark. */
export interface Between {
  readonly start: number;
  readonly end: number;
}

/**
 * The parts of a text from an opening mark to the first closing mark behind it (`{{` to `}}`), left to right, in linear
 * time: a regular expression such as `\{\{.*?\}\}` looks through the rest of the text once for each mark that nothing
 * closes.
 *
 * @param sameLine a part holds no line break; default: it may
 */
export function* between(text: string, open: string, close: string, sameLine = false): Generator<Between> {
  let lineEnd = -1;
  for (let start = text.indexOf(open); start >= 0;) {
    const at = text.indexOf(close, start + open.length);
    if (at < 0) return;
    if (sameLine && lineEnd < start) lineEnd = indexOrEnd(text, '\n', start);
    if (sameLine && at > lineEnd) {
      start = text.indexOf(open, lineEnd);
      continue;
    }
    const end = at + close.length;
    yield { start, end };
    start = text.indexOf(open, end);
  }
}

/** A text with each part between two marks replaced, as `between` finds them. */
export function replaceBetween(
  text: string,
  marks: readonly [open: string, close: string],
  replacement: (part: string) => string,
  sameLine = false,
): string {
  let result = '';
  let done = 0;
  for (const { start, end } of between(text, ...marks, sameLine)) {
    result += text.slice(done, start) + replacement(text.slice(start, end));
    done = end;
  }
  return result + text.slice(done);
}

function indexOrEnd(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at;
}

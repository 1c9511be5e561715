import type { PromqlQuery } from '../../project/project.ts';
import type { Range } from '../../source/range.ts';

const LONGEST = 80;
/** What stays of the end of a long text: there the operator and its bound stand. */
const TAIL = 30;

/** A part of an expression as it is quoted in a message: on one line, and not too long. */
export function snippet(query: PromqlQuery, range: Range): string {
  return shortened(query.source.text.slice(range.start, range.end));
}

/** A text on one line; of a long one the beginning and the end. */
export function shortened(text: string): string {
  const line = text
    .replace(/#.*/g, '')
    .replace(/\s+/g, ' ')
    .replace(/([([{]) /g, '$1')
    .replace(/ ([)\]}])/g, '$1')
    .trim();
  if (line.length <= LONGEST) return line;
  return `${line.slice(0, LONGEST - TAIL - 1)}…${line.slice(-TAIL)}`;
}

import { createTwoFilesPatch } from 'diff';
import { printable } from '../util/printable.ts';
import type { Style } from '../util/style.ts';

/** What changes in a file, as a unified diff with three lines around each change. */
export function unifiedDiff(path: string, before: string, after: string, style: Style): string {
  const patch = createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, {
    context: 3,
  });
  const lines = patch.split('\n').filter((line) => !/^=+$/.test(line));
  return lines.map((line) => paint(printable(line), style)).join('\n');
}

function paint(line: string, style: Style): string {
  if (line.startsWith('+++') || line.startsWith('---')) return style.bold(line);
  if (line.startsWith('@@')) return style.cyan(line);
  if (line.startsWith('+')) return style.green(line);
  return line.startsWith('-') ? style.red(line) : line;
}

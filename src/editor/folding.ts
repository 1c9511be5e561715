import type { FoldingRange } from 'vscode-languageserver-types';
import type { Lines } from './lines.ts';
import { outlineOf } from './symbols.ts';
import type { Outline } from './symbols.ts';
import { queriesIn } from './place.ts';
import type { OpenFile } from './place.ts';

/** The parts of a file that can be folded: what the outline has, expressions over several lines, runs of comments. */
export function foldsOf(open: OpenFile, lines: Lines): FoldingRange[] {
  const ranges = [
    ...flat(outlineOf(open)).map(({ range }) => range),
    ...queriesIn(open).map(({ source }) => source.range),
  ];
  const folds = new Map<string, FoldingRange>();
  for (const { start, end } of ranges) {
    const text = open.file.text.slice(start, end).trimEnd();
    const [first, last] = [lines.position(start).line, lines.position(start + text.length).line];
    if (last > first) folds.set(`${first}-${last}`, { startLine: first, endLine: last });
  }
  return [...folds.values(), ...commentFolds(open.file.text)].sort(
    (a, b) => a.startLine - b.startLine || b.endLine - a.endLine,
  );
}

const flat = (outlines: readonly Outline[]): readonly Outline[] =>
  outlines.flatMap((each) => [each, ...flat(each.children)]);

function commentFolds(text: string): FoldingRange[] {
  const folds: FoldingRange[] = [];
  let first: number | undefined;
  for (const [line, content] of [...text.split('\n'), ''].entries()) {
    const isComment = /^\s*#/.test(content);
    if (isComment) first ??= line;
    else if (first !== undefined) {
      if (line - 1 > first) folds.push({ startLine: first, endLine: line - 1, kind: 'comment' });
      first = undefined;
    }
  }
  return folds;
}

import type { TextEdit } from '../../diagnostics/diagnostic.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { ScalarNode } from '../../yaml/node.ts';

/** The style and position of a scalar in its file. */
export interface ScalarPlace {
  readonly node: ScalarNode;
  /** Where the key of the scalar starts. */
  readonly keyStart: number;
  /** Inside `{...}` or `[...]`, where there are no blocks. */
  readonly flow: boolean;
}

/**
 * The ways to write a text in the place of a scalar, the best first: its own quoting where the text fits on a line, a
 * literal block where it does not. Whoever writes must check that the file still means the same.
 */
export function rewrite(
  place: ScalarPlace,
  file: SourceFile,
  texts: { readonly text: string; readonly line: string },
): TextEdit[] {
  const { node, flow } = place;
  const isBlock = node.style === 'literal' || node.style === 'folded';
  if (flow || (!texts.text.includes('\n') && !isBlock))
    return inline(node, texts.line).map((text) => ({ range: node.range, text }));
  return [isBlock ? newBody(place, file, texts.text) : newBlock(place, file, texts.text)];
}

function inline(node: ScalarNode, line: string): string[] {
  const single = `'${line.replaceAll("'", "''")}'`;
  switch (node.style) {
    case 'single':
      return [single];
    case 'double':
      return [`"${line.replaceAll(/["\\]/g, '\\$&')}"`];
    case 'plain':
    case 'literal':
    case 'folded':
      return [line, single];
  }
}

/** A block in the place of a plain or quoted scalar; a comment behind it moves behind the `|`. */
function newBlock({ node, keyStart }: ScalarPlace, file: SourceFile, text: string): TextEdit {
  const rest = /^[ \t]*(#[^\r\n]*)?/.exec(
    file.text.slice(node.range.end, lineEnd(file.text, node.range.end)),
  );
  const comment = rest?.[1];
  const end = comment === undefined ? node.range.end : node.range.end + rest![0].length;
  const indent = column(file, keyStart) + 2;
  const header = `|${indicator(text, 2)}${comment === undefined ? '' : ` ${comment}`}`;
  return { range: { start: node.range.start, end }, text: block(header, text, indent, file) };
}

/** Other lines in a block that is there: its header stays, but for what the lines need. */
function newBody({ node, keyStart }: ScalarPlace, file: SourceFile, text: string): TextEdit {
  const headerEnd = lineEnd(file.text, node.range.start);
  const header = file.text.slice(node.range.start, headerEnd).replace(/\r$/, '');
  const [, style = '|', marks = '', comment = ''] = /^([|>])([-+\d]*)([^]*)/.exec(header) ?? [];
  const first = /\S/.exec(node.text)?.index ?? 0;
  const firstLine = node.text.slice(0, first);
  const own = firstLine.length - (firstLine.lastIndexOf('\n') + 1);
  const start = file.text.slice(headerEnd + 1).search(/[^\s]/) + headerEnd + 1;
  const key = column(file, keyStart);
  const found = column(file, start) - own;
  const indent = found > key && found - key <= 9 ? found : key + 2;
  const kind = text.includes('\n') ? '|' : style;
  const chomp = /[-+]/.exec(marks)?.[0] ?? '';
  const head = `${kind}${indicator(text, indent - key)}${chomp}${comment}`;
  return { range: node.range, text: block(head, text, indent, file) };
}

/** YAML takes the indentation from the first line, unless it is given. */
function indicator(text: string, indent: number): string {
  return text.startsWith(' ') ? String(indent) : '';
}

function block(header: string, text: string, indent: number, file: SourceFile): string {
  const newline = file.text.includes('\r\n') ? '\r\n' : '\n';
  return [header, ...text.split('\n').map((line) => ' '.repeat(indent) + line)].join(newline);
}

function column(file: SourceFile, offset: number): number {
  return file.position(offset).column - 1;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

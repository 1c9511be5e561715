import type { Diagnostic, TextEdit } from '../diagnostics/diagnostic.ts';
import type { ScalarNode, YamlNode } from '../yaml/node.ts';
import { parseYaml } from '../yaml/parse.ts';
import { Lines } from './lines.ts';

/**
 * The comment that switches a finding off, as an insertion before the line that it applies to; without its reason, which
 * the author writes. undefined: the file has no comments (JSON, Markdown, templates).
 */
export function disableComment({ file, range, check }: Diagnostic): TextEdit | undefined {
  if (!/\.(?:ya?ml|rules?)$/i.test(file.path)) return undefined;
  const lines = new Lines(file.text);
  const at = startOf(file.text, range.start);
  const { line } = lines.position(at);
  const start = lines.offset({ line, character: 0 });
  const indent = /^[ \t]*/.exec(file.text.slice(start, lines.endOf(line)))?.[0] ?? '';
  const newline = file.text.includes('\r\n') ? '\r\n' : '\n';
  return {
    range: { start, end: start },
    text: `${indent}# rulecheck disable-next-line ${check} -- ${newline}`,
  };
}

/** The first character of the text around a place: a comment between the lines of a text would be a part of it. */
function startOf(text: string, offset: number): number {
  for (const { root } of parseYaml(text).documents) {
    const scalar = root === undefined ? undefined : scalarAt(root, offset);
    if (scalar === undefined) continue;
    // A file inside of this one has comments of its own.
    return isFile(scalar.text) ? offset : scalar.range.start;
  }
  return offset;
}

function scalarAt(node: YamlNode, offset: number): ScalarNode | undefined {
  if (offset < node.range.start || offset > node.range.end) return undefined;
  switch (node.kind) {
    case 'scalar':
      return node;
    case 'seq':
      return firstOf(node.items, offset);
    case 'map':
      return firstOf(
        node.entries.flatMap(({ key, value }) => [key, value]),
        offset,
      );
  }
}

function firstOf(nodes: readonly YamlNode[], offset: number): ScalarNode | undefined {
  for (const node of nodes) {
    const found = scalarAt(node, offset);
    if (found !== undefined) return found;
  }
  return undefined;
}

const isFile = (text: string): boolean => /^(?:groups|route|receivers|scenarios|tests):/m.test(text);

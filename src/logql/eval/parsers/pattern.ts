import type { PatternNode } from '../../syntax/pattern.ts';

/** The named captures of a `| pattern` stage in a line; a capture whose end is missing takes the rest. */
export function patternCaptures(
  nodes: readonly PatternNode[],
  line: string,
): (readonly [name: string, value: string])[] {
  const found: [string, string][] = [];
  if (line === '') return found;
  const [first] = nodes;
  let at = 0;
  let i = 0;
  if (first?.kind === 'literal') {
    if (!line.startsWith(first.text)) return found;
    at = first.text.length;
    i = 1;
  }
  for (; i < nodes.length; i += 2) {
    const [capture, literal] = [nodes[i]!, nodes[i + 1]];
    const end = literal?.kind === 'literal' ? line.indexOf(literal.text, at) : -1;
    if (capture.kind === 'capture' && capture.name !== undefined)
      found.push([capture.name, end < 0 ? line.slice(at) : line.slice(at, end)]);
    if (literal?.kind !== 'literal' || end < 0) return found;
    at = end + literal.text.length;
  }
  return found;
}

/** Whether a line fits the pattern of `|>`: each `<_>` stands for at least one character. */
export function patternMatches(nodes: readonly PatternNode[], line: string): boolean {
  if (line === '' || nodes.length === 0) return line === '' && nodes.length === 0;
  let at = 0;
  for (const [i, node] of nodes.entries()) {
    if (node.kind !== 'literal') continue;
    const found = line.indexOf(node.text, at);
    // A first literal may stand anywhere, as in Loki; any other needs text before it.
    if (found < 0 || (i !== 0 && found === at)) return false;
    at = found + node.text.length;
  }
  return (nodes.at(-1)?.kind === 'capture') === (at !== line.length);
}

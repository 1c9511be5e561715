/** A piece of a pattern: `<name>`, `<_>` (no name) or text. */
export type PatternNode =
  | { readonly kind: 'capture'; readonly name: string | undefined }
  | { readonly kind: 'literal'; readonly text: string };

export type PatternResult = { readonly nodes: readonly PatternNode[] } | { readonly error: string };

const CAPTURE = /<([A-Za-z_][A-Za-z0-9_]*)>/g;

function split(pattern: string): PatternNode[] {
  const nodes: PatternNode[] = [];
  let at = 0;
  for (const match of pattern.matchAll(CAPTURE)) {
    if (match.index > at) nodes.push({ kind: 'literal', text: pattern.slice(at, match.index) });
    nodes.push({ kind: 'capture', name: match[1] === '_' ? undefined : match[1] });
    at = match.index + match[0].length;
  }
  if (at < pattern.length) nodes.push({ kind: 'literal', text: pattern.slice(at) });
  return nodes;
}

const written = (node: PatternNode | undefined): string =>
  node?.kind === 'capture' ? `<${node.name ?? '_'}>` : '';

/** Two captures side by side: nothing says where the first ends. */
function consecutive(nodes: readonly PatternNode[]): string | undefined {
  const at = nodes.findIndex((node, i) => node.kind === 'capture' && nodes[i + 1]?.kind === 'capture');
  if (at < 0) return undefined;
  return `found consecutive capture '${written(nodes[at])}${written(nodes[at + 1])}': invalid expression`;
}

/** Reads the pattern of a `| pattern` stage: at least one named capture, no two alike, none side by side. */
export function parsePattern(pattern: string): PatternResult {
  if (pattern === '') return { error: 'syntax error: unexpected $end, expecting IDENTIFIER or LITERAL' };
  const nodes = split(pattern);
  const names = nodes.flatMap((node) =>
    node.kind === 'capture' && node.name !== undefined ? [node.name] : [],
  );
  if (names.length === 0) return { error: 'at least one capture is required' };
  const side = consecutive(nodes);
  if (side !== undefined) return { error: side };
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  return twice === undefined ? { nodes } : { error: `duplicate capture name (${twice}): invalid expression` };
}

/** Reads the pattern of a `|>` or `!>` line filter: captures have no names there; it may be empty. */
export function parseLinePattern(pattern: string): PatternResult {
  const nodes = split(pattern);
  const side = consecutive(nodes);
  if (side !== undefined) return { error: side };
  const named = nodes.find((node) => node.kind === 'capture' && node.name !== undefined);
  return named === undefined
    ? { nodes }
    : { error: `named captures are not allowed: found '${written(named)}'` };
}

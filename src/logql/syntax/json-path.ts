export type JsonPathResult = { readonly path: readonly (string | number)[] } | { readonly error: string };

type JsonPathToken =
  | { readonly kind: 'FIELD' | 'STRING'; readonly text: string }
  | { readonly kind: 'INDEX'; readonly index: number }
  | { readonly kind: 'DOT' | 'LSB' | 'RSB' | '$end' };

const TOKEN = /[ \t\n]*(?:([A-Za-z_][A-Za-z0-9_]*)|(\d+)|"([^"\]]*)["\]]?|([.[\]]))/y;

function tokenize(text: string): JsonPathToken[] | string {
  const tokens: JsonPathToken[] = [];
  for (let at = 0; ;) {
    const rest = text.slice(at).replace(/^[ \t\n]+/, '');
    if (rest === '') return [...tokens, { kind: '$end' }];
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) return `unexpected char ${String.fromCodePoint(rest.codePointAt(0)!)}`;
    at = TOKEN.lastIndex;
    const [, field, index, string, sign] = match;
    if (field !== undefined) tokens.push({ kind: 'FIELD', text: field });
    else if (string !== undefined) tokens.push({ kind: 'STRING', text: string });
    else if (sign !== undefined) tokens.push({ kind: sign === '.' ? 'DOT' : sign === '[' ? 'LSB' : 'RSB' });
    else {
      const after = text[at];
      if (after === '.') return 'cannot use float as array index';
      if (after === undefined || !/[ \t\n\]]/.test(after)) return `non-integer value: ${after ?? ''}`;
      tokens.push({ kind: 'INDEX', index: Number(index) });
    }
  }
}

/**
 * Reads the path of `| json label="path"`: `a.b[0]["c d"]`. Loki's scanner ends a quoted key at `]`, too, so a
 * key cannot contain one.
 */
export function parseJsonPath(text: string): JsonPathResult {
  const tokens = tokenize(text);
  if (typeof tokens === 'string') return { error: tokens };
  const path: (string | number)[] = [];
  const unexpected = (token: JsonPathToken): JsonPathResult => ({
    error: `syntax error: unexpected ${token.kind}`,
  });
  let at = 0;
  const next = (): JsonPathToken => tokens[at++] ?? { kind: '$end' };
  for (let first = true; ; first = false) {
    const token = next();
    if (token.kind === '$end' && !first) return { path };
    if (token.kind === 'LSB') {
      const key = next();
      if (key.kind === 'INDEX') path.push(key.index);
      else if (key.kind === 'STRING') path.push(key.text);
      else return unexpected(key);
      const close = next();
      if (close.kind !== 'RSB') return unexpected(close);
      continue;
    }
    const field = token.kind === 'DOT' && !first ? next() : token;
    if (field.kind !== 'FIELD' || (!first && token.kind !== 'DOT')) return unexpected(field);
    path.push(field.text);
  }
}

/** Reads the field of `| logfmt label="field"`: a name, or a quoted key. */
export function parseLogfmtField(text: string): { readonly field: string } | { readonly error: string } {
  const trimmed = text.replace(/^[ \t\n]+|(?<![ \t\n])[ \t\n]+$/g, '');
  if (trimmed === '') return { error: 'syntax error: unexpected $end, expecting STRING or KEY' };
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(trimmed)) return { field: trimmed };
  const quoted = /^"([^"\]]*)["\]]?$/.exec(trimmed);
  if (quoted !== null) return { field: quoted[1]! };
  const rest = trimmed.replace(/^(?:[A-Za-z_][A-Za-z0-9_]*|"[^"\]]*"?)[ \t\n]*/, '');
  const bad = rest.codePointAt(0) ?? 0;
  return {
    error: /^[A-Za-z_"]/.test(rest)
      ? 'syntax error: unexpected KEY'
      : `unexpected char ${String.fromCodePoint(bad)}`,
  };
}

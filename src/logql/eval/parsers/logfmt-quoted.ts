const SIMPLE: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  "'": "'",
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

const ESCAPES = /\\(?:u([0-9a-fA-F]{4})|([\s\S]?))/g;

/**
 * The value of a quoted logfmt value, given without its quotes, or undefined where a backslash begins no escape: JSON's
 * escapes and `\'` are known (Loki's pkg/logql/log/logfmt), so a Windows path makes the pair invalid.
 */
export function unquoteLogfmt(body: string): string | undefined {
  if (!body.includes('\\')) return body;
  if (
    [...body.matchAll(ESCAPES)].some(
      ([, code, char]) => code === undefined && SIMPLE[char ?? ''] === undefined,
    )
  )
    return undefined;
  const value = body.replaceAll(ESCAPES, (_whole, code: string | undefined, char: string | undefined) =>
    code === undefined ? SIMPLE[char ?? '']! : String.fromCharCode(parseInt(code, 16)),
  );
  // Halves of a surrogate pair, as Go decodes them.
  return value.replaceAll(/[\ud800-\udfff]/gu, '\ufffd');
}

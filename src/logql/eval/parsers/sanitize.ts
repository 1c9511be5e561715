/** A field's name as a label: blanks around it cut, `_` before a digit at its start and for every other character. */
export function sanitizeLabel(key: string): string {
  const name = key.trim();
  return (/^\d/.test(name) ? `_${name}` : name).replace(/[^a-zA-Z0-9_]/gu, '_');
}

/** The label of a nested JSON field: `a.b` is a_b, parts without text left out. */
export function joinLabel(parts: readonly string[]): string {
  let label = '';
  for (const part of parts.map((text) => text.trim()).filter((text) => text !== '')) {
    label += label === '' ? sanitizeLabel(part) : `_${part.replace(/[^a-zA-Z0-9_]/gu, '_')}`;
  }
  return label;
}

/** What Go's mail.ParseAddressList makes of a text: how many addresses, or what it says against it. */
export type MailAddresses =
  { readonly ok: true; readonly count: number } | { readonly ok: false; readonly reason: string };

/** Characters of an unquoted word, dots included; everything beyond ASCII is allowed. */
const ATOM = /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~.\u0080-\u{10ffff}]+$/u;

/**
 * Reads a list of addresses as Alertmanager does for "to" and "from" of an e-mail. Groups (`Team: a@b.c;`), comments
 * and quotes without an end are taken for right without a closer look.
 */
export function parseMailAddresses(text: string): MailAddresses {
  const bare = unquoted(text);
  if (/[:("]/.test(bare.replaceAll('""', ''))) return { ok: true, count: 1 };
  if (/[\r\n]/.test(bare)) return { ok: false, reason: 'it contains a line break' };
  const parts = splitAddresses(text).filter((part) => part.trim() !== '');
  if (parts.length === 0) return { ok: false, reason: 'it contains no address' };
  for (const part of parts) {
    const reason = addressFault(part.trim());
    if (reason !== undefined) return { ok: false, reason };
  }
  return { ok: true, count: parts.length };
}

/** The text without its double-quoted parts. */
function unquoted(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"/gs, '""');
}

/** Parts between commas outside of quotes and angle brackets. */
function splitAddresses(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at <= text.length; at++) {
    const c = text[at];
    if (c === '"') at = closing(text, '"', at);
    else if (c === '<') at = closing(text, '>', at);
    else if (c === ',' || c === undefined) {
      if (at > from) parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return parts;
}

/** Where a quote or bracket closes that opens at an offset; that offset where it does not. */
function closing(text: string, mark: string, open: number): number {
  if (text.lastIndexOf(mark) <= open) return open;
  for (let at = open + 1; at < text.length; at++) {
    if (mark === '"' && text[at] === '\\') at++;
    else if (text[at] === mark) return at;
  }
  return open;
}

function addressFault(part: string): string | undefined {
  const angle = /^(?<name>.*?)<(?<address>[^<>]*)>$/s.exec(part)?.groups;
  if (angle !== undefined) return phraseFault(angle['name']!.trim()) ?? specFault(angle['address']!.trim());
  const spec = unquoted(part);
  if (spec.includes(';')) return `the addresses in "${part}" are separated by a semicolon`;
  if (isSeparatedBySpace(spec)) return `the addresses in "${part}" are separated by a space`;
  return specFault(part);
}

/** Does another word come after one with an address? */
function isSeparatedBySpace(spec: string): boolean {
  const words = spec.match(/\S+/g) ?? [];
  return words.slice(0, -1).some((word) => /@./su.test(word));
}

function specFault(spec: string): string | undefined {
  const at = spec.lastIndexOf('@');
  if (at < 0) return `"${spec}" has no "@"`;
  const [local, domain] = [spec.slice(0, at), spec.slice(at + 1).trimStart()];
  if (domain === '') return `"${spec}" has nothing after the "@"`;
  if (local === '') return `"${spec}" has nothing before the "@"`;
  if (/^".*"$/s.test(local) || /^\[.*\]$/.test(domain)) return undefined;
  const bad = [local, domain].find((word) => !isDotAtom(word));
  return bad === undefined ? undefined : `"${bad}" in "${spec}" is not allowed in an address`;
}

function isDotAtom(word: string): boolean {
  return ATOM.test(word) && !word.startsWith('.') && !word.endsWith('.') && !word.includes('..');
}

function phraseFault(name: string): string | undefined {
  const words = unquoted(name)
    .replaceAll('""', ' ')
    .split(/\s+/)
    .filter((word) => word !== '');
  const bad = words.find((word) => !ATOM.test(word));
  return bad === undefined ? undefined : `the name before an address contains "${bad}", which needs quotes`;
}

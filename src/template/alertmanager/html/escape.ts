import { replaceBetween } from '../../../util/between.ts';

const REPLACED: Readonly<Record<string, string>> = {
  '\0': '\ufffd',
  '"': '&#34;',
  '&': '&amp;',
  "'": '&#39;',
  '+': '&#43;',
  '<': '&lt;',
  '>': '&gt;',
};

/** The text that html/template puts in place of a value that could do harm in its context. */
export const UNSAFE = 'ZgotmplZ';

/** html/template's escaping of text and of attributes in quotes; a plus sign is escaped too. */
export function escapeText(text: string): string {
  // eslint-disable-next-line no-control-regex -- Go replaces the null character
  return text.replace(/["&'+<>\x00]/g, (character) => REPLACED[character] ?? character);
}

/** Of an attribute without quotes. */
export function escapeUnquoted(text: string): string {
  if (text === '') return UNSAFE;
  return escapeText(text).replace(/[\t\n\v\f\r =`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** HTML that is marked as safe, inside an attribute: its tags go, its entities stay. */
export function escapeSafeHtml(html: string): string {
  return replaceBetween(html, ['<', '>'], () => '').replace(
    /["'<>]/g,
    (character) => REPLACED[character] ?? character,
  );
}

/** Percent-encodes what cannot stand in a URL and leaves the rest: reserved characters and existing escapes. */
export function normalizeUrl(url: string): string {
  return encode(url, /%[0-9a-fA-F]{2}|[A-Za-z0-9\-._~!#$&*+,/:;=?@[\]]/y);
}

/** Percent-encodes everything but letters, digits and `-._~`. */
export function escapeUrlPart(text: string): string {
  return encode(text, /[A-Za-z0-9\-._~]/y);
}

function encode(text: string, plain: RegExp): string {
  let out = '';
  for (let at = 0; at < text.length;) {
    plain.lastIndex = at;
    const kept = plain.exec(text)?.[0];
    const character = kept ?? String.fromCodePoint(text.codePointAt(at) ?? 0);
    out += kept ?? percent(character);
    at += character.length;
  }
  return out;
}

function percent(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

/** Whether a URL names no scheme, or one of those that run no script. */
export function isSafeUrl(url: string): boolean {
  const [scheme = '', ...rest] = url.split(':');
  return rest.length === 0 || scheme.includes('/') || /^(?:https?|mailto)$/i.test(scheme);
}

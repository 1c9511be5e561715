import { sprint } from '../fmt/print.ts';
import { isPrintable } from '../../go/strings/quote.ts';
import type { CallEnvironment } from '../value/callable.ts';
import { indirect } from '../value/value.ts';
import type { Value } from '../value/value.ts';

/** The arguments of html, js and urlquery as one text: printed as an action prints them. */
export function textOf(args: readonly Value[], environment: CallEnvironment): string {
  const [first] = args;
  if (args.length === 1 && first?.kind === 'string') return first.value;
  const shown = args.map((arg): Value => {
    const value = arg.kind === 'pointer' ? indirect(arg) : arg;
    return value.kind === 'invalid' ? NO_VALUE : value;
  });
  return sprint(shown, environment);
}

const NO_VALUE: Value = {
  kind: 'string',
  type: { name: 'string', kind: 'string', underlying: 'string' },
  value: '<no value>',
};

const HTML: Readonly<Record<string, string>> = {
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\0': '\ufffd',
};

/** Go's HTMLEscapeString. */
export function escapeHtml(text: string): string {
  // eslint-disable-next-line no-control-regex -- Go replaces the null character
  return text.replace(/["'&<>\x00]/g, (character) => HTML[character] ?? character);
}

const JS: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '<': '\\u003C',
  '>': '\\u003E',
  '&': '\\u0026',
  '=': '\\u003D',
};

/** Go's JSEscapeString. */
export function escapeJs(text: string): string {
  let escaped = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const known = JS[character];
    if (known !== undefined) escaped += known;
    else if (code >= 32 && (code < 128 || isPrintable(character))) escaped += character;
    else escaped += `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
  }
  return escaped;
}

/** Go's url.QueryEscape: everything but letters, digits and `-_.~`; a space becomes `+`. */
export function escapeQuery(text: string): string {
  const strict = encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return strict.replaceAll('%20', '+');
}

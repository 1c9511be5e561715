import { sprint } from '../../fmt/print.ts';
import { SAFE_HTML } from '../../shared-functions.ts';
import type { CallEnvironment } from '../../value/callable.ts';
import { indirect, unboxed } from '../../value/value.ts';
import type { Value } from '../../value/value.ts';
import { toJson } from '../json.ts';
import {
  UNSAFE,
  escapeSafeHtml,
  escapeText,
  escapeUnquoted,
  escapeUrlPart,
  isSafeUrl,
  normalizeUrl,
} from './escape.ts';
import type { HtmlPlace } from './tracker.ts';

/** html/template's name of the type that `safeUrl` gives. */
const SAFE_URL_NAME = 'template.URL';

/**
 * The text of a value for its place in an HTML text, as html/template escapes it. Inside scripts a value becomes
 * JSON; inside styles only plain words pass.
 *
 * @param queryEscaped the template escaped it with `urlquery` itself
 */
export function escapeValue(
  boxed: Value,
  place: HtmlPlace,
  queryEscaped: boolean,
  environment: CallEnvironment,
): string {
  const value = unboxed(boxed);
  const text = textOf(value, environment);
  switch (place.kind) {
    case 'text':
      return isSafeHtml(value) ? text : escapeText(text);
    case 'plain':
      return escapeText(text);
    case 'comment':
      return '';
    case 'script':
      return toJson(value);
    case 'style':
      return filterStyle(text);
    case 'tag':
      return /^[A-Za-z0-9]*$/.test(text) ? text : UNSAFE;
    case 'attribute':
      return attributeText(value, text, place, queryEscaped);
  }
}

function attributeText(
  value: Value,
  text: string,
  place: Extract<HtmlPlace, { kind: 'attribute' }>,
  queryEscaped: boolean,
): string {
  const quoted = place.quote === 'none' ? escapeUnquoted : escapeText;
  switch (place.type) {
    case 'text':
      return isSafeHtml(value) ? escapeSafeHtml(text) : quoted(text);
    case 'script':
      return quoted(toJson(value));
    case 'style':
      return quoted(filterStyle(text));
    case 'url': {
      const trusted = queryEscaped || (value.kind === 'string' && value.type.name === SAFE_URL_NAME);
      if (place.url === 'query') return quoted(trusted ? normalizeUrl(text) : escapeUrlPart(text));
      if (place.url === 'start' && !trusted && !isSafeUrl(text)) return quoted(`#${UNSAFE}`);
      return quoted(normalizeUrl(text));
    }
  }
}

function filterStyle(text: string): string {
  return /^[\w\s.,#%+-]*$/.test(text) ? text : UNSAFE;
}

function isSafeHtml(value: Value): boolean {
  return value.kind === 'string' && value.type.name === SAFE_HTML.name;
}

/** nil is not a text here, unlike in text templates. */
function textOf(value: Value, environment: CallEnvironment): string {
  const shown = value.kind === 'pointer' ? indirect(value) : value;
  if (shown.kind === 'invalid') return '';
  return shown.kind === 'string' ? shown.value : sprint([shown], environment);
}

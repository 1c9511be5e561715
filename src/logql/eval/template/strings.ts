import { goLower, goUpper, stringsTitle } from '../../../go/strings/case.ts';
import { compileRegexp, replaceAll } from '../../../template/go/regexp.ts';
import type { TemplateFunction } from '../../../template/functions.ts';
import { GoFailure } from '../../../template/value/callable.ts';
import { boundText } from '../../../template/value/text-limit.ts';
import { bool, int, string } from '../../../template/value/value.ts';
import { entry, INT, integer, STRING, text } from './helpers.ts';

const S1 = [STRING];
const S2 = [STRING, STRING];
const S3 = [STRING, STRING, STRING];

const trimStart = (value: string, cutset: string): string => {
  const characters = Array.from(value);
  const at = characters.findIndex((char) => !cutset.includes(char));
  return at < 0 ? '' : characters.slice(at).join('');
};
const reversed = (value: string): string => Array.from(value).reverse().join('');
const trimEnd = (value: string, cutset: string): string => reversed(trimStart(reversed(value), cutset));
const trimBoth = (value: string, cutset: string): string => trimEnd(trimStart(value, cutset), cutset);
const cutPrefix = (value: string, prefix: string): string =>
  value.startsWith(prefix) ? value.slice(prefix.length) : value;
const cutSuffix = (value: string, suffix: string): string =>
  suffix !== '' && value.endsWith(suffix) ? value.slice(0, -suffix.length) : value;

/** Every occurrence, an empty one at each end and between characters. */
function replaced(value: string, old: string, fresh: string): string {
  const occurrences = old === '' ? value.length + 1 : value.split(old).length - 1;
  boundText(value.length + occurrences * fresh.length);
  return value.replaceAll(old, () => fresh);
}

/** Go's strings.Replace: the first `count` occurrences, all of them below zero. */
function replaceCount(value: string, old: string, fresh: string, count: number): string {
  if (count < 0) return replaced(value, old, fresh);
  const parts = value.split(old);
  const head = parts.slice(0, count + 1);
  boundText(value.length + head.length * fresh.length);
  return [head.join(fresh), ...parts.slice(count + 1)].join(old);
}

function substring(start: number, end: number, value: string): string {
  const characters = Array.from(value);
  if (start < 0) return characters.slice(0, Math.max(end, 0)).join('');
  return characters.slice(start, end < 0 ? undefined : end).join('');
}

function truncate(count: number, value: string): string {
  const characters = Array.from(value);
  if (count < 0) return characters.length + count > 0 ? characters.slice(count).join('') : value;
  return characters.slice(0, count).join('');
}

function align(count: number, value: string, left: boolean): string {
  const characters = Array.from(value);
  if (count < 0 || count === characters.length) return value;
  boundText(count);
  if (count > characters.length)
    return left
      ? value.padEnd(value.length + count - characters.length)
      : value.padStart(value.length + count - characters.length);
  return (left ? characters.slice(0, count) : characters.slice(characters.length - count)).join('');
}

function indent(count: number, value: string): string {
  boundText(count);
  const blanks = ' '.repeat(Math.max(count, 0));
  return blanks + replaced(value, '\n', `\n${blanks}`);
}

const queryEscape = (value: string): string =>
  encodeURIComponent(value)
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');

function queryUnescape(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    throw new GoFailure(`invalid URL escape ${JSON.stringify(/%.{0,2}/.exec(value)?.[0] ?? value)}`);
  }
}

function decodeBase64(value: string): string {
  const rest = value.length % 4;
  const padded = rest === 0 || rest === 1 ? value : value + '='.repeat(4 - rest);
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(padded)) {
    return `illegal base64 data at input byte ${padded.search(/[^A-Za-z0-9+/]|$/)}`;
  }
  return Buffer.from(padded, 'base64').toString('utf8');
}

function countMatches(pattern: string, value: string): number {
  const matcher = compileRegexp(pattern).matcher(value);
  let count = 0;
  while (matcher.find()) count++;
  return count;
}

/** The functions of Loki's templates that work on text. */
export const STRING_FUNCTIONS: readonly TemplateFunction[] = [
  entry('ToLower', S1, (args) => string(goLower(text(args, 0)))),
  entry('ToUpper', S1, (args) => string(goUpper(text(args, 0)))),
  entry('Replace', [...S3, INT], (args) =>
    string(replaceCount(text(args, 0), text(args, 1), text(args, 2), integer(args, 3))),
  ),
  entry('Trim', S2, (args) => string(trimBoth(text(args, 0), text(args, 1)))),
  entry('TrimLeft', S2, (args) => string(trimStart(text(args, 0), text(args, 1)))),
  entry('TrimRight', S2, (args) => string(trimEnd(text(args, 0), text(args, 1)))),
  entry('TrimPrefix', S2, (args) => string(cutPrefix(text(args, 0), text(args, 1)))),
  entry('TrimSuffix', S2, (args) => string(cutSuffix(text(args, 0), text(args, 1)))),
  entry('TrimSpace', S1, (args) => string(text(args, 0).trim())),
  entry('lower', S1, (args) => string(goLower(text(args, 0)))),
  entry('upper', S1, (args) => string(goUpper(text(args, 0)))),
  entry('title', S1, (args) => string(stringsTitle(text(args, 0)))),
  entry('trim', S1, (args) => string(text(args, 0).trim())),
  entry('trimAll', S2, (args) => string(trimBoth(text(args, 1), text(args, 0)))),
  entry('trimPrefix', S2, (args) => string(cutPrefix(text(args, 1), text(args, 0)))),
  entry('trimSuffix', S2, (args) => string(cutSuffix(text(args, 1), text(args, 0)))),
  entry('trunc', [INT, STRING], (args) => string(truncate(integer(args, 0), text(args, 1)))),
  entry('substr', [INT, INT, STRING], (args) =>
    string(substring(integer(args, 0), integer(args, 1), text(args, 2))),
  ),
  entry('contains', S2, (args) => bool(text(args, 1).includes(text(args, 0)))),
  entry('hasPrefix', S2, (args) => bool(text(args, 1).startsWith(text(args, 0)))),
  entry('hasSuffix', S2, (args) => bool(text(args, 1).endsWith(text(args, 0)))),
  entry('indent', [INT, STRING], (args) => string(indent(integer(args, 0), text(args, 1)))),
  entry('nindent', [INT, STRING], (args) => string(`\n${indent(integer(args, 0), text(args, 1))}`)),
  entry('replace', S3, (args) => string(replaced(text(args, 2), text(args, 0), text(args, 1)))),
  entry('repeat', [INT, STRING], (args) => string(repeated(integer(args, 0), text(args, 1)))),
  entry('alignLeft', [INT, STRING], (args) => string(align(integer(args, 0), text(args, 1), true))),
  entry('alignRight', [INT, STRING], (args) => string(align(integer(args, 0), text(args, 1), false))),
  entry('regexReplaceAll', S3, (args) =>
    string(replaceAll(compileRegexp(text(args, 0)), text(args, 1), text(args, 2))),
  ),
  entry('regexReplaceAllLiteral', S3, (args) =>
    string(replaceAll(compileRegexp(text(args, 0)), text(args, 1), text(args, 2).replaceAll('$', '$$$$'))),
  ),
  entry('count', S2, (args) => int(countMatches(text(args, 0), text(args, 1)))),
  entry('urlencode', S1, (args) => string(queryEscape(text(args, 0)))),
  entry('urldecode', S1, (args) => string(queryUnescape(text(args, 0)))),
  entry('b64enc', S1, (args) => string(Buffer.from(text(args, 0), 'utf8').toString('base64'))),
  entry('b64dec', S1, (args) => string(decodeBase64(text(args, 0)))),
];

/** Bounded: a template must not fill the memory. */
function repeated(count: number, value: string): string {
  if (count < 0) throw new GoFailure('strings: negative Repeat count');
  if (count * value.length > 1_000_000) throw new GoFailure('strings: Repeat output length overflow');
  return value.repeat(count);
}

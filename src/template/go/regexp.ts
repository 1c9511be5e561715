import { RE2JS } from 're2js';
import { GoFailure } from '../value/callable.ts';
import { boundText } from '../value/text-limit.ts';
import { errorText } from '../../util/error-text.ts';

const MAX_CACHED = 500;
const cache = new Map<string, RE2JS>();

/** Compiles a Go regular expression; the error is in Go's words (`error parsing regexp: ...`). */
export function compileRegexp(pattern: string): RE2JS {
  const known = cache.get(pattern);
  if (known !== undefined) return known;
  const compiled = compile(pattern);
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(pattern, compiled);
  return compiled;
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    const message = errorText(error);
    throw new GoFailure(message.startsWith('error parsing') ? message : `error parsing regexp: ${message}`);
  }
}

/** Go's Regexp.ReplaceAllString: `$1`, `${name}` and `$$` in the replacement are expanded. */
export function replaceAll(regexp: RE2JS, text: string, replacement: string): string {
  const matcher = regexp.matcher(text);
  let output = '';
  let lastEnd = 0;
  let from = 0;
  while (from <= text.length && matcher.find(from)) {
    const [start, end] = [matcher.start(), matcher.end()];
    output += text.slice(lastEnd, start);
    // An empty match right behind the match before is left out.
    if (end > lastEnd || start === 0) {
      output += expand(replacement, (group) => groupText(regexp, matcher, group));
    }
    boundText(output.length);
    lastEnd = end;
    const width = (text.codePointAt(from) ?? 0) > 0xffff ? 2 : 1;
    from = from + width > end ? from + width : end;
  }
  return output + text.slice(lastEnd);
}

type Matcher = ReturnType<RE2JS['matcher']>;

/** Go's Regexp.Expand: a template with `$1`, `${name}` and `$$` filled from the match that the matcher has found. */
export function expandMatch(regexp: RE2JS, matcher: Matcher, template: string): string {
  return expand(template, (group) => groupText(regexp, matcher, group));
}

function groupText(regexp: RE2JS, matcher: Matcher, name: string): string {
  if (/^[0-9]+$/.test(name)) {
    const index = Number(name);
    return index <= regexp.groupCount() ? (matcher.group(index) ?? '') : '';
  }
  return name in regexp.namedGroups() ? (matcher.group(name) ?? '') : '';
}

function expand(template: string, group: (name: string) => string): string {
  return template.replace(
    /\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu,
    (whole, braced?: string, plain?: string) => (whole === '$$' ? '$' : group(braced ?? plain ?? '')),
  );
}

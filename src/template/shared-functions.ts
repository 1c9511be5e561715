import { compileRegexp, replaceAll } from './go/regexp.ts';
import { goLower, goUpper } from '../go/strings/case.ts';
import type { FunctionOrigin, TemplateFunction } from './functions.ts';
import { GoFailure } from './value/callable.ts';
import type { Callable } from './value/callable.ts';
import { ANY, STRING, declared } from './value/types.ts';
import type { GoType } from './value/types.ts';
import { textAt, valueAt } from './value/access.ts';
import { bool, string } from './value/value.ts';
import { humanizeDuration, toFloat } from './humanize.ts';

/** What a function table says besides signature and body. */
export type FunctionDocs = Pick<TemplateFunction, 'usage' | 'summary' | 'since' | 'discouraged'>;

/** Makes an entry of the table of `origin`. */
export function entryOf(origin: FunctionOrigin) {
  return (
    name: string,
    params: readonly GoType[],
    docs: FunctionDocs,
    invoke: Callable['invoke'],
    variadic = false,
  ): TemplateFunction => ({ name, origin, params, variadic, invoke, ...docs });
}

/** html/template's marker for text that needs no escaping; in text templates it is only a type. */
export const SAFE_HTML = declared('template.HTML', STRING);

/** Functions that Prometheus and Alertmanager have alike; `since` differs. */
export function sharedFunctions(
  origin: FunctionOrigin,
  since: Readonly<Partial<Record<string, string>>>,
): TemplateFunction[] {
  const entry = entryOf(origin);
  const docs = (name: string, usage: string, summary: string): FunctionDocs => {
    const version = since[name];
    return { usage, summary, ...(version === undefined ? {} : { since: version }) };
  };
  return [
    entry('toUpper', [STRING], docs('toUpper', 'text', 'The text in upper case.'), (args) =>
      string(goUpper(textAt(args, 0))),
    ),
    entry('toLower', [STRING], docs('toLower', 'text', 'The text in lower case.'), (args) =>
      string(goLower(textAt(args, 0))),
    ),
    entry(
      'match',
      [STRING, STRING],
      docs('match', 'pattern, text', 'Whether the regular expression matches anywhere in the text.'),
      (args) => bool(compileRegexp(textAt(args, 0)).test(textAt(args, 1))),
    ),
    entry(
      'reReplaceAll',
      [STRING, STRING, STRING],
      docs('reReplaceAll', 'pattern, replacement, text', 'The text with every match replaced.'),
      (args) => string(replaceAll(mustCompile(textAt(args, 0)), textAt(args, 2), textAt(args, 1))),
    ),
    entry(
      'safeHtml',
      [STRING],
      docs('safeHtml', 'text', 'The text marked as HTML that is not escaped again.'),
      (args) => string(textAt(args, 0), SAFE_HTML),
    ),
    entry(
      'humanizeDuration',
      [ANY],
      docs('humanizeDuration', 'number or text', 'Seconds as days, hours, minutes and seconds.'),
      (args) => string(humanizeDuration(toFloat(valueAt(args, 0)))),
    ),
  ];
}

/** Go's regexp.MustCompile panics with a text of its own. */
function mustCompile(pattern: string): ReturnType<typeof compileRegexp> {
  try {
    return compileRegexp(pattern);
  } catch (error) {
    if (!(error instanceof GoFailure)) throw error;
    const shown = pattern.includes('`') ? JSON.stringify(pattern) : `\`${pattern}\``;
    throw new GoFailure(`regexp: Compile(${shown}): ${error.message}`);
  }
}

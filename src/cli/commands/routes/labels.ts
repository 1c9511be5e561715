import { EXIT } from '../../../diagnostics/exit-code.ts';
import { UserError } from '../../../diagnostics/user-error.ts';
import type { LabelSet } from '../../../routing/labels.ts';
import type { Matcher } from '../../../routing/matchers/matcher.ts';
import { parseMatcher, parseMatchers } from '../../../routing/matchers/parse.ts';
import type { MatchersResult } from '../../../routing/matchers/parse.ts';

/**
 * Labels as `amtool config routes test` reads its arguments: one matcher each, with `=`; the last value of a label
 * counts, and an empty value is not a label.
 *
 * @throws UserError (exit 2) if an argument is not a label
 */
export function labelArguments(words: readonly string[]): LabelSet {
  return toLabels(words.flatMap((word) => matchersOf(word, parseMatcher(word))));
}

/** One label set on a line: `severity=critical team=db`, or `{severity="critical", team="db"}`. */
export function labelLine(line: string): LabelSet {
  const text = line.trim();
  if (text.startsWith('{') || text.includes(',')) return toLabels(matchersOf(text, parseMatchers(text)));
  const words = text.match(/(?:[^\s"]|"(?:[^"\\]|\\.)*"?)+/g) ?? [];
  return labelArguments(words);
}

function matchersOf(text: string, result: MatchersResult): readonly Matcher[] {
  if (!result.ok) {
    const { message, help } = result.error;
    throw new UserError(`"${text}" is not a label: ${message}`, EXIT.usage, help);
  }
  const other = result.matchers.find(({ op }) => op !== '=');
  if (other !== undefined) {
    throw new UserError(
      `"${text}" is not a label: "${other.op}" is a matcher operator, and an alert has label values`,
      EXIT.usage,
      `write ${other.name}=${other.value === '' ? 'value' : other.value}`,
    );
  }
  return result.matchers;
}

function toLabels(matchers: readonly Matcher[]): LabelSet {
  const labels = new Map<string, string>();
  for (const { name, value } of matchers) {
    if (value === '') labels.delete(name);
    else labels.set(name, value);
  }
  return labels;
}

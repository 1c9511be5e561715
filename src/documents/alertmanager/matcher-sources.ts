import { isClassicLabelName } from '../../routing/labels.ts';
import { compileMatcher } from '../../routing/matchers/matcher.ts';
import type { Matcher } from '../../routing/matchers/matcher.ts';
import { parseMatchers } from '../../routing/matchers/parse.ts';
import type { MatcherGrammar } from '../../routing/matchers/parse.ts';
import { beginning, compileAnchored, RegexpError } from '../../routing/matchers/regexp.ts';
import type { MapEntry } from '../../yaml/node.ts';
import type { Located } from '../fields.ts';
import type { Report } from './issue.ts';
import type { Section } from './section.ts';
import type { MatcherSource } from './types.ts';

/** The keys that hold matchers: `match`, `source_match`, `target_match`, each with `_re` and `ers`. */
export function readMatchers(
  section: Section,
  prefix: '' | 'source_' | 'target_',
  grammar: MatcherGrammar,
  report: Report,
): MatcherSource[] {
  const pairs = section.entries(`${prefix}match`).flatMap((entry) => pair(entry, 'match', report));
  const regexps = section.entries(`${prefix}match_re`).flatMap((entry) => pair(entry, 'match_re', report));
  const lists = section.texts(`${prefix}matchers`).map((text) => list(text, grammar, report));
  return [...pairs, ...regexps, ...lists];
}

function pair(entry: MapEntry, form: 'match' | 'match_re', report: Report): MatcherSource[] {
  const { key, value } = entry;
  if (value.kind !== 'scalar') return [];
  const text: Located<string> = { value: value.text, range: value.range, node: value };
  if (!isClassicLabelName(key.text)) {
    report.error('bad-label-name', key.range, `"${key.text}" is not a label name`, {
      help: `${form} accepts only names of letters, digits and underscores; "matchers" accepts other names in quotes`,
    });
    return [];
  }
  if (form === 'match_re' && value.value === null) {
    report.error('bad-regexp', key.range, `"${key.text}" in match_re has no regular expression`, {
      help: 'write a regular expression; "" matches alerts without the label',
    });
    return [];
  }
  const spec = {
    name: key.text,
    op: form === 'match' ? ('=' as const) : ('=~' as const),
    // Upstream hands the anchored text on: `a)|(b` in match_re matches "a" and "b" alone.
    value: form === 'match' ? value.text : `^(?:${value.text})$`,
    range: { start: key.range.start, end: value.range.end },
    nameRange: key.range,
    valueRange: value.range,
  };
  const matchers: Matcher[] = [];
  try {
    if (form === 'match_re') compileAnchored(value.text);
    matchers.push(compileMatcher(spec));
  } catch (error) {
    if (!(error instanceof RegexpError)) throw error;
    report.error(
      'bad-regexp',
      value.range,
      `"${beginning(value.text)}" is not a regular expression: ${error.message}`,
      {
        help: 'use RE2 syntax; the pattern is anchored at both ends',
      },
    );
  }
  return [{ form, text, matchers, disagreement: undefined }];
}

function list(text: Located<string>, grammar: MatcherGrammar, report: Report): MatcherSource {
  const result = parseMatchers(text.value, grammar);
  if (!result.ok) {
    const { code, message, help, range } = result.error;
    report.error(code, report.inside(text.node, range), message, { help });
    return { form: 'matchers', text, matchers: [], disagreement: undefined };
  }
  const { disagreement } = result;
  const place = (range: Matcher['range']): Matcher['range'] =>
    range === undefined ? undefined : report.inside(text.node, range);
  const matchers = result.matchers.map((matcher) => ({
    ...matcher,
    range: place(matcher.range) ?? text.range,
    nameRange: place(matcher.nameRange) ?? text.range,
    valueRange: place(matcher.valueRange) ?? text.range,
  }));
  return { form: 'matchers', text, matchers, disagreement };
}

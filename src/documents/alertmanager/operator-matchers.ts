import { compileMatcher } from '../../routing/matchers/matcher.ts';
import type { MatchOp, Matcher } from '../../routing/matchers/matcher.ts';
import { RegexpError } from '../../routing/matchers/regexp.ts';
import type { Report } from './issue.ts';
import { OPERATOR_MATCHER } from './schema/operator.ts';
import { Section } from './section.ts';
import type { MatcherSource } from './types.ts';

const OPS: readonly string[] = ['=', '!=', '=~', '!~'] satisfies readonly MatchOp[];

/** Reads `{name, value, matchType}` objects; `regex: true` counts where matchType is absent. */
export function readOperatorMatchers(section: Section, key: string, report: Report): MatcherSource[] {
  return section.items(key).flatMap((item) => {
    if (item.kind !== 'map') return [];
    const source = readOne(new Section(item, OPERATOR_MATCHER), report);
    return source === undefined ? [] : [source];
  });
}

function readOne(section: Section, report: Report): MatcherSource | undefined {
  const name = section.text('name');
  if (name === undefined) return undefined;
  const text = section.text('value');
  const type = section.text('matchType')?.value;
  const op = type ?? (section.bool('regex') === true ? '=~' : '=');
  if (!isOp(op)) return undefined;
  const matchers: Matcher[] = [];
  try {
    matchers.push(
      compileMatcher({
        name: name.value,
        op,
        value: text?.value ?? '',
        range: section.node.range,
        nameRange: name.range,
        valueRange: text?.range ?? name.range,
      }),
    );
  } catch (error) {
    if (!(error instanceof RegexpError)) throw error;
    report.error(
      'bad-regexp',
      (text ?? name).range,
      `"${error.pattern}" is not a regular expression: ${error.message}`,
      {
        help: 'use RE2 syntax; the pattern is anchored at both ends',
      },
    );
  }
  return { form: 'matchers', text: text ?? name, matchers, disagreement: undefined };
}

function isOp(op: string): op is MatchOp {
  return OPS.includes(op);
}

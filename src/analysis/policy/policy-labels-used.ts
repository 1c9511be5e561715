import type { Policy } from '../../config/policy-types.ts';
import type { Rule } from '../../documents/rules/types.ts';
import { labelTest } from '../../promql/eval/storage/regexp.ts';
import { literalsOf } from '../../promql/syntax/regex-words.ts';
import type { LabelMatcher } from '../../promql/syntax/ast.ts';
import type { PolicyPart } from './policy-part.ts';
import { matches, satisfies, wantedText } from './policy-match.ts';
import { keepsLabel } from './policy-scope.ts';
import type { LabelUse, PolicyScope } from './policy-scope.ts';

/** What a policy finds wrong with the labels that an expression matches, groups and joins by. */
export function judgeLabels(policy: Policy, scope: PolicyScope, rule: Rule): PolicyPart[] {
  return [
    ...scope.labels.flatMap((use) => judgeUse(policy, use)),
    ...missingMatchers(policy, scope),
    ...judgeAggregations(policy, scope, rule),
    ...judgeValues(policy, scope, rule),
  ];
}

function judgeUse({ allow, forbid }: Policy, { label, where }: LabelUse): PolicyPart[] {
  const { name } = label;
  if (forbid.expressionLabels?.includes(name) === true)
    return [
      { range: label, what: `the label "${name}" must not be used in a ${where}`, help: 'remove the label' },
    ];
  const { expressionLabels } = allow;
  if (expressionLabels === undefined || expressionLabels.includes(name)) return [];
  const what = `the label "${name}" in this ${where} is not allowed`;
  return [{ range: label, what, help: `use one of ${expressionLabels.join(', ')}` }];
}

function missingMatchers({ require }: Policy, { selectors }: PolicyScope): PolicyPart[] {
  return selectors.flatMap((selector) =>
    (require.matchers ?? [])
      .filter((label) => !selector.matchers.some(({ name }) => name === label))
      .map((label) => ({
        range: selector.nameRange ?? selector,
        what: `this selector has no matcher on "${label}"`,
        help: `add ${label}="..." in braces`,
      })),
  );
}

function judgeAggregations({ require, forbid }: Policy, { nodes }: PolicyScope, rule: Rule): PolicyPart[] {
  return nodes.flatMap((node) => {
    if (node.kind !== 'AggregateExpr') return [];
    const lost = (require.aggregateBy ?? []).filter((label) => keepsLabel(node, label, rule) === false);
    const kept = (forbid.aggregateBy ?? []).filter((label) => keepsLabel(node, label, rule) === true);
    const part = (label: string, does: string, help: string): PolicyPart => ({
      range: node.opRange,
      what: `this ${node.op}() ${does} the label "${label}"`,
      help,
    });
    return [
      ...lost.map((label) =>
        part(label, 'drops', `add "${label}" to by (...), or remove it from without (...)`),
      ),
      ...kept.map((label) =>
        part(label, 'keeps', `remove "${label}" from by (...), or add it to without (...)`),
      ),
    ];
  });
}

function judgeValues({ allow }: Policy, { selectors }: PolicyScope, rule: Rule): PolicyPart[] {
  const findings: PolicyPart[] = [];
  for (const [name, wanted] of allow.matcherValues ?? []) {
    for (const matcher of selectors.flatMap(({ matchers }) => matchers)) {
      if (!matches(name, matcher.name)) continue;
      const values = valuesOf(matcher, wanted.values ?? []);
      if (values === undefined || values.some((value) => satisfies(value, wanted, rule))) continue;
      findings.push({
        range: matcher.valueRange,
        what: `the matcher on "${matcher.name}" selects no allowed value`,
        help: `it must select ${wantedText(wanted)}`,
      });
    }
  }
  return findings;
}

/** The values that a matcher selects: its own, or those of the known ones that a pattern matches. */
function valuesOf({ op, value }: LabelMatcher, known: readonly string[]): readonly string[] | undefined {
  if (op === '=') return [value];
  if (op !== '=~') return undefined;
  return literalsOf(value) ?? (known.length === 0 ? undefined : known.filter(labelTest(value, 3)));
}

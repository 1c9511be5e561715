import type { NamedTexts, Policy } from '../../config/policy-types.ts';
import type { KeyValue } from '../../documents/fields.ts';
import type { Rule } from '../../documents/rules/types.ts';
import type { Range } from '../../source/range.ts';
import { didYouMean, didYouMeanText } from '../../util/did-you-mean.ts';
import { matches, satisfies, wantedText } from './policy-match.ts';

/** What a policy says of labels, or of annotations: the same questions for both. */
export interface TextPolicy {
  readonly noun: 'label' | 'annotation';
  readonly require?: NamedTexts;
  readonly anyOf?: readonly string[];
  readonly allow?: NamedTexts;
  readonly allowedNames?: readonly string[];
  readonly forbid?: NamedTexts;
}

export interface TextFinding {
  readonly range: Range;
  readonly what: string;
  readonly help: string;
}

export function labelPolicy({ require, allow, forbid }: Policy): TextPolicy {
  return {
    noun: 'label',
    require: require.labels,
    anyOf: require.anyLabel,
    allow: allow.labels,
    allowedNames: allow.labelNames,
    forbid: forbid.labels,
  };
}

export function annotationPolicy({ require, allow, forbid }: Policy): TextPolicy {
  return {
    noun: 'annotation',
    require: require.annotations,
    anyOf: require.anyAnnotation,
    allow: allow.annotations,
    allowedNames: allow.annotationNames,
    forbid: forbid.annotations,
  };
}

/** Judges the labels (or annotations) of a rule. Empty values count as absent, as in Prometheus. */
export function judgeTexts(
  rule: Rule,
  pairs: readonly KeyValue[],
  policy: TextPolicy,
): readonly TextFinding[] {
  const present = pairs.filter(({ value }) => value !== '');
  return [
    ...missing(rule, present, policy),
    ...wrongValues(rule, present, policy),
    ...forbidden(rule, present, policy),
  ];
}

function missing(rule: Rule, present: readonly KeyValue[], policy: TextPolicy): TextFinding[] {
  const findings: TextFinding[] = [];
  const { noun } = policy;
  const names = present.map(({ name }) => name);
  const who = `${rule.kind === 'alert' ? 'the alert' : 'the recording rule'} "${rule.name.value}"`;
  for (const [name, wanted] of policy.require ?? []) {
    if (names.some((own) => matches(name, own))) continue;
    const nearby = didYouMean(name, names);
    const what = `${who} has no ${noun} "${name}"${nearby === undefined ? '' : `; did you mean "${nearby}"?`}`;
    findings.push({
      range: rule.name.range,
      what,
      help: `add "${name}", ${wantedText(wanted)}, under "${noun}s"`,
    });
  }
  const { anyOf } = policy;
  if (anyOf !== undefined && !anyOf.some((name) => names.includes(name))) {
    const what = `${who} has no ${noun} of ${anyOf.map((name) => `"${name}"`).join(', ')}`;
    findings.push({ range: rule.name.range, what, help: `add one of them under "${noun}s"` });
  }
  return findings;
}

function wrongValues(rule: Rule, present: readonly KeyValue[], policy: TextPolicy): TextFinding[] {
  const findings: TextFinding[] = [];
  const { noun } = policy;
  for (const [name, wanted] of [...(policy.require ?? []), ...(policy.allow ?? [])]) {
    for (const pair of present) {
      // What a template makes of a label nobody knows before the alert fires.
      if (!matches(name, pair.name) || (noun === 'label' && pair.value.includes('{{'))) continue;
      if (satisfies(pair.value, wanted, rule)) continue;
      const similar = didYouMeanText(pair.value, wanted.values ?? []);
      const what = `the ${noun} "${pair.name}" of "${rule.name.value}" is "${pair.value}"${similar}`;
      findings.push({ range: pair.node.range, what, help: `use ${wantedText(wanted)}` });
    }
  }
  const { allowedNames } = policy;
  if (allowedNames === undefined) return findings;
  for (const { name, nameRange } of present) {
    if (allowedNames.some((pattern) => matches(pattern, name))) continue;
    const what = `the ${noun} "${name}" of "${rule.name.value}" is not allowed${didYouMeanText(name, allowedNames)}`;
    findings.push({ range: nameRange, what, help: `use one of ${allowedNames.join(', ')}` });
  }
  return findings;
}

function forbidden(rule: Rule, present: readonly KeyValue[], policy: TextPolicy): TextFinding[] {
  const findings: TextFinding[] = [];
  const { noun } = policy;
  for (const [name, values] of policy.forbid ?? []) {
    const whateverValue = values.pattern === undefined && values.values === undefined;
    for (const pair of present) {
      if (!matches(name, pair.name) || (!whateverValue && !satisfies(pair.value, values, rule))) continue;
      findings.push({
        range: whateverValue ? pair.nameRange : pair.node.range,
        what: `"${rule.name.value}" has the ${noun} "${pair.name}"${whateverValue ? '' : ` with the value "${pair.value}"`}, which is forbidden`,
        help: whateverValue ? 'remove it' : 'change the value, or remove it',
      });
    }
  }
  return findings;
}

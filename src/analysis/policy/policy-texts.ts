import type { NamedTexts, Policy, TextRule } from '../../config/policy-types.ts';
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
  /** The missing names that the sentence lists. */
  readonly names?: readonly string[];
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
  const names = present.map(({ name }) => name);
  const absent = [...(policy.require ?? [])].filter(([name]) => !names.some((own) => matches(name, own)));
  const { anyOf, noun } = policy;
  return [
    ...(absent.length === 0 ? [] : [missingTexts(rule, noun, absent, names)]),
    ...(anyOf === undefined || anyOf.some((name) => names.includes(name))
      ? []
      : [missingAny(rule, noun, anyOf)]),
  ];
}

const ruleText = ({ kind, name }: Rule): string =>
  `the ${kind === 'alert' ? 'alert' : 'recording rule'} "${name.value}"`;

/** One finding for all required labels (or annotations) that a rule lacks. */
function missingTexts(
  rule: Rule,
  noun: string,
  absent: readonly (readonly [name: string, wanted: TextRule])[],
  present: readonly string[],
): TextFinding {
  const names = absent.map(([name]) => name);
  const similar = [...new Set(names.flatMap((name) => didYouMean(name, present) ?? []))];
  const hint = similar.length === 0 ? '' : `; did you mean ${similar.map((name) => `"${name}"`).join(', ')}?`;
  return {
    range: rule.name.range,
    what: `${ruleText(rule)} has no ${names.length === 1 ? noun : `${noun}s`} ${quoteAll(names)}${hint}`,
    help: `add ${absent.map(([name, wanted]) => `"${name}" (${wantedText(wanted)})`).join(', ')} under "${noun}s"`,
    names,
  };
}

function missingAny(rule: Rule, noun: string, names: readonly string[]): TextFinding {
  const which = names.length === 1 ? `no ${noun}` : `none of the ${noun}s`;
  return {
    range: rule.name.range,
    what: `${ruleText(rule)} has ${which} ${quoteAll(names)}`,
    help: `add ${names.length === 1 ? 'it' : 'one of them'} under "${noun}s"`,
  };
}

const quoteAll = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

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

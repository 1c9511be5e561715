import type { Rule, RuleDocument } from '../../documents/rules/types.ts';
import { ruleKey } from '../rule-key.ts';
import type { RuleKey } from '../rule-key.ts';
import type { RoutingConfig } from '../routing/resolve.ts';

/** The differences from the project during a test. */
export interface Variant {
  readonly rule?: { readonly key: RuleKey; readonly apply: (rule: Rule) => Rule };
  readonly routing?: { readonly of: RoutingConfig; readonly to: RoutingConfig };
}

/** The documents with one rule changed; the same documents where it is not among them. */
export function withVariant(
  documents: readonly RuleDocument[],
  { rule: changed }: Variant,
  cwd: string,
): readonly RuleDocument[] {
  if (changed === undefined) return documents;
  const isMeant = (rule: Rule): boolean => ruleKey(rule, cwd) === changed.key;
  return documents.map((document) => {
    if (!document.groups.some(({ rules }) => rules.some(isMeant))) return document;
    const groups = document.groups.map((group) => ({
      ...group,
      rules: group.rules.map((rule) => (isMeant(rule) ? changed.apply(rule) : rule)),
    }));
    return { ...document, groups };
  });
}

/** The keys of every rule of some documents. */
export function keysOf(documents: readonly RuleDocument[], cwd: string): ReadonlySet<RuleKey> {
  const rules = documents.flatMap(({ groups }) => groups.flatMap((group) => group.rules));
  return new Set(rules.map((rule) => ruleKey(rule, cwd)));
}

import type { Rule, RuleDocument } from '../../documents/rules/types.ts';

/** Subsets of rule documents. One object stands for one set of rules, so that it is written to a file once. */
export class RuleSubsets {
  readonly #documents: readonly RuleDocument[];
  readonly #rules: readonly Rule[];
  readonly #known = new Map<string, readonly RuleDocument[]>();

  constructor(documents: readonly RuleDocument[]) {
    this.#documents = documents;
    this.#rules = rulesOf(documents);
  }

  /** The documents with these rules only; groups and documents without a rule are left out. */
  of(kept: ReadonlySet<Rule>): readonly RuleDocument[] {
    const key = this.#rules.map((rule) => (kept.has(rule) ? '1' : '0')).join('');
    let documents = this.#known.get(key);
    if (documents === undefined) {
      documents = this.#documents.flatMap((document) => withRules(document, kept));
      this.#known.set(key, documents);
    }
    return documents;
  }
}

/** Every rule of some documents, in their order. */
export function rulesOf(documents: readonly RuleDocument[]): Rule[] {
  return documents.flatMap((document) => document.groups.flatMap((group) => group.rules));
}

function withRules(document: RuleDocument, kept: ReadonlySet<Rule>): RuleDocument[] {
  const groups = document.groups
    .map((group) => ({ ...group, rules: group.rules.filter((rule) => kept.has(rule)) }))
    .filter((group) => group.rules.length > 0);
  return groups.length === 0 ? [] : [{ ...document, groups }];
}

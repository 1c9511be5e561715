import type { Rule, RuleDocument } from '../../documents/rules/types.ts';
import { type RuleSubsets, rulesOf } from './rule-subsets.ts';

const WORD = /[a-zA-Z_:][a-zA-Z0-9_:]*/g;
/** A selector without a metric name, which may select what any rule records. */
const NAMELESS = /(?:^|[^a-zA-Z0-9_:\s])\s*\{|\b(?:by|on|ignoring|without|and|or|unless)\s*\{|__name__/;

/**
 * Picks the rules that can have a say in some alerts and expressions: theirs, and those that record what they use, and
 * so on. Evaluating a handful of rules in place of all of them is what makes a scenario fast. Everything uncertain
 * counts as used: words in strings and templates, and after a selector without a name every rule there is.
 */
export class RelevantRules {
  readonly #documents: readonly RuleDocument[];
  readonly #byName = new Map<string, Rule[]>();
  readonly #subsets: RuleSubsets;

  constructor(documents: readonly RuleDocument[], subsets: RuleSubsets) {
    this.#documents = documents;
    this.#subsets = subsets;
    for (const rule of rulesOf(documents)) {
      const key = keyOf(rule.kind, rule.name.value);
      this.#byName.set(key, [...(this.#byName.get(key) ?? []), rule]);
    }
  }

  /** The rule documents, without the rules that the alerts and expressions cannot depend on. */
  pick(alerts: readonly string[], exprs: readonly string[]): readonly RuleDocument[] {
    const picked = new Set<Rule>();
    const queue = alerts.flatMap((alert) => this.#byName.get(keyOf('alert', alert)) ?? []);
    let texts: readonly string[] = exprs;
    for (;;) {
      for (const text of texts) {
        if (usesEverything(text)) return this.#documents;
        for (const [word] of text.matchAll(WORD))
          queue.push(...(this.#byName.get(keyOf('record', word)) ?? []));
      }
      const rule = queue.pop();
      if (rule === undefined) return this.#subsets.of(picked);
      texts = picked.has(rule) ? [] : textsOf(rule);
      picked.add(rule);
    }
  }
}

const keyOf = (kind: Rule['kind'], name: string): string => `${kind} ${name}`;

function usesEverything(text: string): boolean {
  return NAMELESS.test(text) || /\bALERTS(?:_FOR_STATE)?\b/.test(text);
}

/** The expression, and templates that run queries of their own, without the braces of the template. */
function textsOf(rule: Rule): string[] {
  // What Loki's rules record is written elsewhere: they see nothing but lines.
  if (rule.group.document.language === 'logql') return [];
  const templates = rule.kind === 'alert' ? [...rule.labels, ...rule.annotations, ...rule.group.labels] : [];
  const queries = templates.map(({ value }) => value).filter((value) => /\bquery\b/.test(value));
  return [rule.expr.text, ...queries.map((text) => text.replaceAll(/\{\{|\}\}/g, ' '))];
}

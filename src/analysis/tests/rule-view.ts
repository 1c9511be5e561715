import type { AlertingRule, RecordingRule, Rule, RuleDocument } from '../../documents/rules/types.ts';
import { selectedName } from '../../project/series-graph.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { parseExpr } from '../../promql/syntax/parse.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';

const readsOfRules = new WeakMap<Rule, ReadonlySet<string> | 'any'>();

/** The rules that a test file loads, ready to be asked what they read and record. Rules of Loki are left out. */
export class RuleView {
  readonly rules: readonly Rule[];
  readonly #exprs = new Map<string, Expr | undefined>();
  readonly #records = new Map<string, RecordingRule[]>();
  #reads: Reads | undefined;

  constructor(documents: readonly RuleDocument[]) {
    this.rules = documents
      .filter(({ language }) => language === 'promql')
      .flatMap(({ groups }) => groups.flatMap((group) => group.rules));
    for (const rule of this.rules) {
      if (rule.kind !== 'record') continue;
      const name = rule.name.value;
      this.#records.set(name, [...(this.#records.get(name) ?? []), rule]);
    }
  }

  alerts(name: string): AlertingRule[] {
    return this.rules.filter((rule) => rule.kind === 'alert').filter((rule) => rule.name.value === name);
  }

  get alertNames(): string[] {
    return this.rules.flatMap((rule) => (rule.kind === 'alert' ? [rule.name.value] : []));
  }

  records(name: string): readonly RecordingRule[] {
    return this.#records.get(name) ?? [];
  }

  /** undefined: it does not parse. */
  parse(text: string): Expr | undefined {
    if (!this.#exprs.has(text)) {
      const { expr, errors } = parseExpr(text, { features: 'all' });
      this.#exprs.set(text, errors.length > 0 ? undefined : expr);
    }
    return this.#exprs.get(text);
  }

  /** The metrics that all rules read. */
  get reads(): Reads {
    return (this.#reads ??= joined(this.rules.map((rule) => this.#readsOfRule(rule))));
  }

  /** The metrics that an expression reads; undefined: any, for some part names no metric or cannot be read. */
  readsOf(text: string): Reads {
    const expr = this.parse(text);
    if (expr === undefined) return undefined;
    const names: (string | undefined)[] = [];
    walkExpr(expr, (node) => {
      if (node.kind === 'VectorSelector') names.push(selectedName(node));
    });
    const known = names.filter((name) => name !== undefined);
    return known.length < names.length ? undefined : new Set(known);
  }

  /** The metrics that the expression of a rule reads; kept, for many files load the same rules. */
  readsOfExpr(rule: Rule): Reads {
    let reads = readsOfRules.get(rule);
    if (reads === undefined) readsOfRules.set(rule, (reads = this.readsOf(rule.expr.text) ?? 'any'));
    return reads === 'any' ? undefined : reads;
  }

  #readsOfRule(rule: Rule): Reads {
    const reads = this.readsOfExpr(rule);
    const texts = rule.kind === 'alert' ? [...rule.labels, ...rule.annotations] : rule.labels;
    // A template may run queries of its own: each word of it could be a metric.
    const words = texts
      .filter(({ value }) => value.includes('{{') && /\bquery\b/.test(value))
      .flatMap(({ value }) => value.match(/[a-zA-Z_:][a-zA-Z0-9_:]*/g) ?? []);
    return reads === undefined ? undefined : new Set([...reads, ...words]);
  }
}

/** Names of metrics; undefined: any metric at all. */
export type Reads = ReadonlySet<string> | undefined;

/** What several parts read together. */
export function joined(all: readonly Reads[]): Reads {
  const names = new Set<string>();
  for (const reads of all) {
    if (reads === undefined) return undefined;
    for (const name of reads) names.add(name);
  }
  return names;
}

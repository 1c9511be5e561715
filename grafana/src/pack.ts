import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';
import { constant } from '../../src/analysis/expression/index.ts';
import type { Expression } from '../../src/documents/expression.ts';
import type { AlertingRule, Rule } from '../../src/documents/rules/types.ts';
import { parseConfig } from '../../src/config/parse.ts';
import { readProject } from '../../src/project/read-project.ts';
import { prettyExpr } from '../../src/promql/print/pretty.ts';
import { SourceFile } from '../../src/source/source-file.ts';

/** What a rule compares, and with what: `value op limit`. */
interface Comparison {
  /** The left side, printed. */
  readonly value: string;
  readonly limit: number;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The rules of the pack, which are the one source of every threshold, objective and runbook link of the dashboards.
 * A name that no rule has is an error: a renamed rule fails the generation.
 */
export class Pack {
  readonly #rules: ReadonlyMap<string, Rule>;

  constructor(rules: readonly Rule[]) {
    this.#rules = new Map(rules.map((rule) => [rule.name.value, rule]));
  }

  /** Reads rules/ and loki/rules/ of the checkout. */
  static read(): Pack {
    const { config } = parseConfig(new SourceFile('rulecheck.yaml', ''));
    const paths = globSync(['rules/**/*.yml', 'loki/rules/*.yml'], { cwd: ROOT }).sort();
    const files = paths.map((path) => ({ path, text: readFileSync(ROOT + path, 'utf8'), named: true }));
    return new Pack(readProject(files, config.settings).rules);
  }

  /** The names of all recording rules. */
  get records(): readonly string[] {
    return [...this.#rules.values()].filter(({ kind }) => kind === 'record').map(({ name }) => name.value);
  }

  /** The names of all alerts, those on logs included. */
  get alerts(): readonly string[] {
    return [...this.#rules.values()].filter(({ kind }) => kind === 'alert').map(({ name }) => name.value);
  }

  /** The text of the expression of an alert or a recording rule. */
  expr(name: string): string {
    const rule = this.#rules.get(name);
    if (rule === undefined) throw new Error(`no rule file of the pack has a rule "${name}"`);
    return rule.expr.text;
  }

  /** The number that an alert compares with (ratio, seconds, bytes ...: the unit of its expression). */
  limit(alert: string): number {
    return this.#comparison(this.#rule(alert, 'alert')).limit;
  }

  /** The number that a service level indicator compares with. */
  objective(record: string): number {
    return this.#comparison(this.#rule(record, 'record')).limit;
  }

  /** What an alert compares with its limit: the query that shows the alert's own series. */
  measured(alert: string): string {
    return this.#comparison(this.#rule(alert, 'alert')).value;
  }

  /** The value of an annotation of an alert. */
  annotation(alert: string, name: string): string {
    const { annotations } = this.#rule(alert, 'alert') as AlertingRule;
    const found = annotations.find((annotation) => annotation.name === name);
    if (found === undefined) throw new Error(`the alert ${alert} has no annotation ${name}`);
    return found.value;
  }

  /** The name of a recording rule, which must exist. */
  record(name: string): string {
    return this.#rule(name, 'record').name.value;
  }

  #rule(name: string, kind: Rule['kind']): Rule {
    const rule = this.#rules.get(name);
    if (rule?.kind !== kind) throw new Error(`no rule file of the pack has the ${kind} "${name}"`);
    return rule;
  }

  #comparison({ name, expr, group }: Rule): Comparison {
    if (group.document.language === 'logql') return logqlComparison(name.value, expr);
    const root = expr.promql.expr;
    if (root?.kind !== 'BinaryExpr') throw new Error(`${name.value} is no comparison`);
    const limit = constant(root.rhs);
    if (limit === undefined) throw new Error(`${name.value} does not compare with a number`);
    return { value: prettyExpr(root.lhs), limit };
  }
}

/** A rule of Loki's ruler, which compares at its end: `query > 1`. */
function logqlComparison(name: string, { text }: Expression): Comparison {
  const match = /^(.*)\s>\s*([\d.]+)\s*$/s.exec(text);
  if (match === null) throw new Error(`${name} does not end in "> number"`);
  return { value: match[1]!, limit: Number(match[2]) };
}

import type { KeyValue } from '../../documents/fields.ts';
import type { AlertingRule } from '../../documents/rules/types.ts';
import { logQueries, mayHave, resultLabels } from '../../logql/analysis/index.ts';
import type { LogqlExpr } from '../../logql/syntax/ast.ts';
import { factsOf } from '../expression/index.ts';
import type { Project } from '../../project/project.ts';
import { labelFact } from '../../promql/infer/index.ts';
import type { Alternative } from '../../promql/infer/index.ts';
import { effectiveLabels, isTemplated } from './effective-labels.ts';
import { ABSENT, ANY_VALUE, eitherLabel, mayLack, NAMED } from './label-knowledge.ts';
import type { LabelKnowledge } from './label-knowledge.ts';

/** An alert of the rule files, and what is known of its labels when it reaches Alertmanager. */
export interface AlertLabels {
  readonly rule: AlertingRule;
  readonly name: string;
  readonly of: (label: string) => LabelKnowledge;
}

const projects = new WeakMap<Project, readonly AlertLabels[]>();

/**
 * The alerts of a project's rules, Loki's included: their own labels, those of the expression, and the external
 * labels of the server. None where single files were named, because the rest of the rules is not known then.
 */
export function knownAlerts(project: Project): readonly AlertLabels[] {
  let alerts = projects.get(project);
  if (alerts === undefined) projects.set(project, (alerts = project.whole ? read(project) : []));
  return alerts;
}

function read(project: Project): AlertLabels[] {
  const rules = project.alerts.filter((rule) => rule.name.value !== '');
  const byRules = ruleLabels(rules);
  const external = new ExternalLabels(project);
  return rules.map((rule) => {
    const own = effectiveLabels(rule);
    const fromExpression = expressionLabels(rule, project);
    const known = new Map<string, LabelKnowledge>();
    const of = (label: string): LabelKnowledge => {
      let found = known.get(label);
      if (found === undefined) {
        const before = beforeSending(rule, label, own, fromExpression);
        found = external.added(rule, label, byRules.has(label) ? asRuleLabel(before) : before, byRules);
        known.set(label, found);
      }
      return found;
    };
    return { rule, name: rule.name.value, of };
  });
}

/**
 * Labels that rules put on, by the custom of this project: at least half of the alerts have them. Expressions that
 * nobody says them of are taken not to bring them.
 */
function ruleLabels(rules: readonly AlertingRule[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const rule of rules) {
    for (const { name, value } of effectiveLabels(rule).values())
      if (value !== '') counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return new Set(
    [...counts]
      .filter(([name, count]) => name === 'severity' || count * 2 >= rules.length)
      .map(([name]) => name),
  );
}

function asRuleLabel(label: LabelKnowledge): LabelKnowledge {
  return label.kind === 'open' && !label.named ? ABSENT : label;
}

function beforeSending(
  rule: AlertingRule,
  label: string,
  own: ReadonlyMap<string, KeyValue>,
  fromExpression: (label: string) => LabelKnowledge,
): LabelKnowledge {
  if (label === 'alertname') return { kind: 'values', values: new Set([rule.name.value]) };
  const set = own.get(label);
  if (set === undefined) return fromExpression(label);
  if (!isTemplated(set.value)) return { kind: 'values', values: new Set([set.value]) };
  const copied = /^\{\{-?\s*\$labels\.([A-Za-z_][A-Za-z0-9_]*)\s*-?\}\}$/.exec(set.value)?.[1];
  if (copied === undefined) return NAMED;
  const original = fromExpression(copied);
  return original.kind === 'open' ? { ...original, named: true } : original;
}

/** What the expression of a rule says of a label. */
function expressionLabels(rule: AlertingRule, project: Project): (label: string) => LabelKnowledge {
  const { expr } = rule;
  if (rule.group.document.language === 'logql') {
    const { expr: ast, errors } = expr.logql;
    return ast === undefined || errors.length > 0 ? () => ANY_VALUE : logqlLabels(ast);
  }
  const { expr: ast, errors } = expr.promql;
  if (ast === undefined || errors.length > 0) return () => ANY_VALUE;
  const all = factsOf(project).alternatives(ast);
  const possible = all.filter(({ presence }) => presence.kind !== 'never');
  const [first, ...rest] = possible.length > 0 ? possible : all;
  if (first === undefined) return () => ABSENT;
  return (label) =>
    rest.reduce((known, each) => eitherLabel(known, promqlLabel(each, label)), promqlLabel(first, label));
}

function promqlLabel({ labels }: Alternative, label: string): LabelKnowledge {
  const fact = labelFact(labels, label);
  if (fact.presence === 'never') return ABSENT;
  const always = fact.presence === 'always';
  const tests = fact.tests ?? [];
  if (fact.values !== undefined) {
    const values = [...fact.values, ...(always ? [] : [''])].filter((value) =>
      tests.every((test) => test(value)),
    );
    return { kind: 'values', values: new Set(values) };
  }
  return { kind: 'open', tests, always, named: labels.known.has(label) };
}

function logqlLabels(ast: LogqlExpr): (label: string) => LabelKnowledge {
  const facts = resultLabels(ast);
  const selectors = logQueries(ast).map(({ query }) => query.selector);
  const selected = new Set(selectors.flatMap(({ matchers }) => matchers.map(({ name }) => name)));
  return (label) => {
    if (!mayHave(facts, label)) return ABSENT;
    const always = facts.guaranteed.has(label);
    const named = always || facts.possible !== 'any' || selected.has(label);
    return { kind: 'open', tests: [], always, named };
  };
}

/** The labels that servers add to alerts which do not have them. */
class ExternalLabels {
  readonly #values = new Map<string, LabelKnowledge>();
  /** Which labels the servers of the rules add is known. */
  readonly #known: boolean;
  /** Labels that relabelling may give any value, or take away. */
  readonly #relabelled: readonly (ReadonlySet<string> | 'any')[];

  constructor(project: Project) {
    const { externalLabels } = project.settings.prometheus;
    const configs = project.prometheusConfigs;
    this.#relabelled = configs.map(({ relabelledLabels }) => relabelledLabels);
    this.#known = externalLabels !== undefined || configs.length > 0;
    for (const name of externalLabels ?? []) this.#values.set(name, NAMED);
    for (const config of configs) {
      for (const { name, value } of config.externalLabels) {
        // Prometheus puts environment variables in, and a second server says something else.
        const certain = configs.length === 1 && !value.includes('$');
        this.#values.set(name, certain ? { kind: 'values', values: new Set([value]) } : NAMED);
      }
    }
  }

  /** What a label is like after sending. */
  added(
    rule: AlertingRule,
    label: string,
    before: LabelKnowledge,
    byRules: ReadonlySet<string>,
  ): LabelKnowledge {
    // Alerts of Loki do not pass Prometheus.
    const relabelled = rule.group.document.language === 'promql' ? this.#relabelled : [];
    if (relabelled.some((labels) => labels === 'any' || labels.has(label))) return NAMED;
    if (!mayLack(before)) return before;
    const value = this.#values.get(label);
    // Loki's ruler has external labels of its own.
    const known = this.#known && rule.group.document.language === 'promql';
    if (value === undefined)
      return known || byRules.has(label) || before.kind === 'open' ? before : ANY_VALUE;
    if (before.kind === 'open' || value.kind === 'open' || !known) return NAMED;
    return {
      kind: 'values',
      values: new Set([...[...before.values].filter((v) => v !== ''), ...value.values]),
    };
  }
}

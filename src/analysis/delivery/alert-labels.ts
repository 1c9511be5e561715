import type { KeyValue } from '../../documents/fields.ts';
import type { AlertingRule } from '../../documents/rules/types.ts';
import { factsOf } from '../expression/index.ts';
import type { LabelSet } from '../../routing/labels.ts';
import type { Project } from '../../project/project.ts';
import { labelFact } from '../../promql/infer/index.ts';
import type { Alternative } from '../../promql/infer/index.ts';
import { effectiveLabels, isTemplated } from './effective-labels.ts';
import { ABSENT, ANY_VALUE, eitherLabel, mayLack, NAMED, onlyValue, usualValue } from './label-knowledge.ts';
import { logqlLabels } from './logql-labels.ts';
import type { ExpressionLabels } from './logql-labels.ts';
import type { LabelKnowledge } from './label-knowledge.ts';

/** An alert of the rule files, and what is known of its labels when it reaches Alertmanager. */
export interface AlertLabels {
  readonly rule: AlertingRule;
  readonly name: string;
  readonly of: (label: string) => LabelKnowledge;
  /**
   * The labels whose values are known before it fires, `alertname` first, the others in the order of their names. A
   * label that the server adds is among them unless something says that the series have it.
   */
  readonly known: LabelSet;
}

/**
 * The alerts of a project's rules, Loki's included: their own labels, those of the expression, and the external
 * labels of the server.
 */
export function alertLabels(project: Project): readonly AlertLabels[] {
  return project.once(read);
}

function read(project: Project): readonly AlertLabels[] {
  const rules = project.alerts.filter((rule) => rule.name.value !== '');
  const byRules = ruleLabels(rules);
  const external = new ExternalLabels(project);
  return rules.map((rule) => new AlertOf(rule, project, external, byRules));
}

/** One alert; what its expression says is looked at when somebody asks. */
class AlertOf implements AlertLabels {
  readonly rule: AlertingRule;
  readonly name: string;
  readonly #own: ReadonlyMap<string, KeyValue>;
  readonly #external: ExternalLabels;
  readonly #byRules: ReadonlySet<string>;
  readonly #project: Project;
  readonly #labels = new Map<string, LabelKnowledge>();
  #expression: ExpressionLabels | undefined;
  #known: LabelSet | undefined;

  constructor(rule: AlertingRule, project: Project, external: ExternalLabels, byRules: ReadonlySet<string>) {
    this.rule = rule;
    this.name = rule.name.value;
    this.#own = effectiveLabels(rule);
    this.#project = project;
    this.#external = external;
    this.#byRules = byRules;
  }

  readonly of = (label: string): LabelKnowledge => {
    let found = this.#labels.get(label);
    if (found === undefined) this.#labels.set(label, (found = this.#ask(label)));
    return found;
  };

  get known(): LabelSet {
    return (this.#known ??= this.#read());
  }

  #ask(label: string): LabelKnowledge {
    const fromExpression = (name: string): LabelKnowledge => this.#fromExpression.of(name);
    const before = beforeSending(this.rule, label, this.#own, fromExpression);
    const sent = this.#byRules.has(label) ? asRuleLabel(before) : before;
    return this.#external.added(this.rule, label, sent, this.#byRules);
  }

  get #fromExpression(): ExpressionLabels {
    return (this.#expression ??= expressionLabels(this.rule, this.#project));
  }

  #read(): LabelSet {
    const names = new Set([...this.#own.keys(), ...this.#external.names, ...this.#fromExpression.names]);
    const labels = new Map([['alertname', this.name]]);
    for (const name of [...names].sort()) {
      const value = usualValue(this.of(name));
      if (value !== '' && name !== '__name__') labels.set(name, value);
    }
    return labels;
  }
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
function expressionLabels(rule: AlertingRule, project: Project): ExpressionLabels {
  const { expr } = rule;
  if (rule.group.document.language === 'logql') {
    const { expr: ast, errors } = expr.logql;
    return ast === undefined || errors.length > 0 ? UNREAD : logqlLabels(ast);
  }
  const { expr: ast, errors } = expr.promql;
  if (ast === undefined || errors.length > 0) return UNREAD;
  const all = factsOf(project).alternatives(ast);
  const possible = all.filter(({ presence }) => presence.kind !== 'never');
  const [first, ...rest] = possible.length > 0 ? possible : all;
  if (first === undefined) return { names: [], of: () => ABSENT };
  return {
    names: [...first.labels.known.keys()],
    of: (label) =>
      rest.reduce((known, each) => eitherLabel(known, promqlLabel(each, label)), promqlLabel(first, label)),
  };
}

const UNREAD: ExpressionLabels = { names: [], of: () => ANY_VALUE };

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

/** The labels that servers add to alerts which do not have them. */
class ExternalLabels {
  readonly #values = new Map<string, LabelKnowledge>();
  /** Which labels the servers of the rules add is known. */
  readonly #known: boolean;
  /** The labels that Loki's rulers add, and whether they are known. */
  readonly #ofLoki = new Map<string, LabelKnowledge>();
  readonly #lokiKnown: boolean;
  /** Labels that relabelling may give any value, or take away. */
  readonly #relabelled: readonly (ReadonlySet<string> | 'any')[];

  /** The labels that the servers add. */
  get names(): Iterable<string> {
    return new Set([...this.#values.keys(), ...this.#ofLoki.keys()]);
  }

  constructor(project: Project) {
    const { externalLabels } = project.settings.prometheus;
    const configs = project.prometheusConfigs;
    this.#relabelled = configs.map(({ relabelledLabels }) => relabelledLabels);
    this.#known = externalLabels !== undefined || configs.length > 0;
    const rulers = project.lokiConfigs.flatMap(({ ruler }) => (ruler === undefined ? [] : [ruler]));
    this.#lokiKnown = rulers.length > 0;
    for (const { name, value } of rulers.flatMap((ruler) => ruler.externalLabels)) {
      const certain = rulers.length === 1 && !value.includes('$');
      this.#ofLoki.set(name, certain ? { kind: 'values', values: new Set([value]) } : NAMED);
    }
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
    // Loki's ruler has external labels of its own.
    const isLoki = rule.group.document.language === 'logql';
    const value = (isLoki ? this.#ofLoki : this.#values).get(label);
    const known = isLoki ? this.#lokiKnown : this.#known;
    if (value === undefined)
      return known || byRules.has(label) || before.kind === 'open' ? before : ANY_VALUE;
    if (value.kind === 'open' || !known) return NAMED;
    if (before.kind === 'open') {
      const usual = onlyValue(value);
      return {
        ...before,
        tests: [],
        named: true,
        ...(usual === undefined ? {} : { usual, always: usual !== '' }),
      };
    }
    return {
      kind: 'values',
      values: new Set([...[...before.values].filter((v) => v !== ''), ...value.values]),
    };
  }
}

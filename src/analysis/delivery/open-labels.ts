import type { AlertingRule } from '../../documents/rules/types.ts';
import { labelFact } from '../../promql/infer/index.ts';
import type { LabelSet } from '../../routing/labels.ts';
import { factsOf } from '../expression/index.ts';
import type { Project } from '../../project/project.ts';

/** An alert as Alertmanager will see it, as far as that is known before it fires. */
export interface OpenAlert {
  readonly rule: AlertingRule;
  readonly name: string;
  /** `alertname`, the labels of rule and group without templates, and external labels. */
  readonly labels: LabelSet;
  /** Whether a label that is not in `labels` may have a value: a template or the expression may give it one. */
  readonly isOpen: (label: string) => boolean;
}

/** Every alert of the rule files, Prometheus's and Loki's, with the labels that routing can rely on. */
export function openAlerts(project: Project): OpenAlert[] {
  const external = externalLabels(project);
  return project.alerts.map((rule) => {
    const labels = new Map<string, string>();
    const templated = new Set<string>();
    const settled = new Set(['alertname']);
    // What the rule sets goes before the group's; an external label fills a gap.
    for (const { name, value } of [...rule.group.labels, ...rule.labels]) {
      settled.delete(name);
      labels.delete(name);
      if (value.includes('{{')) {
        templated.add(name);
        continue;
      }
      settled.add(name);
      if (value !== '') labels.set(name, value);
    }
    if (rule.group.document.language === 'promql') {
      for (const [name, value] of external) if (!labels.has(name)) labels.set(name, value);
    }
    labels.set('alertname', rule.name.value);
    const isOpen = (label: string): boolean =>
      !settled.has(label) && (templated.has(label) || mayComeFromExpression(rule, label, project));
    return { rule, name: rule.name.value, labels, isOpen };
  });
}

/** Whether the expression may return a label: what an aggregation drops never reaches a route. */
function mayComeFromExpression(rule: AlertingRule, label: string, project: Project): boolean {
  const { expr, errors } = rule.expr.promql;
  if (rule.group.document.language !== 'promql' || expr === undefined || errors.length > 0) return true;
  const alternatives = factsOf(project).alternatives(expr);
  return (
    alternatives.length === 0 ||
    alternatives.some(({ labels }) => labelFact(labels, label).presence !== 'never')
  );
}

/**
 * The external labels that every Prometheus of the project adds. Where there are several configurations, nobody knows
 * which of them an alert comes from; a value with `$` is filled from the environment.
 */
function externalLabels({ prometheusConfigs }: Project): LabelSet {
  const [only, ...others] = prometheusConfigs;
  if (only === undefined || others.length > 0) return new Map();
  return new Map(
    only.externalLabels
      .filter(({ value }) => value !== '' && !value.includes('$'))
      .map(({ name, value }) => [name, value]),
  );
}

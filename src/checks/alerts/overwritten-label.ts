import type { Rule } from '../../documents/rules/types.ts';
import type { Project, PromqlQuery } from '../../project/project.ts';
import { isPossible, labelFact, METRIC_NAME_LABEL, unwrap } from '../../promql/infer/index.ts';
import type { LabelFact, LabelSet } from '../../promql/infer/index.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { defineCheck } from '../contract.ts';
import { effectiveLabels, isTemplated } from '../../analysis/delivery/index.ts';
import { factsOf, selectorsOf } from '../../analysis/expression/index.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import { labelLoss } from '../support/label-loss.ts';
import { ruleOf } from '../support/rule-of.ts';

export default defineCheck({
  meta: {
    id: 'alerts/overwritten-label',
    summary: 'static labels of a rule that overwrite a label in the grouping of the expression',
    why: 'Series that differ only in this label become identical: the evaluation fails with "vector contains metrics with the same labelset", and the alert neither fires nor resolves.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'The severity of the log lines and of the alert',
          files: ruleFile(
            alert('sum by (severity, service) (rate(log_messages_total[5m])) > 10', {
              labels: { severity: 'warning' },
            }),
          ),
          at: ['severity'],
        },
        {
          title: 'In a recording rule',
          files: ruleFile(record('team:cost:sum', 'sum by (team, env) (cost_dollars)', { team: 'all' })),
          at: ['team'],
        },
        {
          title: 'The name of the alerts that the expression is about',
          files: ruleFile(
            alert('ALERTS{severity="info"} == 1 unless on (namespace) ALERTS{severity="critical"} == 1'),
          ),
          at: ['ShopBroken'],
        },
      ],
      right: [
        {
          title: 'One alert for each namespace',
          files: ruleFile(alert('count by (namespace) (ALERTS{severity="info"}) > 3')),
        },
        {
          title: 'One alert is chosen',
          files: ruleFile(alert('ALERTS{alertname="ShopDown", alertstate="firing"} == 1')),
        },
        {
          title: 'The label has one value only',
          files: ruleFile(
            alert('sum by (severity, service) (rate(log_messages_total{severity="error"}[5m])) > 10', {
              labels: { severity: 'warning' },
            }),
          ),
        },
        {
          title: 'The value is passed on',
          files: ruleFile(
            alert('sum by (severity) (rate(log_messages_total[5m])) > 10', {
              labels: { severity: '{{ $labels.severity }}' },
            }),
          ),
        },
        {
          title: 'Aggregated away before',
          files: ruleFile(
            alert('sum by (service) (rate(log_messages_total[5m])) > 10', {
              labels: { severity: 'warning' },
            }),
          ),
        },
        {
          title: 'At most one series',
          files: ruleFile(
            alert('topk(1, sum by (severity) (rate(log_messages_total[5m]))) > 10', {
              labels: { severity: 'warning' },
            }),
          ),
        },
      ],
    },
  },
  messages: {
    overwritten: (data: { label: string; value: string; kind: string }) => ({
      message: `the label "${data.label}" of the ${data.kind} overwrites the "${data.label}" that the expression groups by with "${data.value}"`,
      why: 'two values of it give results with the same labels: the rule fails ("vector contains metrics with the same labelset")',
      help: `remove "${data.label}" from the grouping, or rename the label of the rule`,
    }),
    renamed: (data: { alert: string }) => ({
      message: `the name "${data.alert}" replaces the "alertname" that tells the series of ALERTS apart`,
      why: 'two alerts with the same other labels become one: Prometheus fails the evaluation ("vector contains metrics with the same labelset after applying alert labels"), and nothing fires',
      help: 'aggregate by what the alert is about, such as "group by (namespace) (ALERTS{...})"',
    }),
  },
  create: (context) => ({
    Promql(query) {
      const rule = ruleOf(query);
      if (rule === undefined || query.ast === undefined) return;
      if (rule.kind === 'alert' && isOfAlerts(query.ast))
        context.report('renamed', { file: rule.file, range: rule.name.range }, { alert: rule.name.value });
      const kind = rule.kind === 'alert' ? 'alert' : 'recording rule';
      for (const { name, fact } of overwritten(rule, query, context.project)) {
        const label = rule.labels.find((each) => each.name === name);
        if (label === undefined) continue;
        context.report(
          'overwritten',
          { file: rule.file, range: label.nameRange },
          { label: name, value: label.value, kind },
          {
            related: keptAt(name, fact, query, context.project),
            // Two values that are known make the evaluation fail for sure, once both have the same other labels.
            ...((fact.values?.size ?? 0) > 1 ? { severity: 'error' } : {}),
          },
        );
      }
    },
  }),
});

/** Does the result keep each series of ALERTS, of more than one alert? */
function isOfAlerts(expr: Expr): boolean {
  const node = unwrap(expr);
  if (node.kind === 'BinaryExpr') {
    if (node.op === 'or') return isOfAlerts(node.lhs) || isOfAlerts(node.rhs);
    return node.matching === undefined || node.op === 'and' || node.op === 'unless'
      ? isOfAlerts(node.lhs)
      : false;
  }
  return (
    node.kind === 'VectorSelector' &&
    node.name === 'ALERTS' &&
    !node.matchers.some(({ name, op }) => name === 'alertname' && op === '=')
  );
}

/** Labels of a grouping that have several values and that a static label of the rule replaces. */
function overwritten(
  rule: Rule,
  query: PromqlQuery,
  project: Project,
): { readonly name: string; readonly fact: LabelFact }[] {
  const own = [...effectiveLabels(rule).values()].filter(({ value }) => !isTemplated(value));
  if (own.length === 0 || query.ast === undefined || choosesOne(query)) return [];
  const alternatives = factsOf(project).alternatives(query.ast).filter(isPossible);
  return own.flatMap(({ name }) => {
    if (name === 'namespace' && isOneDeployment(query.ast)) return [];
    const facts = alternatives
      .filter(({ labels }) => tellsApart(labels, name))
      .map(({ labels }) => labelFact(labels, name));
    return facts[0] === undefined ? [] : [{ name, fact: facts[0] }];
  });
}

/** Matchers that ask for one workload, which runs in one namespace. */
function isOneDeployment(expr: Expr | undefined): boolean {
  const names = new Set(['job', 'service', 'deployment', 'statefulset', 'namespace']);
  return (
    expr !== undefined &&
    selectorsOf(expr).some(({ matchers }) => matchers.some(({ name, op }) => op === '=' && names.has(name)))
  );
}

/** Only of a grouping is it known that series which differ in nothing else may exist. */
function tellsApart(labels: LabelSet, name: string): boolean {
  if (name === METRIC_NAME_LABEL || labels.others !== 'never') return false;
  const { presence, values, count } = labelFact(labels, name);
  if (presence !== 'expected' && presence !== 'always') return false;
  return values?.size !== 1 && count?.count !== 1;
}

/** `topk(1, ...)` and its kin: one series is left. */
function choosesOne({ source }: PromqlQuery): boolean {
  return /\b(?:topk|bottomk|limitk)\s*\(\s*1\s*,/.test(source.text);
}

function keptAt(label: string, { reason }: LabelFact, query: PromqlQuery, project: Project) {
  return labelLoss(label, reason, query, project).map((place) => ({
    ...place,
    message: `the expression groups by "${label}" here`,
  }));
}

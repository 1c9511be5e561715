import type { Policy } from '../../config/policy-types.ts';
import type { Rule } from '../../documents/rules/types.ts';
import type { PromqlQuery } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { prettyExpr } from '../../promql/print/pretty.ts';
import { entryOf } from '../../yaml/node.ts';
import { defineCheck } from '../contract.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import {
  applies,
  judgeLabels,
  judgeTimes,
  matches,
  nameOf,
  policyScope,
} from '../../analysis/policy/index.ts';
import { POLICY_MESSAGES, detailsOf } from '../support/policy-report.ts';
import type { PolicyPart, PolicyScope } from '../../analysis/policy/index.ts';
import { ruleOf } from '../support/rule-of.ts';

const policy = (text: string): string =>
  `policies:\n  - name: of the house\n${text.replace(/^(?=.)/gm, '    ')}\n`;
const of = (expr: string): string => ruleFile(alert(expr));

export default defineCheck({
  meta: {
    id: 'policies/expression',
    summary: 'expressions with functions, metrics, labels or ranges that a policy of this project rejects',
    why: 'Each organisation decides which functions and metrics are too expensive, retired or owned by others.',
    severity: 'warning',
    preset: 'recommended',
    peers: [
      'pint promql/aggregate',
      'pint promql/selector',
      'pint promql/range_query',
      'promruval expressionDoesNotUseMetrics',
      'promruval expressionDoesNotUseLabels',
      'promruval expressionUsesOnlyAllowedLabelsForMetricRegexp',
      'promruval expressionDoesNotUseLabelsForMetricRegexp',
      'promruval expressionUsesOnlyAllowedLabelValuesForMetricRegexp',
      'promruval expressionDoesNotUseOlderDataThan',
      'promruval expressionDoesNotUseRangeShorterThan',
      'promruval expressionDoesNotUseIrate',
      'promruval expressionDoesNotUseExperimentalFunctions',
      'promruval expressionWithNoMetricName',
      'promruval expressionIsWellFormatted',
      'promruval hasSourceTenantsForMetrics',
    ],
    examples: {
      wrong: [
        {
          title: 'Functions and metrics',
          config: policy("forbid: { functions: [irate, topk], metrics: ['old_.*'] }"),
          files: of('topk(1, irate(old_requests_total[5m])) > 1'),
          at: ['topk', 'irate', 'old_requests_total'],
        },
        {
          title: 'Labels of some metrics',
          config: policy("metrics: 'kube_.*'\nforbid: { expression_labels: [instance] }"),
          files: of('sum by (instance) (kube_pod_info{instance="a"}) + sum by (instance) (up) > 1'),
          at: ['instance', 'instance="a"'],
        },
        {
          title: 'Only some values',
          config: policy('allow: { matcher_values: { cluster: [eu1, us2] } }'),
          files: of('up{cluster="eu1"} + up{cluster=~"eu3|eu4"} > 1'),
          at: ['"eu3|eu4"'],
        },
        {
          title: 'A matcher on every selector, and labels that aggregations keep',
          config: policy('require: { matchers: [cluster], aggregate_by: [job] }'),
          files: of('sum by (job) (up{cluster="a"}) / sum(up) > 1'),
          at: ['sum', 'up'],
        },
        {
          title: 'Inside some functions only',
          config: policy('inside: [absent]\nrequire: { matchers: [job] }'),
          files: of('absent(up) or up == 0'),
          at: ['up'],
        },
        {
          title: 'Ranges and age',
          config: policy('limits: { range: { min: 2m, max: 1d }, age: { max: 2d } }'),
          files: of('rate(a_total[1m]) + rate(a_total[2d]) + rate(a_total[1d] offset 2d) > 1'),
          at: ['1m', '2d', 'a_total[1d] offset 2d'],
        },
        {
          title: 'Tenants of Mimir',
          config: policy("metrics: 'kube_.*'\nrequire: { source_tenants: [k8s] }"),
          files: of('kube_pod_info * up > 1'),
          at: ['kube_pod_info'],
        },
        {
          title: 'Layout',
          config: policy('require: { formatted: true }'),
          files: of('sum(up)by(job)>1'),
          at: ['sum(up)by(job)>1'],
        },
      ],
      right: [
        {
          title: 'The format',
          config: policy('require: { formatted: true }'),
          files: of('sum by (job) (up) > 1'),
        },
        {
          config: policy("forbid: { functions: [irate], metrics: ['old_.*'] }"),
          files: of('rate(requests_total[5m]) > 1'),
        },
        {
          title: 'An allowed value, by pattern',
          config: policy('allow: { matcher_values: { cluster: [eu1, us2] } }'),
          files: of('up{cluster=~"eu.*"} > 1'),
        },
        {
          title: 'Kept by without, or set by the rule',
          config: policy('require: { aggregate_by: [job] }'),
          files: ruleFile(record('a:b', 'sum without (pod) (up)'), record('a:c', 'sum(up)', { job: 'x' })),
        },
      ],
    },
  },
  messages: POLICY_MESSAGES,
  create(context) {
    const { policies } = context.project.settings;
    const report = (policy: Policy, query: PromqlQuery, { range, what, help }: PolicyPart): void =>
      context.report('found', query.place(range), { policy, what, help }, detailsOf(policy));
    return {
      Promql(query) {
        const rule = ruleOf(query);
        const { ast } = query;
        if (rule === undefined || ast === undefined) return;
        for (const policy of policies) {
          if (!applies(policy, rule, context.project)) continue;
          const scope = policyScope(ast, policy);
          for (const part of judge(policy, scope, rule, ast, query.source.text)) report(policy, query, part);
        }
      },
    };
  },
});

function judge(policy: Policy, scope: PolicyScope, rule: Rule, ast: Expr, text: string): PolicyPart[] {
  return [
    ...judgeFunctions(policy, scope),
    ...judgeMetrics(policy, scope),
    ...judgeLabels(policy, scope, rule),
    ...judgeTimes(policy, scope),
    ...judgeTenants(policy, scope, rule),
    ...judgeLayout(policy, ast, text),
  ];
}

function judgeFunctions({ allow, forbid }: Policy, { nodes }: PolicyScope): PolicyPart[] {
  return nodes.flatMap((node): PolicyPart[] => {
    const name = nameOf(node);
    if (name === undefined) return [];
    const range = node.kind === 'Call' ? node.funcRange : node.kind === 'AggregateExpr' ? node.opRange : node;
    if (forbid.functions?.includes(name) === true)
      return [{ range, what: `${name}() is forbidden here`, help: `write the expression without ${name}()` }];
    if (allow.functions === undefined || allow.functions.includes(name)) return [];
    return [
      {
        range,
        what: `${name}() is not an allowed function here`,
        help: `use one of ${allow.functions.join(', ')}`,
      },
    ];
  });
}

function judgeMetrics({ require, allow, forbid }: Policy, { selectors }: PolicyScope): PolicyPart[] {
  return selectors.flatMap((selector): PolicyPart[] => {
    const name = selectedName(selector);
    const range = selector.nameRange ?? selector;
    if (name === undefined) {
      const what = 'this selector has no metric name';
      return require.metricName === true ? [{ range, what, help: 'add the name before the braces' }] : [];
    }
    const bad = forbid.metrics?.find((pattern) => matches(pattern, name));
    if (bad !== undefined)
      return [
        { range, what: `the metric "${name}" is forbidden here ("${bad}")`, help: 'use another metric' },
      ];
    if (allow.metrics === undefined || allow.metrics.some((pattern) => matches(pattern, name))) return [];
    return [
      {
        range,
        what: `the metric "${name}" is not an allowed metric here`,
        help: `use one of ${allow.metrics.join(', ')}`,
      },
    ];
  });
}

/** Metrics that come from a tenant which the group of the rule does not name (Mimir). */
function judgeTenants({ require }: Policy, { selectors }: PolicyScope, rule: Rule): PolicyPart[] {
  const node = entryOf(rule.group.node, 'source_tenants')?.value;
  const named =
    node?.kind === 'seq' ? node.items.flatMap((item) => (item.kind === 'scalar' ? [item.text] : [])) : [];
  const missing = (require.sourceTenants ?? []).filter((tenant) => !named.includes(tenant));
  const [tenant] = missing;
  if (tenant === undefined) return [];
  return selectors.map((selector) => ({
    range: selector.nameRange ?? selector,
    what: `this metric belongs to the tenant "${tenant}", which the group does not list`,
    help: `add "${tenant}" to "source_tenants" of the group`,
  }));
}

/** An expression that is laid out otherwise than Prometheus does; comments would be lost, so those are left. */
function judgeLayout({ require }: Policy, ast: Expr, text: string): PolicyPart[] {
  if (require.formatted !== true || text.includes('#')) return [];
  const wanted = prettyExpr(ast);
  if (text.trim() === wanted.trim()) return [];
  return [
    {
      range: ast,
      what: 'this expression is not formatted like "promtool promql format" does',
      help: `write ${wanted.includes('\n') ? `\n${wanted}` : wanted}`,
    },
  ];
}

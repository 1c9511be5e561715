import { gainedLabel, renamedLabel, renamedMetric } from '../../promql/knowledge/index.ts';
import { takesPart, unwrap } from '../../promql/infer/index.ts';
import type { BinaryExpr, Expr, VectorSelector } from '../../promql/syntax/ast.ts';
import type { Project, PromqlQuery } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';
import { provedFix } from '../../analysis/suggestion/index.ts';
import { defineCheck } from '../contract.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import { ruleOf } from '../support/rule-of.ts';

export default defineCheck({
  meta: {
    id: 'promql/renamed',
    summary: 'metrics and labels that a release of their exporter renamed, added or removed',
    why: 'After an upgrade of the exporter the expression returns no series and no error: the alert never fires.',
    severity: 'warning',
    preset: 'recommended',
    dashboards: true,
    examples: {
      wrong: [
        {
          title: 'A metric',
          files: ruleFile(alert('kube_hpa_status_current_replicas >= kube_hpa_spec_max_replicas')),
          at: ['kube_hpa_status_current_replicas', 'kube_hpa_spec_max_replicas'],
        },
        {
          title: 'A label',
          files: ruleFile(alert('sum by (pod) (container_memory_rss{container_name!="POD"}) > 1e9')),
          at: ['container_name!="POD"'],
        },
        {
          title: 'A label that one side gained',
          files: ruleFile(
            alert(
              'rate(alertmanager_notifications_failed_total[5m]) / rate(alertmanager_notifications_total[5m]) > 0.01',
            ),
          ),
          at: ['/'],
        },
      ],
      right: [
        {
          files: ruleFile(
            alert(
              'rate(alertmanager_notifications_failed_total[5m]) / ignoring (reason) group_left rate(alertmanager_notifications_total[5m]) > 0.01',
            ),
          ),
        },
        {
          title: 'Summed by labels that both sides have',
          files: ruleFile(
            alert(
              'sum by (integration) (rate(alertmanager_notifications_failed_total[5m])) / sum by (integration) (rate(alertmanager_notifications_total[5m])) > 0.01',
            ),
          ),
        },
        {
          title: 'The old name is recorded here',
          files: ruleFile(record('node_cpu', 'node_cpu_seconds_total'), alert('rate(node_cpu[5m]) > 1')),
        },
        {
          title: 'Old and new',
          files: ruleFile(alert('(node_filesystem_free_bytes or node_filesystem_free) < 1e9')),
        },
      ],
    },
  },
  messages: {
    metric: (data: { name: string; release: string; instead: string }) => ({
      message: `${data.release} renamed "${data.name}"`,
      why: 'since then no series has this name: selectors of it are empty',
      help: `use ${data.instead}`,
    }),
    label: (data: { label: string; metric: string; release: string; instead: string }) => ({
      message: `${data.release} renamed the label "${data.label}" of "${data.metric}"`,
      why: 'since then the series do not have this label: an equality matches no series, an inequality all',
      help: `use "${data.instead}"`,
    }),
    gained: (data: { metric: string; label: string; release: string; op: string; help: string }) => ({
      message: `since ${data.release} "${data.metric}" has the label "${data.label}", but the other side of "${data.op}" does not`,
      why: 'series match only if all their labels are equal: the result is empty since the upgrade',
      help: data.help,
    }),
  },
  create: (context) => {
    // Once for each expression: the same holds for its other selectors.
    const seen = new WeakMap<PromqlQuery, Set<string>>();
    const isFirst = (query: PromqlQuery, name: string): boolean => {
      const names = seen.get(query) ?? new Set<string>();
      seen.set(query, names);
      return names.size < names.add(name).size;
    };
    return {
      VectorSelector(node, query) {
        const name = selectedName(node);
        if (name === undefined || ruleOf(query) === undefined || isKnownHere(name, context.project)) return;
        const renaming = renamedMetric(name);
        if (
          renaming !== undefined &&
          isFirst(query, name) &&
          !namesMetric(query.source.text, stem(renaming.instead))
        )
          context.report('metric', query.place(node.nameRange ?? node), { name, ...renaming });
        for (const matcher of node.matchers) {
          const label = renamedLabel(name, matcher.name);
          if (label !== undefined && isFirst(query, `${name} ${matcher.name}`))
            context.report('label', query.place(matcher), { label: matcher.name, metric: name, ...label });
        }
      },
      BinaryExpr(node, query) {
        if (node.matching === undefined || node.op === 'or' || ruleOf(query) === undefined) return;
        const sides = [seriesOf(node.lhs), seriesOf(node.rhs)];
        for (const [i, selector] of sides.entries()) {
          const name = selector === undefined ? undefined : selectedName(selector);
          const other = sides[1 - i];
          const gained = name === undefined ? undefined : gainedLabel(name);
          if (gained === undefined || name === undefined || other === undefined) continue;
          if (selectedName(other) === name || !takesPart(node, gained.label)) continue;
          if (aggregatesAway(i === 0 ? node.lhs : node.rhs, gained.label)) continue;
          const range = { start: node.opRange.start, end: Math.max(node.opRange.end, node.matching.end) };
          const text = operatorText(node, gained.label, i === 0);
          const fix = provedFix(query, [{ range, text }], `write "${text}"`, context.project);
          const help = fix === undefined ? `exclude "${gained.label}" from the matching` : `write "${text}"`;
          context.report(
            'gained',
            query.place(range),
            { metric: name, ...gained, op: node.op, help },
            { fix },
          );
        }
      },
    };
  },
});

/** The operator with the label left out of the matching; the side that has it may have several series for one. */
function operatorText({ op, bool, matching }: BinaryExpr, label: string, many: boolean): string {
  const head = `${op}${bool ? ' bool' : ''}`;
  const named = (matching?.labels ?? []).map(({ name }) => name);
  const isSet = op === 'and' || op === 'unless';
  const group = isSet ? '' : many ? ' group_left' : ' group_right';
  if (matching?.keyword === 'on')
    return `${head} on (${named.filter((name) => name !== label).join(', ')})${group}`;
  return `${head} ignoring (${[...named, label].join(', ')})${group}`;
}

/** `sum without (type) (...)`: the label is gone before the series are compared. */
function aggregatesAway(expr: Expr, label: string): boolean {
  const node = unwrap(expr);
  if (node.kind === 'AggregateExpr')
    return node.grouping.some(({ name }) => name === label) || aggregatesAway(node.expr, label);
  return node.kind === 'BinaryExpr' && node.op !== 'or' && aggregatesAway(node.lhs, label);
}

function stem(instead: string): string {
  return instead.replace(/\{.*/, '');
}

/** Whether the expression also selects the new name. */
function namesMetric(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w:])${name}(?![\\w:])`).test(text);
}

function isKnownHere(name: string, project: Project): boolean {
  return project.series.recorders(name).length > 0 || project.catalogue.series(name) !== undefined;
}

/** The series whose labels a side has, all but some: a selector as it is, or below a function or "without". */
function seriesOf(expr: Expr): VectorSelector | undefined {
  const node = unwrap(expr);
  if (node.kind === 'VectorSelector') return node;
  if (node.kind === 'BinaryExpr' && node.op === 'or') return seriesOf(node.lhs);
  if (node.kind === 'AggregateExpr') return node.keyword === 'without' ? seriesOf(node.expr) : undefined;
  if (node.kind === 'BinaryExpr' && node.matching === undefined) return seriesOf(node.lhs);
  const range = node.kind === 'Call' && node.args[0] !== undefined ? unwrap(node.args[0]) : undefined;
  return range?.kind === 'MatrixSelector' ? range.selector : undefined;
}

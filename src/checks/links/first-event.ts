import { rangedSelector, ruleAst, selectorsOf } from '../../analysis/expression/index.ts';
import type { AlertingRule } from '../../documents/rules/types.ts';
import type { MarkdownDocument } from '../../documents/markdown.ts';
import type { Project } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';

import type { Expr } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';

import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { alertPages } from '../support/runbook-page.ts';

const CONFIG = 'runbooks: [{ prefix: https://runbooks.example.com/, folder: docs }]\n';
const example = (query: string, condition?: string): Record<string, string> => ({
  'rules.yml': ruleFile(
    alert(
      condition ??
        '(increase(shop_failures_total[5m]) or (shop_failures_total unless shop_failures_total offset 5m)) > 0',
      { name: 'ShopFails', annotations: { runbook_url: 'https://runbooks.example.com/shop' } },
    ),
  ),
  'docs/shop.md': `# Shop\n\n\`\`\`promql\n${query}\n\`\`\`\n`,
});

export default defineCheck({
  meta: {
    id: 'links/first-event',
    summary: 'runbook queries that do not show the first event, which fires their alert',
    why: 'The alert fires at the first failure of a new series, and the query on its page returns 0: the page seems to be a false alarm.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          config: CONFIG,
          files: example('sum(increase(shop_failures_total[1h]))'),
          at: ['increase(shop_failures_total[1h])'],
        },
      ],
      right: [
        {
          config: CONFIG,
          files: example(
            'sum(shop_failures_total unless shop_failures_total offset 1h or increase(shop_failures_total[1h]))',
          ),
        },
        {
          title: 'The alert does not see the first event either',
          config: CONFIG,
          files: example('sum(increase(shop_failures_total[1h]))', 'increase(shop_failures_total[5m]) > 0'),
        },
      ],
    },
  },
  messages: {
    blind: (data: { func: string; name: string; alert: string }) => ({
      message: `${data.func}() does not count the event that creates a series of "${data.name}", and the alert "${data.alert}" fires on it`,
      why: 'during the first failure the query returns 0 or nothing',
      help: `add the new series: "${data.name} unless ${data.name} offset 1h or increase(${data.name}[1h])"`,
    }),
  },
  create: (context) => ({
    Call({ func, args, ...node }, query) {
      if (query.owner.kind !== 'markdown' || query.ast === undefined || !/^(?:increase|rate)$/.test(func))
        return;
      const guarded = context.project.once(guardedByPage).get(query.owner.document);
      const selector = args[0] === undefined ? undefined : rangedSelector(args[0]);
      const name = selector === undefined ? undefined : selectedName(selector);
      const rule = name === undefined ? undefined : guarded?.get(name);
      if (name === undefined || rule === undefined || guardedNames(query.ast).includes(name)) return;
      context.report('blind', query.place(node), { func, name, alert: rule.name.value });
    },
  }),
});

type Guarded = ReadonlyMap<string, AlertingRule>;

/** By page the metrics whose first sample the alerts of the page count, each with one such alert. */
function guardedByPage(project: Project): ReadonlyMap<MarkdownDocument, Guarded> {
  const pages = new Map<MarkdownDocument, Map<string, AlertingRule>>();
  for (const { rule, page } of alertPages(project)) {
    const expr = ruleAst(rule);
    const names = expr === undefined ? [] : deepGuardedNames(expr, project, new Set());
    const known = pages.get(page) ?? new Map<string, AlertingRule>();
    for (const name of names) known.set(name, rule);
    pages.set(page, known);
  }
  return pages;
}

/** The same through the recording rules that an expression reads. */
function deepGuardedNames(expr: Expr, project: Project, seen: Set<string>): readonly string[] {
  const names = [...guardedNames(expr)];
  walkExpr(expr, (node) => {
    const name = node.kind === 'VectorSelector' ? selectedName(node) : undefined;
    if (name === undefined || seen.has(name)) return;
    seen.add(name);
    for (const rule of project.series.recorders(name)) {
      const inner = ruleAst(rule);
      if (inner !== undefined) names.push(...deepGuardedNames(inner, project, seen));
    }
  });
  return names;
}

/** Metrics in `x unless x offset 5m`: the series that did not exist before. */
function guardedNames(expr: Expr): readonly string[] {
  const names: string[] = [];
  walkExpr(expr, (node) => {
    if (node.kind !== 'BinaryExpr' || node.op !== 'unless') return;
    const earlier = selectorsOf(node.rhs).filter(({ offset }) => offset !== undefined);
    const now = new Set(selectorsOf(node.lhs).map(selectedName));
    for (const name of earlier.map(selectedName)) if (name !== undefined && now.has(name)) names.push(name);
  });
  return names;
}

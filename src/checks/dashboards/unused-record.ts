import { addNames } from '../../analysis/dashboards/index.ts';
import type { Project } from '../../project/project.ts';
import { defineCheck } from '../contract.ts';
import { exampleDashboard } from '../support/example-dashboards.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';

const example = (expr: string): Record<string, string> => ({
  'rules.yml': ruleFile(
    record('shop:errors:rate5m', 'sum(rate(shop_errors_total[5m]))'),
    record('shop:orders:rate5m', 'sum(rate(shop_orders_total[5m]))'),
    alert('shop:errors:rate5m > 5'),
  ),
  'shop.json': exampleDashboard([{ expr }]),
});

export default defineCheck({
  meta: {
    id: 'dashboards/unused-record',
    summary: 'recording rules that no panel, alert, rule or page uses',
    why: 'Prometheus evaluates the rule at every interval and stores a series that no query of the project reads.',
    severity: 'info',
    preset: 'strict',
    examples: {
      wrong: [{ files: example('shop:errors:rate5m'), at: ['shop:orders:rate5m'] }],
      right: [
        { files: example('shop:orders:rate5m') },
        {
          title: 'No dashboards, so nobody knows what reads it',
          files: ruleFile(record('shop:orders:rate5m', 'sum(rate(shop_orders_total[5m]))')),
        },
      ],
    },
  },
  messages: {
    unused: (data: { name: string }) => ({
      message: `no panel, alert, rule or page of this project uses "${data.name}"`,
      why: 'the server evaluates and stores a series that no query of the project reads',
      help: 'use it, or remove the rule; disable this check if other projects read the series',
    }),
  },
  create(context) {
    if (context.project.dashboards.length === 0) return {};
    return {
      RecordingRule({ name, file }) {
        if (context.project.series.uses(name.value).length > 0) return;
        const { names, patterns } = context.project.once(shownNames);
        if (names.has(name.value) || patterns.some((text) => text.includes(name.value))) return;
        context.report('unused', { file, range: name.range }, { name: name.value });
      },
    };
  },
});

/** What dashboards read by name, and the texts that may name more: with variables, or in a broken query. */
function shownNames(project: Project): { names: ReadonlySet<string>; patterns: readonly string[] } {
  const names = new Set<string>();
  const patterns: string[] = [];
  for (const { language, source } of project.dashboardQueries) {
    const expr = language === 'promql' ? source.promql.expr : undefined;
    if (expr === undefined || !addNames(expr, names, project)) patterns.push(source.text);
  }
  return { names, patterns };
}

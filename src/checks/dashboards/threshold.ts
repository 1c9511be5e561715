import { alertLimits, queriesOfPanel, showsSame } from '../../analysis/dashboards/index.ts';
import type { AlertLimit } from '../../analysis/dashboards/index.ts';
import type { Threshold } from '../../analysis/expression/index.ts';
import type { Panel, Thresholds, ThresholdStep } from '../../documents/dashboard/index.ts';
import { formatSampleValue } from '../../go/numbers/format-float.ts';
import type { Project, PromqlQuery } from '../../project/project.ts';
import { defineCheck } from '../contract.ts';
import { exampleDashboard } from '../support/example-dashboards.ts';
import { alert, ruleFile } from '../support/example-rules.ts';

const example = (expr: string, value: number): Record<string, string> => ({
  'rules.yml': ruleFile(alert('sum(rate(shop_errors_total{job="shop"}[5m])) > 5', { name: 'ErrorsHigh' })),
  'shop.json': exampleDashboard([
    {
      expr,
      type: 'stat',
      more: {
        fieldConfig: { defaults: { thresholds: { mode: 'absolute', steps: [{ value: null }, { value }] } } },
      },
    },
  ]),
});

export default defineCheck({
  meta: {
    id: 'dashboards/threshold',
    summary: 'panel thresholds that differ from those of the alerts on the same expression',
    why: 'The panel is red while no alert fires, or green while one does.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { files: example('sum(rate(shop_errors_total{job="shop"}[$__rate_interval]))', 10), at: ['10'] },
      ],
      right: [
        { files: example('sum(rate(shop_errors_total{job="shop"}[5m]))', 5) },
        {
          title: 'The default of Grafana',
          files: example('sum(rate(shop_errors_total{job="shop"}[5m]))', 80),
        },
        { title: 'Something else', files: example('sum(rate(shop_errors_total{job="till"}[5m]))', 10) },
      ],
    },
  },
  messages: {
    differs: (data: { values: string; limits: string; alerts: string; plural: boolean }) => ({
      message: `the panel changes its colour at ${data.values}, but the alert${data.plural ? 's' : ''} on the same expression fire${data.plural ? '' : 's'} at ${data.limits}: ${data.alerts}`,
      why: 'the panel shows a value as good or bad that the alert judges differently',
      help: 'use the same number in both',
    }),
  },
  create: (context) => ({
    Panel(panel, { file }) {
      const { thresholds } = panel;
      if (thresholds?.mode !== 'absolute' || !thresholds.shown) return;
      const limits = limitsOf(panel, context.project);
      const [first] = thresholds.steps;
      if (limits.length === 0 || first === undefined || isDefault(thresholds)) return;
      if (thresholds.steps.some(({ value }) => limits.some(({ threshold }) => isAt(value, threshold))))
        return;
      const names = [...new Set(limits.map(({ rule }) => `"${rule.name.value}"`))];
      const data = {
        values: list(thresholds.steps.map(({ value }: ThresholdStep) => value)),
        limits: list([...new Set(limits.map(({ threshold }) => threshold.limit))]),
        alerts: names.join(', '),
        plural: names.length > 1,
      };
      const related = limits.map(({ rule }) => ({
        file: rule.file,
        range: rule.expr.range,
        message: `the expression of "${rule.name.value}"`,
      }));
      context.report('differs', { file, range: first.range }, data, { related });
    },
  }),
});

/** Grafana gives each new panel a step at 80. */
function isDefault({ steps }: Thresholds): boolean {
  return steps.length === 1 && steps[0]?.value === 80;
}

/** Whether a panel changes where an alert fires; of whole numbers `> 0` is the same as a step at 1. */
function isAt(value: number, { op, limit }: Threshold): boolean {
  const next = op === '>' || op === '<=' ? limit + 1 : limit;
  return value === limit || (Number.isInteger(limit) && value === next);
}

function list(values: readonly number[]): string {
  return values.map((value) => formatSampleValue(value)).join(' and ');
}

/** The thresholds of the alerts on what a panel shows, where it shows one thing. */
function limitsOf(panel: Panel, project: Project): readonly AlertLimit[] {
  const shown = panel.targets.filter(({ hidden }) => !hidden);
  const [query, more] = queriesOfPanel(panel, project).filter(
    (each): each is PromqlQuery => each.language === 'promql',
  );
  const ast = query?.ast;
  if (ast === undefined || more !== undefined || shown.length !== 1) return [];
  return alertLimits(project).filter(({ threshold }) => showsSame(ast, threshold.value));
}

import {
  addNames,
  dashboardLink,
  isTemplatedLink,
  queriesOfPanel,
  shownSeries,
} from '../../analysis/dashboards/index.ts';
import type { DashboardTarget } from '../../analysis/dashboards/index.ts';
import { ruleAst } from '../../analysis/expression/index.ts';
import { urlAnnotations } from '../../analysis/policy/index.ts';
import type { DashboardDocument, Panel } from '../../documents/dashboard/index.ts';
import type { AlertingRule } from '../../documents/rules/types.ts';
import type { Project } from '../../project/project.ts';
import { replaceBetween } from '../../util/between.ts';
import { defineCheck } from '../contract.ts';
import { exampleDashboard } from '../support/example-dashboards.ts';

const example = (expr: string): Record<string, string> => ({
  'rules.yml': `groups:
  - name: shop
    rules:
      - record: shop:errors:rate5m
        expr: sum(rate(shop_errors_total[5m]))
      - alert: ErrorsHigh
        expr: shop:errors:rate5m > 5
        annotations:
          dashboard_url: https://grafana.example.com/d/shop?viewPanel=4
`,
  'shop.json': exampleDashboard([{ id: 4, title: 'Errors', expr }]),
});

export default defineCheck({
  meta: {
    id: 'links/panel-series',
    summary: 'alerts that link to a panel or dashboard which shows none of their series',
    why: 'The on-call engineer opens the link and looks at other series.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: example('sum(rate(shop_orders_total[5m]))'),
          at: ['https://grafana.example.com/d/shop?viewPanel=4'],
        },
      ],
      right: [
        { files: example('sum by (kind) (rate(shop_errors_total{job="$job"}[$__rate_interval]))') },
        { title: 'A variable says what is shown', files: example('rate({__name__=~"$metric"}[5m])') },
      ],
    },
  },
  messages: {
    other: (data: { alert: string; what: string; shows: string; own: string }) => ({
      message: `${data.what}, which the alert "${data.alert}" links to, shows ${data.shows} and none of the alert's series (${data.own})`,
      why: 'the on-call engineer opens the link and does not see the values that fired the alert',
      help: 'link to the panel that shows them, or add a query for them',
    }),
  },
  create(context) {
    if (context.project.dashboards.length === 0) return {};
    return {
      AlertingRule(rule) {
        const own = ownSeries(rule, context.project);
        if (own === undefined) return;
        for (const { value, node } of urlAnnotations(rule)) {
          const target = dashboardLink(replaceBetween(value.trim(), ['{{', '}}'], () => '${}'));
          const aim = target === undefined ? undefined : aimOf(target, context.project);
          if (aim === undefined) continue;
          const shown = shownSeries(
            aim.panels.flatMap((panel) => queriesOfPanel(panel, context.project)),
            context.project,
          );
          if (shown.open || shown.names.size === 0 || [...own].some((name) => shown.names.has(name)))
            continue;
          const data = { alert: rule.name.value, what: aim.text, shows: some(shown.names), own: some(own) };
          const related =
            aim.panel === undefined
              ? []
              : [{ file: aim.dashboard.file, range: aim.panel.idRange, message: 'the panel' }];
          context.report('other', { file: rule.file, range: node.range }, data, { related });
        }
      },
    };
  },
});

/** The metrics that an alert reads, those of its recording rules included; undefined: it may read others. */
function ownSeries(rule: AlertingRule, project: Project): ReadonlySet<string> | undefined {
  const expr = ruleAst(rule);
  const names = new Set<string>();
  return expr !== undefined && addNames(expr, names, project) && names.size > 0 ? names : undefined;
}

interface Aim {
  readonly dashboard: DashboardDocument;
  readonly panel: Panel | undefined;
  readonly panels: readonly Panel[];
  readonly text: string;
}

function aimOf({ uid, panel: id }: DashboardTarget, { dashboards }: Project): Aim | undefined {
  const dashboard = dashboards.find((one) => one.uid === uid);
  if (dashboard === undefined) return undefined;
  if (id === undefined || isTemplatedLink(id)) {
    if (dashboard.panels.some(({ targets, library }) => targets.some(isOther) || library !== undefined))
      return undefined;
    return {
      dashboard,
      panel: undefined,
      panels: dashboard.panels,
      text: `the dashboard ${dashboard.file.path}`,
    };
  }
  const panel = dashboard.panels.find((one) => one.id === Number(id));
  if (panel === undefined || panel.library !== undefined || panel.targets.some(isOther)) return undefined;
  const name = panel.title === undefined ? `the panel ${id}` : `the panel "${panel.title}"`;
  return { dashboard, panel, panels: [panel], text: `${name} of ${dashboard.file.path}` };
}

/** A query of which nothing is known here. */
const isOther = ({ expr }: Panel['targets'][number]): boolean => expr === undefined;

const MOST_NAMES = 3;

function some(names: ReadonlySet<string>): string {
  const all = [...names].map((name) => `"${name}"`);
  const more = all.length - MOST_NAMES;
  return more > 0 ? `${all.slice(0, MOST_NAMES).join(', ')} and ${more} more` : all.join(', ');
}

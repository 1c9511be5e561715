import { usedNames } from '../../analysis/dashboards/index.ts';
import type { DashboardDocument } from '../../documents/dashboard/index.ts';
import { child } from '../../yaml/node.ts';
import { itemsOf } from '../../yaml/values.ts';
import { defineCheck } from '../contract.ts';
import { exampleDashboard, exampleVariable } from '../support/example-dashboards.ts';

const templating = { list: [exampleVariable('job'), exampleVariable('instance')] };

export default defineCheck({
  meta: {
    id: 'dashboards/unused-variable',
    summary: 'variables that their dashboard does not use',
    why: 'The on-call engineer selects an instance, but every panel keeps showing all of them.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: { 'shop.json': exampleDashboard([{ expr: 'up{job="$job"}' }], { templating }) },
          at: ['"instance"'],
        },
      ],
      right: [
        {
          files: {
            'shop.json': exampleDashboard([{ expr: 'up{job="$job"}', more: { repeat: 'instance' } }], {
              templating,
            }),
          },
        },
        {
          title: 'Filters apply to every query, and links pass on all variables',
          files: {
            'shop.json': exampleDashboard([{ expr: 'up' }], {
              templating: { list: [exampleVariable('filters', { type: 'adhoc' }), exampleVariable('job')] },
              links: [{ type: 'dashboards', tags: ['shop'], includeVars: true }],
            }),
          },
        },
      ],
    },
  },
  messages: {
    unused: (data: { name: string; inQueries: string }) => ({
      message: `no part of this dashboard uses the variable "${data.name}"`,
      why: 'a selection of its value has no effect',
      help: `use it in the queries (${data.inQueries}), or remove it`,
    }),
  },
  create: (context) => ({
    Dashboard(dashboard) {
      if (dashboard.variables.length === 0 || passesVariables(dashboard)) return;
      const used = usedNames(dashboard);
      for (const { name, type, node } of dashboard.variables) {
        if (used.has(name.value) || type === 'adhoc' || type === 'groupby' || isHidden(node)) continue;
        const { file } = dashboard;
        const inQueries =
          type === 'datasource' ? `"\${${name.value}}" as data source` : `${name.value}=~"$${name.value}"`;
        context.report('unused', { file, range: name.range }, { name: name.value, inQueries });
      }
    },
  }),
});

/** Nobody can choose what is not shown. */
function isHidden(node: DashboardDocument['variables'][number]['node']): boolean {
  const hide = child(node, 'hide') ?? child(child(node, 'spec'), 'hide');
  return hide?.kind === 'scalar' && (hide.value === 2 || hide.value === 'hideVariable');
}

/** Whether a link of the dashboard hands its variables on to another. */
function passesVariables({ root, panels, file }: DashboardDocument): boolean {
  const lists = [child(root, 'links'), ...panels.map(({ node }) => child(node, 'links'))];
  const includes = lists.flatMap(itemsOf).some((link) => {
    const flag = child(link, 'includeVars');
    return flag?.kind === 'scalar' && flag.value === true;
  });
  return includes || file.text.includes('__all_variables');
}

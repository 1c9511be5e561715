import type { Panel } from '../../documents/dashboard/index.ts';
import type { Project, Query } from '../../project/project.ts';

/** The queries of a panel that are PromQL or LogQL, in order. */
export function queriesOfPanel(panel: Panel, project: Project): readonly Query[] {
  return project.once(byPanel).get(panel) ?? [];
}

function byPanel(project: Project): ReadonlyMap<Panel, readonly Query[]> {
  const found = new Map<Panel, Query[]>();
  for (const query of project.dashboardQueries) {
    if (query.owner.kind !== 'dashboard' || query.owner.part.kind !== 'panel') continue;
    const { panel } = query.owner.part;
    const list = found.get(panel);
    if (list === undefined) found.set(panel, [query]);
    else list.push(query);
  }
  return found;
}

import type { DashboardDocument, Target } from '../../documents/dashboard/index.ts';
import { datasourceType, languageOfPlugin } from '../../project/datasource-type.ts';
import type { ScalarNode, YamlNode } from '../../yaml/node.ts';
import { scanVariables } from '../../grafana/index.ts';

/** A text of a dashboard in which Grafana replaces variables. */
export interface DashboardText {
  readonly node: ScalarNode;
  readonly kind: 'query' | 'legend' | 'repeat' | 'datasource' | 'variable';
  /** The variable that the text belongs to. */
  readonly owner?: string;
}

/** The texts whose variables must be defined: in others a dollar may be a dollar. */
export function dashboardTexts(dashboard: DashboardDocument): DashboardText[] {
  const texts: DashboardText[] = [];
  const isRead = ({ datasource }: Target): boolean => {
    const type = datasourceType(datasource, dashboard);
    return type === undefined || languageOfPlugin(type) !== 'other';
  };
  for (const panel of dashboard.panels) {
    for (const target of panel.targets) {
      const expr = scalarAt(target.node, 'expr');
      if (expr !== undefined && target.expr !== undefined && isRead(target))
        texts.push({ kind: 'query', node: expr });
      if (target.expr !== undefined && target.legend !== undefined && isRead(target))
        texts.push({ kind: 'legend', node: target.legend.node });
    }
    const repeat = scalarAt(panel.node, 'repeat');
    if (repeat !== undefined && repeat.text !== '') texts.push({ kind: 'repeat', node: repeat });
  }
  for (const { name, type, query, datasource } of dashboard.variables)
    if (type === 'query' && query !== undefined && isKnown(datasourceType(datasource, dashboard)))
      texts.push({ kind: 'variable', node: query.node, owner: name.value });
  return texts;
}

/** Other data sources have macros of their own. */
function isKnown(type: string | undefined): boolean {
  return type !== undefined && languageOfPlugin(type) !== 'other';
}

function scalarAt(node: YamlNode, key: string): ScalarNode | undefined {
  if (node.kind !== 'map') return undefined;
  const value = node.entries.find((entry) => entry.key.text === key)?.value;
  return value?.kind === 'scalar' ? value : undefined;
}

/** The names of variables that anything in a dashboard uses, its own definition of a variable left out. */
export function usedNames(dashboard: DashboardDocument): ReadonlySet<string> {
  const used = new Set<string>();
  const own = new Map(dashboard.variables.map(({ node, name }) => [node, name.value]));
  const walk = (node: YamlNode, key: string, owner: string | undefined): void => {
    if (node.kind === 'scalar') {
      for (const { name } of scanVariables(node.text)) if (name !== owner) used.add(name);
      if (key === 'repeat' || key === 'value') used.add(node.text);
      return;
    }
    const inside = own.get(node) ?? owner;
    if (node.kind === 'seq') for (const item of node.items) walk(item, key, inside);
    else for (const entry of node.entries) walk(entry.value, entry.key.text, inside);
  };
  walk(dashboard.root, '', undefined);
  return used;
}

import { child } from '../../yaml/node.ts';
import type { YamlNode } from '../../yaml/node.ts';
import {
  dataLinks,
  datasourceOf,
  exprAt,
  idOf,
  linksIn,
  namedMaps,
  overridesUnit,
  readTarget,
  thresholdsOf,
} from './parts.ts';
import type { DashboardReader } from './parts.ts';
import { entriesOf, itemsOf, numberAt, textAt } from './nodes.ts';
import type { DashboardAnnotation, DashboardInput, DashboardVariable, Panel } from './types.ts';

/** The panels of a classic dashboard: of its rows before schema 16, and those inside of collapsed rows. */
export function classicPanels(root: YamlNode, reader: DashboardReader): Panel[] {
  const panels: Panel[] = [];
  const collect = (nodes: readonly YamlNode[]): void => {
    for (const node of nodes) {
      panels.push(classicPanel(node, reader));
      collect(itemsOf(node, 'panels'));
    }
  };
  collect(itemsOf(root, 'panels'));
  for (const row of itemsOf(root, 'rows')) collect(itemsOf(row, 'panels'));
  return panels;
}

/** One panel of the classic schema. */
export function classicPanel(node: YamlNode, reader: DashboardReader): Panel {
  const type = textAt(node, 'type')?.value;
  const datasource = datasourceOf(child(node, 'datasource'));
  const fieldConfig = child(node, 'fieldConfig');
  const library = child(node, 'libraryPanel');
  return {
    ...idOf(node, node),
    title: textAt(node, 'title')?.value,
    type,
    datasource,
    targets: itemsOf(node, 'targets').map((target) =>
      readTarget(target, target, datasourceOf(child(target, 'datasource')) ?? datasource, reader),
    ),
    unit: overridesUnit(fieldConfig) ? undefined : unitOf(node, type),
    thresholds: thresholdsOf(fieldConfig, type),
    links: [...linksIn(itemsOf(node, 'links'), 'panel'), ...dataLinks(fieldConfig)],
    library:
      library === undefined
        ? undefined
        : { uid: textAt(library, 'uid')?.value, name: textAt(library, 'name')?.value },
    node,
    range: node.range,
  };
}

/** The unit: of old panels that of the left axis, or of the single value. */
function unitOf(node: YamlNode, type: string | undefined): Panel['unit'] {
  if (type === 'graph') {
    const [left, right] = itemsOf(node, 'yaxes');
    const drawsRight = itemsOf(node, 'seriesOverrides').some((each) => numberAt(each, 'yaxis')?.value === 2);
    return left === undefined || (right !== undefined && drawsRight) ? undefined : textAt(left, 'format');
  }
  if (type === 'singlestat') return textAt(node, 'format');
  return textAt(node, 'fieldConfig', 'defaults', 'unit');
}

/** The variables of a classic dashboard. */
export function classicVariables(root: YamlNode): DashboardVariable[] {
  return itemsOf(child(root, 'templating'), 'list').flatMap((node) => {
    const name = textAt(node, 'name');
    if (name === undefined) return [];
    return [
      {
        name,
        type: textAt(node, 'type')?.value ?? 'query',
        query: textAt(node, 'query') ?? textAt(node, 'query', 'query') ?? textAt(node, 'query', 'expr'),
        datasource: datasourceOf(child(node, 'datasource')),
        node,
      },
    ];
  });
}

/** The annotations of a classic dashboard. */
export function classicAnnotations(root: YamlNode, reader: DashboardReader): DashboardAnnotation[] {
  return itemsOf(child(root, 'annotations'), 'list').map((node) => {
    const inner = child(node, 'target');
    return {
      name: textAt(node, 'name')?.value,
      expr: exprAt(node, 'expr', reader) ?? exprAt(inner, 'expr', reader),
      datasource: datasourceOf(child(node, 'datasource')),
      node,
    };
  });
}

/** What an export asks for: data sources and constants. */
export function inputsOf(root: YamlNode): DashboardInput[] {
  return itemsOf(root, '__inputs').flatMap((node) => {
    const name = textAt(node, 'name')?.value;
    if (name === undefined) return [];
    return [{ name, type: textAt(node, 'type')?.value ?? '', plugin: textAt(node, 'pluginId')?.value }];
  });
}

/** The library panels that an export brings along. */
export function exportedLibrary(root: YamlNode, reader: DashboardReader): Panel[] {
  return namedMaps(child(root, '__elements')).flatMap(({ value }) => {
    const model = child(value, 'model');
    return entriesOf(model).length === 0 || model === undefined
      ? []
      : [{ ...classicPanel(model, reader), id: undefined }];
  });
}

import { child } from '../../yaml/node.ts';
import type { YamlNode } from '../../yaml/node.ts';
import { below, itemsOf, textAt } from './nodes.ts';
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
import type { DashboardAnnotation, DashboardVariable, DatasourceRef, Panel, Target } from './types.ts';

/*
 * Grafana's second dashboard schema: apps/dashboard/kinds/v2beta1/dashboard_spec.cue of grafana/grafana. Every part is a
 * pair of `kind` and `spec`; panels are elements by name, and the layout refers to them.
 */

/** The panels among the elements. */
export function v2Panels(spec: YamlNode, reader: DashboardReader): Panel[] {
  return namedMaps(child(spec, 'elements')).map(({ value }) => v2Panel(value, reader));
}

function v2Panel(node: YamlNode, reader: DashboardReader): Panel {
  const spec = child(node, 'spec');
  const viz = child(spec, 'vizConfig');
  // `group` names the plugin since v2beta1; v2alpha1 had it as the kind.
  const kind = textAt(viz, 'kind')?.value;
  const type = textAt(viz, 'group')?.value ?? (kind === 'VizConfig' ? undefined : kind);
  const fieldConfig = below(viz, 'spec', 'fieldConfig');
  const library = child(spec, 'libraryPanel');
  return {
    ...idOf(spec, node),
    title: textAt(spec, 'title')?.value,
    type,
    datasource: undefined,
    targets: itemsOf(below(spec, 'data', 'spec'), 'queries').flatMap((query) => v2Target(query, reader)),
    unit: overridesUnit(fieldConfig) ? undefined : textAt(fieldConfig, 'defaults', 'unit'),
    thresholds: thresholdsOf(fieldConfig, type),
    links: [...linksIn(itemsOf(spec, 'links'), 'panel'), ...dataLinks(fieldConfig)],
    library:
      library === undefined
        ? undefined
        : { uid: textAt(library, 'uid')?.value, name: textAt(library, 'name')?.value },
    node,
    range: node.range,
  };
}

function v2Target(query: YamlNode, reader: DashboardReader): Target[] {
  const outer = child(query, 'spec');
  const data = child(outer, 'query');
  const spec = child(data, 'spec');
  if (outer === undefined || spec === undefined) return [];
  return [readTarget(spec, outer, v2Datasource(outer, data), reader)];
}

/** v2beta1 has the plugin in `group` and the uid in `datasource.name`; v2alpha1 the plugin in `kind`. */
function v2Datasource(outer: YamlNode | undefined, data: YamlNode | undefined): DatasourceRef | undefined {
  const kind = textAt(data, 'kind')?.value;
  const type = textAt(data, 'group')?.value ?? (kind === 'DataQuery' ? undefined : kind);
  const named = datasourceOf(child(data, 'datasource') ?? child(outer, 'datasource'));
  if (named === undefined && type === undefined) return undefined;
  const range = named?.range ?? data?.range ?? outer?.range;
  if (range === undefined) return undefined;
  return { ...(type === undefined ? {} : { type }), ...named, range };
}

const KINDS: Readonly<Record<string, string>> = {
  QueryVariable: 'query',
  CustomVariable: 'custom',
  IntervalVariable: 'interval',
  DatasourceVariable: 'datasource',
  TextVariable: 'textbox',
  ConstantVariable: 'constant',
  AdhocVariable: 'adhoc',
  GroupByVariable: 'groupby',
  SwitchVariable: 'switch',
};

/** The variables. */
export function v2Variables(spec: YamlNode): DashboardVariable[] {
  return itemsOf(spec, 'variables').flatMap((node) => {
    const inner = child(node, 'spec');
    const name = textAt(inner, 'name');
    if (name === undefined) return [];
    const query = child(inner, 'query');
    const type = KINDS[textAt(node, 'kind')?.value ?? ''] ?? 'query';
    return [
      {
        name,
        type,
        query:
          textAt(inner, 'query') ??
          textAt(inner, 'pluginId') ??
          textAt(query, 'spec', 'query') ??
          textAt(query, 'spec', '__legacyStringValue'),
        datasource: v2Datasource(inner, query),
        node,
      },
    ];
  });
}

/** The annotations. */
export function v2Annotations(spec: YamlNode, reader: DashboardReader): DashboardAnnotation[] {
  return itemsOf(spec, 'annotations').map((node) => {
    const inner = child(node, 'spec');
    const query = child(inner, 'query');
    return {
      name: textAt(inner, 'name')?.value,
      expr:
        exprAt(child(query, 'spec'), 'expr', reader) ?? exprAt(child(inner, 'legacyOptions'), 'expr', reader),
      datasource: v2Datasource(inner, query),
      node,
    };
  });
}

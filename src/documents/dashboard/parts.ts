import type { SourceFile } from '../../source/source-file.ts';
import { child } from '../../yaml/node.ts';
import type { YamlNode } from '../../yaml/node.ts';
import { DashboardExpression } from './expression.ts';
import { below, entriesOf, itemsOf, isTrue, numberAt, textAt } from './nodes.ts';
import type { DashboardLink, DatasourceRef, Panel, Target, Thresholds, ThresholdStep } from './types.ts';
import type { ParseOptions } from '../../promql/syntax/options.ts';

/** What the parts of a dashboard are read with. */
export interface DashboardReader {
  readonly file: SourceFile;
  readonly promql: ParseOptions | undefined;
}

/** A data source: an object with type and uid, or (before Grafana 8.3) a name alone. */
export function datasourceOf(node: YamlNode | undefined): DatasourceRef | undefined {
  if (node === undefined) return undefined;
  if (node.kind === 'scalar') {
    if (node.value === null || node.text === '') return undefined;
    return { uid: { value: node.text, range: node.range, node }, range: node.range };
  }
  const type = textAt(node, 'type')?.value;
  const uid = textAt(node, 'uid') ?? textAt(node, 'name');
  if (type === undefined && uid === undefined) return undefined;
  return {
    ...(type === undefined ? {} : { type }),
    ...(uid === undefined ? {} : { uid }),
    range: node.range,
  };
}

/** The text below a key as a query. */
export function exprAt(
  node: YamlNode | undefined,
  key: string,
  { file, promql }: DashboardReader,
): DashboardExpression | undefined {
  const text = textAt(node, key);
  return text === undefined || text.value.trim() === ''
    ? undefined
    : new DashboardExpression(file, text.value, text.node, promql);
}

/**
 * A query of a panel.
 *
 * @param node what holds the query's own fields
 * @param outer what holds refId and hide: the same in the classic schema
 */
export function readTarget(
  node: YamlNode,
  outer: YamlNode,
  datasource: DatasourceRef | undefined,
  reader: DashboardReader,
): Target {
  return {
    refId: textAt(outer, 'refId')?.value,
    expr: exprAt(node, 'expr', reader),
    datasource,
    legend: textAt(node, 'legendFormat'),
    hidden: isTrue(outer, 'hide') || isTrue(outer, 'hidden'),
    format: textAt(node, 'format')?.value,
    node,
    range: node.range,
  };
}

/** A panel's id and its place. */
export function idOf(spec: YamlNode | undefined, panel: YamlNode): Pick<Panel, 'id' | 'idRange'> {
  const id = numberAt(spec, 'id');
  return { id: id?.value, idRange: id?.range ?? panel.range };
}

/** Links in a list that have a URL. */
export function linksIn(items: readonly YamlNode[], kind: DashboardLink['kind']): DashboardLink[] {
  return items.flatMap((item) => {
    const url = textAt(item, 'url');
    return url === undefined ? [] : [{ kind, title: textAt(item, 'title')?.value, url }];
  });
}

/** The data links of a panel's values, those of overrides included. */
export function dataLinks(fieldConfig: YamlNode | undefined): DashboardLink[] {
  const overridden = itemsOf(fieldConfig, 'overrides').flatMap((override) =>
    itemsOf(override, 'properties').flatMap((property) =>
      textAt(property, 'id')?.value === 'links' ? itemsOf(property, 'value') : [],
    ),
  );
  return linksIn([...itemsOf(below(fieldConfig, 'defaults'), 'links'), ...overridden], 'data');
}

/** Whether single series have a unit of their own. */
export function overridesUnit(fieldConfig: YamlNode | undefined): boolean {
  return itemsOf(fieldConfig, 'overrides').some((override) =>
    itemsOf(override, 'properties').some((property) => textAt(property, 'id')?.value === 'unit'),
  );
}

/** The thresholds of a panel's field configuration. */
export function thresholdsOf(
  fieldConfig: YamlNode | undefined,
  type: string | undefined,
): Thresholds | undefined {
  const defaults = child(fieldConfig, 'defaults');
  const node = child(defaults, 'thresholds');
  const steps = itemsOf(node, 'steps').flatMap((step): ThresholdStep[] => {
    const value = numberAt(step, 'value');
    if (value === undefined) return [];
    return [{ value: value.value, range: value.range, color: textAt(step, 'color')?.value }];
  });
  if (steps.length === 0) return undefined;
  const style = textAt(defaults, 'custom', 'thresholdsStyle', 'mode')?.value ?? 'off';
  const shown = style !== 'off' || (type !== undefined && /^(?:stat|gauge|bargauge|singlestat)$/.test(type));
  return { mode: textAt(node, 'mode')?.value === 'percentage' ? 'percentage' : 'absolute', steps, shown };
}

/** Every item of a map's values that is a map, with its key. */
export function namedMaps(node: YamlNode | undefined): readonly { name: string; value: YamlNode }[] {
  return entriesOf(node).flatMap(({ key, value }) =>
    value.kind === 'map' ? [{ name: key.text, value }] : [],
  );
}

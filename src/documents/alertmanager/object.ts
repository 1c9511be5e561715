import { MATCHER_STRATEGIES } from '../../config/types.ts';
import type { MatcherStrategy } from '../../config/types.ts';
import { parseDurationMs } from '../../go/durations/prometheus-duration.ts';
import { parseEmbedded } from '../../yaml/embedded.ts';
import { child, entryOf, isNull } from '../../yaml/node.ts';
import type { MapNode, YamlNode } from '../../yaml/node.ts';
import { parseYaml } from '../../yaml/parse.ts';
import type { ObjectSelector } from './selector.ts';
import { readSelector } from './selector.ts';

/** What an Alertmanager object of the Prometheus operator, a patch of one, or the values of its chart say. */
export interface AlertmanagerObject {
  /** undefined: values of a chart. */
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  /** `v0.28.1`, as it is written. */
  readonly version: string | undefined;
  /** Milliseconds. */
  readonly retentionMs: number | undefined;
  readonly matcherStrategy: MatcherStrategy | undefined;
  /** Which AlertmanagerConfig objects it takes; `nothing`: the key is absent, and it takes none. */
  readonly selector: ObjectSelector | 'nothing';
  /** Whether the objects of other namespaces are looked at. */
  readonly otherNamespaces: boolean;
  /** The name of the AlertmanagerConfig object that is the base. */
  readonly baseObject: string | undefined;
}

/** Whether a text can hold such an object: a look before it is parsed once more. */
export function mayHoldAlertmanagerObject(text: string): boolean {
  return /kind["']?\s*:\s*["']?(?:VM)?Alertmanager["']?\s*(?:$|,|\})|\balertmanagerSpec["']?\s*:/m.test(text);
}

/** The Alertmanager objects in a text, also those in patches of a kustomization and in values of a chart. */
export function alertmanagerObjects(text: string): AlertmanagerObject[] {
  const found: AlertmanagerObject[] = [];
  for (const { root } of parseYaml(text).documents) if (root !== undefined) collect(root, text, 0, found);
  return found;
}

const MAX_DEPTH = 10;

function collect(node: YamlNode, source: string, depth: number, found: AlertmanagerObject[]): void {
  if (depth > MAX_DEPTH) return;
  if (node.kind === 'scalar') {
    if (!node.text.includes('\n') || !mayHoldAlertmanagerObject(node.text)) return;
    for (const { root } of parseEmbedded(node, source).documents)
      if (root !== undefined) collect(root, source, depth + 1, found);
    return;
  }
  if (node.kind === 'seq') {
    for (const item of node.items) collect(item, source, depth + 1, found);
    return;
  }
  const isObject = text(child(node, 'kind')) === 'Alertmanager' && entryOf(node, 'apiVersion') !== undefined;
  if (isObject) {
    found.push(read(child(node, 'spec'), child(node, 'metadata'), false));
    return;
  }
  const ofChart = child(node, 'alertmanagerSpec');
  if (ofChart?.kind === 'map') found.push(read(ofChart, undefined, true));
  for (const { value } of node.entries) collect(value, source, depth + 1, found);
}

/** What a patch of an Alertmanager object says of it. */
export function patchedObject(patch: MapNode): AlertmanagerObject {
  return read(child(patch, 'spec'), child(patch, 'metadata'), false);
}

function read(
  spec: YamlNode | undefined,
  metadata: YamlNode | undefined,
  isChart: boolean,
): AlertmanagerObject {
  const retention = text(child(spec, 'retention'));
  const strategy = text(child(child(spec, 'alertmanagerConfigMatcherStrategy'), 'type'));
  const selector = child(spec, 'alertmanagerConfigSelector');
  const namespaces = child(spec, 'alertmanagerConfigNamespaceSelector');
  return {
    name: isChart ? undefined : text(child(metadata, 'name')),
    namespace: text(child(metadata, 'namespace')),
    version: text(child(spec, 'version')) ?? text(child(child(spec, 'image'), 'tag')),
    retentionMs: retention === undefined ? undefined : parseDurationMs(retention),
    matcherStrategy: MATCHER_STRATEGIES.find((known) => known === strategy),
    selector: isPresent(selector) ? readSelector(selector) : isChart ? readSelector(EMPTY) : 'nothing',
    otherNamespaces: isPresent(namespaces) || isChart,
    baseObject: text(child(child(spec, 'alertmanagerConfiguration'), 'name')),
  };
}

const EMPTY: MapNode = { kind: 'map', range: { start: 0, end: 0 }, entries: [] };

function isPresent(node: YamlNode | undefined): node is YamlNode {
  return node !== undefined && !isNull(node);
}

function text(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.text !== '' ? node.text : undefined;
}

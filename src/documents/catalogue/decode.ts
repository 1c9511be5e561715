import type { SourceFile } from '../../source/source-file.ts';
import { child, entryOf } from '../../yaml/node.ts';
import type { YamlNode } from '../../yaml/node.ts';
import { Fields } from '../fields.ts';
import type { IssueSink } from '../issue.ts';
import type {
  CatalogueDocument,
  LabelDefinition,
  MetricDefinition,
  MetricType,
  StreamDefinition,
} from './types.ts';

const TYPES: readonly MetricType[] = [
  'counter',
  'gauge',
  'histogram',
  'summary',
  'info',
  'stateset',
  'unknown',
];
const ROOT_KEYS = ['target_labels', 'labels', 'metrics', 'streams'];
const METRIC_KEYS = ['type', 'unit', 'help', 'labels', 'target_labels', 'buckets', 'quantiles'];
const LABEL_KEYS = ['values', 'max', 'per'];

type Labels = Map<string, LabelDefinition>;

/** Decodes a catalogue (docs/catalogue.md). Metrics that can be read are kept even if others have faults. */
export function decodeCatalogue(root: YamlNode, file: SourceFile, issues: IssueSink): CatalogueDocument {
  const fields = Fields.of(root, 'a catalogue', ROOT_KEYS, issues);
  const shared = labelMap(fields?.raw('labels'), new Map(), issues);
  const target = labelMap(fields?.raw('target_labels'), shared, issues);
  const metrics: MetricDefinition[] = [];
  for (const entry of fields?.map('metrics')?.entries ?? []) {
    const metric = Fields.of(entry.value, `the metric "${entry.key.text}"`, METRIC_KEYS, issues);
    if (metric === undefined) continue;
    const labels = new Map(
      metric.entry('target_labels')?.value.kind === 'scalar' &&
        metric.boolean('target_labels')?.value === false
        ? []
        : target,
    );
    for (const [name, label] of labelMap(metric.raw('labels'), shared, issues)) labels.set(name, label);
    metrics.push({
      name: entry.key.text,
      range: entry.key.range,
      file,
      type: metricType(metric, issues),
      unit: metric.string('unit')?.value,
      help: metric.string('help')?.value,
      labels,
      buckets: numbers(metric, 'buckets'),
      quantiles: numbers(metric, 'quantiles'),
    });
  }
  return { kind: 'catalogue', file, metrics, streams: streams(fields, shared, issues), range: root.range };
}

function isMetricType(type: YamlNode | undefined): boolean {
  return type?.kind === 'scalar' && TYPES.some((name) => name === type.text);
}

function metricType(metric: Fields, issues: IssueSink): MetricType {
  const type = metric.string('type');
  const known = TYPES.find((name) => name === type?.value);
  if (type !== undefined && known === undefined) {
    issues({
      code: 'bad-value',
      message: `"${type.value}" is not a metric type`,
      help: `use one of ${TYPES.join(', ')}`,
      range: type.range,
    });
  }
  return known ?? 'unknown';
}

function numbers(fields: Fields, key: string): number[] | undefined {
  const items = fields.seq(key)?.items;
  if (items === undefined) return undefined;
  const result: number[] = [];
  for (const item of items) {
    const value = item.kind === 'scalar' ? Number(item.text) : NaN;
    if (Number.isNaN(value)) fields.wrongType(key, item, 'a list of numbers');
    else if (value !== Infinity) result.push(value);
  }
  return result;
}

/** Labels written as a list of names (looked up among the shared ones) or as a map of definitions. */
function labelMap(node: YamlNode | undefined, shared: Labels, issues: IssueSink): Labels {
  const result: Labels = new Map();
  if (node === undefined) return result;
  if (node.kind === 'seq') {
    for (const item of node.items) {
      if (item.kind === 'scalar') result.set(item.text, shared.get(item.text) ?? { name: item.text });
    }
    return result;
  }
  const fields = Fields.of(node, 'a map of labels', undefined, issues);
  for (const name of fields === undefined ? [] : fields.keys()) {
    const value = fields!.raw(name);
    result.set(
      name,
      value === undefined ? (shared.get(name) ?? { name }) : labelDefinition(name, value, issues),
    );
  }
  return result;
}

function labelDefinition(name: string, node: YamlNode, issues: IssueSink): LabelDefinition {
  const fields = Fields.of(node, `the label "${name}"`, LABEL_KEYS, issues);
  if (fields === undefined) return { name };
  const max = fields.number('max');
  if (max !== undefined && (max.value < 1 || !Number.isInteger(max.value))) {
    issues({
      code: 'bad-value',
      message: `"max" of the label "${name}" must be a whole number from 1`,
      range: max.range,
    });
  }
  const values = fields.has('values') ? fields.strings('values').map((value) => value.value) : undefined;
  return { name, values, max: max?.value, per: fields.string('per')?.value };
}

function streams(root: Fields | undefined, shared: Labels, issues: IssueSink): StreamDefinition[] {
  const result: StreamDefinition[] = [];
  for (const node of root?.seq('streams')?.items ?? []) {
    const fields = Fields.of(node, 'a stream', ['selector', 'labels', 'fields'], issues);
    if (fields === undefined) continue;
    result.push({
      selector: fields.string('selector')?.value ?? '{}',
      labels: labelMap(fields.raw('labels'), shared, issues),
      fields: fields.strings('fields').map((field) => field.value),
    });
  }
  return result;
}

/**
 * Is this the root of a catalogue? A map `metrics` whose values are maps with a `type` of metrics. The values of a
 * Helm chart have a map `metrics` too (`enabled: true`, `service: { type: ClusterIP }`).
 */
export function looksLikeCatalogue(root: YamlNode): boolean {
  if (root.kind !== 'map') return false;
  const metrics = entryOf(root, 'metrics')?.value;
  if (metrics?.kind !== 'map') return false;
  if (metrics.entries.length === 0) return entryOf(root, 'streams') !== undefined;
  // The settings of an exporter may have metrics with types, too: they have keys of their own in both places.
  const foreign =
    hasForeignKey(root, ROOT_KEYS) && metrics.entries.some(({ value }) => hasForeignKey(value, METRIC_KEYS));
  if (foreign) return false;
  const types = metrics.entries.map(({ value }) => child(value, 'type'));
  return types.some(isMetricType) || types.every((type) => type !== undefined);
}

function hasForeignKey(node: YamlNode, known: readonly string[]): boolean {
  return node.kind === 'map' && node.entries.some(({ key }) => !known.includes(key.text));
}

import { factsOf } from '../../analysis/expression/index.ts';
import type { Language } from '../../documents/expression.ts';
import { RANGE_AGGREGATIONS, STAGES, VECTOR_AGGREGATIONS } from '../../logql/functions/index.ts';
import type { Project } from '../../project/project.ts';
import { AGGREGATE_OPS } from '../../promql/functions/aggregations.ts';
import { existsInVersion, functionSignature, FUNCTION_NAMES } from '../../promql/functions/table.ts';
import { METRIC_NAME_LABEL } from '../../promql/infer/index.ts';
import { signatureText } from '../hover/expression.ts';
import type { OpenFile } from '../place.ts';
import { signatureOf } from '../signatures.ts';
import { expressionContext } from './expression-context.ts';
import type { ExpressionContext } from './expression-context.ts';
import { named } from './item.ts';
import type { Completion } from './item.ts';

const DURATIONS = ['1m', '2m', '5m', '10m', '15m', '30m', '1h', '6h', '12h', '1d', '7d'];
const PROMQL_WORDS = [
  'and',
  'or',
  'unless',
  'by',
  'without',
  'on',
  'ignoring',
  'group_left',
  'group_right',
  'bool',
  'offset',
];
const LOGQL_WORDS = [
  'and',
  'or',
  'unless',
  'by',
  'without',
  'on',
  'ignoring',
  'group_left',
  'group_right',
  'bool',
  'unwrap',
  'offset',
];

/** Ways to go on in an expression. @param text up to the cursor @returns them with the length of the word that they replace */
export function expressionCompletions(
  text: string,
  language: Language,
  open: OpenFile,
): { readonly items: readonly Completion[]; readonly prefix: string } {
  const context = expressionContext(text);
  if (context.kind === 'nothing') return { items: [], prefix: '' };
  return { items: itemsFor(context, language, open), prefix: context.prefix };
}

function itemsFor(context: ExpressionContext, language: Language, open: OpenFile): readonly Completion[] {
  const { project } = open;
  switch (context.kind) {
    case 'word':
      return language === 'promql' ? promqlWords(open) : logqlWords();
    case 'label':
      return language === 'promql' ? labels(context.metric, project) : named(streamLabels(project), 'label');
    case 'value':
      return named(valuesOf(context.label, context.metric, open), 'value');
    case 'grouping':
      return language === 'promql' ? labels(undefined, project) : named(streamLabels(project), 'label');
    case 'duration':
      return DURATIONS.map((label): Completion => ({ label, kind: 'value' }));
    case 'stage':
      return language === 'logql' ? stages(project) : [];
    case 'nothing':
      return [];
  }
}

function promqlWords({ project, names }: OpenFile): Completion[] {
  const major = project.settings.prometheus.version;
  const functions = FUNCTION_NAMES.filter((name) => {
    const signature = functionSignature(name);
    return signature !== undefined && existsInVersion(signature, major);
  });
  const recorded = new Set(project.series.recorded);
  const metrics = new Set([...names.defined('series'), ...recorded, ...names.used('series'), 'ALERTS', 'up']);
  return [
    ...[...metrics].sort().map((label) => metricItem(label, recorded.has(label), project)),
    ...[...functions, ...AGGREGATE_OPS].map((name) => functionItem(name, 'promql')),
    ...PROMQL_WORDS.map((label): Completion => ({ label, kind: 'keyword', later: true })),
  ];
}

function metricItem(label: string, isRecorded: boolean, { catalogue }: Project): Completion {
  if (isRecorded) return { label, kind: 'metric', detail: 'recorded series' };
  const series = catalogue.series(label);
  if (series === undefined) return { label, kind: 'metric' };
  const { metric, type } = series;
  const detail = metric.unit === undefined ? type : `${type}, ${metric.unit}`;
  return metric.help === undefined
    ? { label, kind: 'metric', detail }
    : { label, kind: 'metric', detail, docs: metric.help };
}

function functionItem(name: string, language: Language): Completion {
  const detail = signatureOf(name, language)?.label ?? name;
  return { label: name, kind: 'function', detail, docs: signatureText(name, language) };
}

function logqlWords(): Completion[] {
  const functions = [...RANGE_AGGREGATIONS.keys(), ...VECTOR_AGGREGATIONS.keys()];
  return [
    ...functions.map((name) => functionItem(name, 'logql')),
    ...LOGQL_WORDS.map((label): Completion => ({ label, kind: 'keyword', later: true })),
  ];
}

/** Labels that the series of a metric have; where no more is known of it, those of the catalogue. */
function labels(metric: string | undefined, project: Project): Completion[] {
  const facts = metric === undefined ? undefined : factsOf(project).series(metric);
  const known = new Set<string>();
  for (const { labels: set } of facts ?? [])
    for (const [name, { presence }] of set.known) if (presence !== 'never') known.add(name);
  if (facts === undefined || facts.some(({ labels: { others } }) => others === 'maybe')) {
    for (const name of ['job', 'instance']) known.add(name);
    if (facts === undefined)
      for (const each of project.catalogue.metrics.values())
        for (const name of each.labels.keys()) known.add(name);
  }
  known.delete(METRIC_NAME_LABEL);
  return named(known, 'label');
}

function valuesOf(label: string, metric: string | undefined, { project, names }: OpenFile): Iterable<string> {
  if (label === 'alertname') return names.defined('alert');
  if (label === METRIC_NAME_LABEL) return names.defined('series');
  const values = new Set<string>();
  const facts = metric === undefined ? undefined : factsOf(project).series(metric);
  for (const { labels: set } of facts ?? [])
    for (const value of set.known.get(label)?.values ?? []) values.add(value);
  if (values.size > 0) return values;
  const { metrics, streams } = project.catalogue;
  for (const each of [...metrics.values(), ...streams])
    for (const value of each.labels.get(label)?.values ?? []) values.add(value);
  return values;
}

function streamLabels({ catalogue }: Project): Iterable<string> {
  return new Set(catalogue.streams.flatMap((stream) => [...stream.labels.keys()]));
}

/** What may be behind `|`: stages, and the labels and fields that a filter compares. */
function stages({ catalogue }: Project): Completion[] {
  const words = [...STAGES.values()].filter(({ name }) => /^\w/.test(name));
  const fields = new Set(catalogue.streams.flatMap((stream) => [...stream.fields, ...stream.labels.keys()]));
  return [
    ...words.map(({ name, syntax, docs, since }): Completion => ({
      label: name,
      kind: 'function',
      detail: syntax,
      docs: `${docs}\n\nsince Loki ${since}`,
    })),
    ...named(fields, 'label'),
  ];
}

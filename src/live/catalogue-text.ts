import type { CatalogueDraft, MetricDraft } from './metric-draft.ts';

/** How drafts become entries of a catalogue. */
export interface WriteOptions {
  /**
   * Labels with at most so many seen values get them as `values`, which a catalogue reads as all that there can be;
   * 0: labels get their name alone.
   */
  readonly values: number;
  /** Labels that the scrape adds: they do not belong to the metric. */
  readonly targetLabels: ReadonlySet<string>;
}

/** The text of a new catalogue; metrics in the order of their names. */
export function newCatalogue(draft: CatalogueDraft, options: WriteOptions): string {
  const target = targetLabelLines(draft, options);
  const metrics = described(draft).flatMap((metric) =>
    metricLines(metric, options).map((line) => `  ${line}`),
  );
  const head = target.length === 0 ? [] : ['target_labels:', ...target.map((line) => `  ${line}`), ''];
  return [...head, metrics.length === 0 ? 'metrics: {}' : 'metrics:', ...metrics, ''].join('\n');
}

/** The metrics of which a series was seen: of others nobody knows the labels. */
export function described({ metrics }: CatalogueDraft): readonly MetricDraft[] {
  return [...metrics.values()].filter(({ labels }) => labels !== undefined).sort(byName);
}

function byName(a: MetricDraft, b: MetricDraft): number {
  return a.name < b.name ? -1 : 1;
}

/**
 * Labels that come from the scrape rather than from the exporter, where a source has them on every series: `job` and
 * `instance`. An exporter's own page has neither.
 */
export function scrapedLabels(draft: CatalogueDraft): ReadonlySet<string> {
  const metrics = described(draft);
  const everywhere = ['job', 'instance'].filter(
    (label) => metrics.length > 0 && metrics.every(({ labels }) => labels!.has(label)),
  );
  return new Set(everywhere);
}

/** Entries of `target_labels`: `job: { values: [...] }`, `instance: {}`. */
export function targetLabelLines(draft: CatalogueDraft, { targetLabels }: WriteOptions): string[] {
  const names = new Set([...targetLabels, ...(draft.jobs.size > 0 ? ['job'] : [])]);
  const jobs = draft.jobs.size > 0 ? draft.jobs : seenValues(draft, 'job');
  return [...names].map((name) => (name === 'job' ? `job: { values: ${flowList(jobs)} }` : `${name}: {}`));
}

function seenValues(draft: CatalogueDraft, label: string): Set<string> {
  return new Set(described(draft).flatMap(({ labels }) => [...(labels!.get(label) ?? [])]));
}

/** A metric as lines of a block map, without indentation. */
export function metricLines(metric: MetricDraft, options: WriteOptions): string[] {
  const { name, unit, help, buckets, quantiles } = metric;
  const labels = [...metric.labels!].filter(([label]) => !options.targetLabels.has(label)).sort();
  return [
    `${yamlText(name)}:`,
    `  type: ${metric.type}`,
    ...(unit === undefined || unit === '' ? [] : [`  unit: ${yamlText(unit)}`]),
    ...(help === undefined || help === '' ? [] : [`  help: ${yamlText(help)}`]),
    ...labelLines(labels, options),
    ...(buckets.size > 0 ? [`  buckets: ${flowNumbers(buckets)}`] : []),
    ...(quantiles.size > 0 ? [`  quantiles: ${flowNumbers(quantiles)}`] : []),
  ];
}

function labelLines(labels: readonly (readonly [string, Set<string>])[], { values }: WriteOptions): string[] {
  if (labels.length === 0) return [];
  if (labels.every(([, seen]) => seen.size > values))
    return [`  labels: ${flowList(labels.map(([name]) => name))}`];
  const lines = labels.map(([name, seen]) => `    ${yamlText(name)}: ${labelText(seen, values)}`);
  return ['  labels:', ...lines];
}

/** The text for a label: the observed values, if they are few enough. */
export function labelText(seen: ReadonlySet<string>, values: number): string {
  return seen.size <= values ? `{ values: ${flowList([...seen].sort())} }` : '{}';
}

/** Numbers in rising order, as a flow list. */
export function flowNumbers(numbers: ReadonlySet<number>): string {
  return `[${[...numbers].sort((a, b) => a - b).join(', ')}]`;
}

function flowList(texts: Iterable<string>): string {
  return `[${[...texts].map(yamlText).join(', ')}]`;
}

/** Words that YAML 1.1 or 1.2 reads as something else than a text. */
const NO_TEXT = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i;

/** A text as a YAML scalar that can be written in a flow list too. */
export function yamlText(text: string): string {
  const plain = /^[A-Za-z_][\w:./()%' -]*$/.test(text) && !/: |:$|\s$/.test(text) && !NO_TEXT.test(text);
  return plain ? text : JSON.stringify(text);
}

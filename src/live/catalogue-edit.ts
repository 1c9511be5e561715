import type { TextEdit } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { decodeCatalogue, looksLikeCatalogue } from '../documents/catalogue/decode.ts';
import type { CatalogueDocument, MetricDefinition, MetricType } from '../documents/catalogue/types.ts';
import { applyEdits } from '../lint/edits.ts';
import { SourceFile } from '../source/source-file.ts';
import { child, entryOf, isNull } from '../yaml/node.ts';
import type { MapNode, YamlNode } from '../yaml/node.ts';
import { parseYaml } from '../yaml/parse.ts';
import {
  described,
  flowNumbers,
  labelText,
  metricLines,
  newCatalogue,
  scrapedLabels,
  targetLabelLines,
  yamlText,
} from './catalogue-text.ts';
import type { WriteOptions } from './catalogue-text.ts';
import type { CatalogueDraft, MetricDraft } from './metric-draft.ts';
import { addEntries, addItems, yamlTextOf } from './yaml-insert.ts';
import type { YamlText } from './yaml-insert.ts';

export interface RefreshedCatalogue {
  readonly text: string;
  readonly added: readonly string[];
  /** Metrics of the catalogue that gained or changed something. */
  readonly changed: readonly string[];
  /** Metrics of the catalogue that no source knows; they stay. */
  readonly unseen: readonly string[];
  /** Metrics that sources name without a series: their labels are not known, so they are left out. */
  readonly withoutLabels: readonly string[];
}

/**
 * A catalogue with what sources know: new metrics and labels are added, types corrected, and a missing help and unit filled
 * in. Everything that people wrote stays as it is: comments, order, style, limits and texts.
 *
 * @param before the text of the catalogue; undefined: it does not exist yet
 * @param values see `WriteOptions.values`
 * @throws UserError (exit 2) for a text that is not a catalogue or cannot be read
 */
export function refreshCatalogue(
  path: string,
  before: string | undefined,
  draft: CatalogueDraft,
  values: number,
): RefreshedCatalogue {
  const withoutLabels = [...draft.metrics.values()].filter(({ labels }) => labels === undefined);
  if (before === undefined || before.trim() === '') {
    const text = newCatalogue(draft, { values, targetLabels: scrapedLabels(draft) });
    const added = described(draft).map(({ name }) => name);
    return { text, added, changed: [], unseen: [], withoutLabels: withoutLabels.map(({ name }) => name) };
  }
  const { root, document } = readCatalogue(path, before);
  const editor = new CatalogueEditor(root, document, draft, values, yamlTextOf(before));
  editor.refresh();
  const text = applyEdits(before, editor.edits);
  readCatalogue(path, text);
  const known = new Set(document.metrics.map(({ name }) => name));
  return {
    text,
    added: editor.added,
    changed: editor.changed,
    unseen: [...known].filter((name) => !draft.metrics.has(name)),
    withoutLabels: withoutLabels.map(({ name }) => name).filter((name) => !known.has(name)),
  };
}

function readCatalogue(path: string, text: string): { root: MapNode; document: CatalogueDocument } {
  const { documents, issues } = parseYaml(text);
  const root = documents[0]?.root;
  if (issues.length > 0 || documents.length !== 1 || root?.kind !== 'map' || !isCatalogue(root)) {
    throw new UserError(`"${path}" is not a catalogue that can be refreshed`, EXIT.usage, {
      help: 'pass a file with a map "metrics" (docs/catalogue.md), or one that does not exist yet',
    });
  }
  return { root, document: decodeCatalogue(root, new SourceFile(path, text), () => undefined) };
}

/** A catalogue that is still empty (`metrics:`) is one too. */
function isCatalogue(root: MapNode): boolean {
  const metrics = child(root, 'metrics');
  return metrics !== undefined && (isNull(metrics) || looksLikeCatalogue(root) || isEmptyMap(metrics));
}

const isEmptyMap = (node: YamlNode): boolean => node.kind === 'map' && node.entries.length === 0;

/** Prometheus's text format writes info metrics and state sets as gauges: that is not a contradiction. */
function isOtherType(known: MetricType, seen: MetricType): boolean {
  if (seen === 'gauge' && (known === 'info' || known === 'stateset')) return false;
  return seen !== 'unknown' && seen !== known;
}

/** Collects the edits of one catalogue. */
class CatalogueEditor {
  readonly edits: TextEdit[] = [];
  readonly added: string[] = [];
  readonly changed: string[] = [];
  readonly #root: MapNode;
  readonly #document: CatalogueDocument;
  readonly #draft: CatalogueDraft;
  readonly #options: WriteOptions;
  readonly #source: YamlText;

  constructor(
    root: MapNode,
    document: CatalogueDocument,
    draft: CatalogueDraft,
    values: number,
    source: YamlText,
  ) {
    this.#root = root;
    this.#document = document;
    this.#draft = draft;
    this.#source = source;
    const target = child(root, 'target_labels');
    const names = target?.kind === 'map' ? target.entries.map(({ key }) => key.text) : [];
    this.#options = { values, targetLabels: new Set(names) };
  }

  refresh(): void {
    const metrics = entryOf(this.#root, 'metrics')!.value;
    for (const definition of this.#document.metrics) {
      const metric = this.#draft.metrics.get(definition.name);
      const node = child(metrics, definition.name);
      if (metric === undefined || node?.kind !== 'map') continue;
      const edits = this.#metricEdits(definition, metric, node);
      if (edits.length > 0) this.changed.push(definition.name);
      this.edits.push(...edits);
    }
    this.#addMetrics(metrics);
    this.#addJobs();
  }

  #metricEdits(definition: MetricDefinition, metric: MetricDraft, node: MapNode): TextEdit[] {
    const edits: TextEdit[] = [];
    const type = child(node, 'type');
    const lines: string[] = [];
    if (isOtherType(definition.type, metric.type)) {
      if (type === undefined) lines.push(`type: ${metric.type}`);
      else edits.push({ range: type.range, text: metric.type });
    }
    const { unit, help, buckets, quantiles } = metric;
    if (unit !== undefined && unit !== '' && child(node, 'unit') === undefined)
      lines.push(`unit: ${yamlText(unit)}`);
    if (help !== undefined && help !== '' && child(node, 'help') === undefined)
      lines.push(`help: ${yamlText(help)}`);
    edits.push(...this.#labelEdits(definition, metric, node, lines));
    if (buckets.size > 0 && child(node, 'buckets') === undefined)
      lines.push(`buckets: ${flowNumbers(buckets)}`);
    if (quantiles.size > 0 && child(node, 'quantiles') === undefined)
      lines.push(`quantiles: ${flowNumbers(quantiles)}`);
    if (lines.length > 0) edits.push(addEntries(this.#source, node, lines));
    return edits;
  }

  /** @param lines gains `labels` where the metric has none yet */
  #labelEdits(definition: MetricDefinition, metric: MetricDraft, node: MapNode, lines: string[]): TextEdit[] {
    const labels = child(node, 'labels');
    const seen = [...(metric.labels ?? [])];
    const fresh = seen.filter(
      ([name]) => !definition.labels.has(name) && !this.#options.targetLabels.has(name),
    );
    const edits: TextEdit[] = [];
    if (fresh.length > 0) {
      const names = fresh.map(([name]) => yamlText(name));
      const entries = fresh.map(
        ([name, values]) => `${yamlText(name)}: ${labelText(values, this.#options.values)}`,
      );
      if (labels === undefined) lines.push(`labels: [${names.join(', ')}]`);
      else if (isNull(labels)) edits.push({ range: labels.range, text: ` [${names.join(', ')}]` });
      else if (labels.kind === 'seq') edits.push(addItems(this.#source, labels, names));
      else if (labels.kind === 'map') edits.push(addEntries(this.#source, labels, entries));
    }
    if (labels?.kind !== 'map') return edits;
    for (const { key, value } of labels.entries) {
      const listed = child(value, 'values');
      const known = definition.labels.get(key.text)?.values;
      if (listed?.kind !== 'seq' || known === undefined) continue;
      const missing = [...(metric.labels?.get(key.text) ?? [])]
        .filter((each) => !known.includes(each))
        .sort();
      if (missing.length > 0) edits.push(addItems(this.#source, listed, missing.map(yamlText)));
    }
    return edits;
  }

  #addMetrics(metrics: YamlNode): void {
    const known = new Set(this.#document.metrics.map(({ name }) => name));
    const fresh = described(this.#draft).filter(({ name }) => !known.has(name));
    if (fresh.length === 0) return;
    this.added.push(...fresh.map(({ name }) => name));
    const { targetLabels } = this.#options;
    const options = {
      ...this.#options,
      targetLabels: targetLabels.size > 0 ? targetLabels : new Set<string>(),
    };
    const lines = fresh.flatMap((metric) => metricLines(metric, options));
    const empty = isNull(metrics) || isEmptyMap(metrics);
    if (empty) {
      const { eol } = this.#source;
      const key = entryOf(this.#root, 'metrics')!.key.range.end;
      const range = { start: this.#source.text.indexOf(':', key) + 1, end: metrics.range.end };
      this.edits.push({ range, text: lines.map((line) => `${eol}  ${line}`).join('') });
    } else if (metrics.kind === 'map') this.edits.push(addEntries(this.#source, metrics, lines));
  }

  #addJobs(): void {
    if (this.#draft.jobs.size === 0) return;
    const target = child(this.#root, 'target_labels');
    const job = child(target, 'job');
    if (target === undefined) {
      const { eol } = this.#source;
      const lines = targetLabelLines(this.#draft, { ...this.#options, targetLabels: new Set() });
      const at = this.#root.entries[0]!.key.range.start;
      const text = ['target_labels:', ...lines.map((line) => `  ${line}`), '', ''].join(eol);
      this.edits.push({ range: { start: at, end: at }, text });
    } else if (job === undefined && target.kind === 'map') {
      this.edits.push(
        addEntries(
          this.#source,
          target,
          targetLabelLines(this.#draft, { ...this.#options, targetLabels: new Set() }),
        ),
      );
    } else {
      const listed = child(job, 'values');
      if (listed?.kind !== 'seq') return;
      const known = listed.items.map((item) => (item.kind === 'scalar' ? item.text : ''));
      const missing = [...this.#draft.jobs].filter((name) => !known.includes(name));
      if (missing.length > 0) this.edits.push(addItems(this.#source, listed, missing.map(yamlText)));
    }
  }
}

import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';
import { decodeJobs } from '../pipelines/index.ts';
import type { LogSource } from '../pipelines/index.ts';
import type { YamlNode } from '../yaml/node.ts';
import { Fields } from './fields.ts';
import type { IssueSink } from './issue.ts';

/** A label that Promtail puts on a stream, and where that is said. */
export interface StreamLabel {
  readonly name: string;
  readonly range: Range;
  /** How: a fixed label of the target, a `labels` stage of the pipeline, a relabelling. */
  readonly source: 'static' | 'stage' | 'relabel';
}

export interface PromtailDocument {
  readonly kind: 'promtail';
  readonly file: SourceFile;
  readonly range: Range;
  readonly streamLabels: readonly StreamLabel[];
  /** Its jobs, with the way of their lines. */
  readonly jobs: readonly LogSource[];
  /** The configuration as it is written, to be read with variables of the environment. */
  readonly root: YamlNode;
}

/** Decodes a Promtail configuration as far as it decides the labels of streams. */
export function decodePromtail(root: YamlNode, file: SourceFile, issues: IssueSink): PromtailDocument {
  const fields = Fields.of(root, 'a Promtail configuration', undefined, issues);
  const streamLabels: StreamLabel[] = [];
  for (const item of fields?.seq('scrape_configs')?.items ?? []) {
    const job = Fields.of(item, 'a scrape configuration', undefined, issues);
    if (job === undefined) continue;
    for (const stage of job.seq('pipeline_stages')?.items ?? []) collectStage(stage, streamLabels, issues);
    for (const rule of job.seq('relabel_configs')?.items ?? []) collectRelabel(rule, streamLabels, issues);
    for (const group of job.seq('static_configs')?.items ?? []) {
      const labels = Fields.of(group, 'a static configuration', undefined, issues)?.map('labels');
      collectKeys(labels, 'static', streamLabels);
    }
    const journal = job.map('journal');
    const journalFields =
      journal === undefined ? undefined : Fields.of(journal, '"journal"', undefined, issues);
    collectKeys(journalFields?.map('labels'), 'static', streamLabels);
  }
  return {
    kind: 'promtail',
    file,
    range: root.range,
    streamLabels,
    jobs: decodeJobs(root, (issue) => issues(issue)),
    root,
  };
}

/** `labels` and `static_labels` stages, also inside `match` stages. */
function collectStage(stage: YamlNode, labels: StreamLabel[], issues: IssueSink): void {
  const fields = Fields.of(stage, 'a pipeline stage', undefined, issues);
  if (fields === undefined) return;
  collectKeys(fields.raw('labels'), 'stage', labels);
  collectKeys(fields.raw('static_labels'), 'stage', labels);
  const match = fields.raw('match');
  const nested =
    match?.kind === 'map' ? Fields.of(match, 'a match stage', undefined, issues)?.seq('stages') : undefined;
  for (const inner of nested?.items ?? []) collectStage(inner, labels, issues);
}

function collectRelabel(rule: YamlNode, labels: StreamLabel[], issues: IssueSink): void {
  const target = Fields.of(rule, 'a relabelling rule', undefined, issues)?.string('target_label');
  if (target !== undefined && !target.value.startsWith('__')) {
    labels.push({ name: target.value, range: target.range, source: 'relabel' });
  }
}

function collectKeys(node: YamlNode | undefined, source: StreamLabel['source'], labels: StreamLabel[]): void {
  if (node?.kind !== 'map') return;
  for (const { key } of node.entries) {
    if (!key.text.startsWith('__')) labels.push({ name: key.text, range: key.range, source });
  }
}

import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { YamlNode } from '../yaml/node.ts';
import { Fields } from './fields.ts';
import type { KeyValue, Located } from './fields.ts';
import type { IssueSink } from './issue.ts';

export interface ScrapeJob {
  readonly name: Located<string>;
  /** Milliseconds; undefined: the global one. */
  readonly scrapeInterval?: Located<number>;
}

/** What rulecheck needs of a Prometheus configuration: times, external labels, rule files and jobs. */
export interface PrometheusConfigDocument {
  readonly kind: 'prometheus-config';
  readonly file: SourceFile;
  readonly range: Range;
  /** Milliseconds; Prometheus's default is one minute. */
  readonly scrapeInterval: number;
  /** Where the file says it. */
  readonly scrapeIntervalAt?: Located<number>;
  /** Milliseconds; Prometheus's default is one minute. */
  readonly evaluationInterval: number;
  readonly externalLabels: readonly KeyValue[];
  /** Milliseconds that samples are kept, where the file says it (storage.tsdb.retention.time). */
  readonly retention?: Located<number>;
  readonly ruleFiles: readonly Located<string>[];
  readonly jobs: readonly ScrapeJob[];
}

const ROOT_KEYS = [
  'global',
  'runtime',
  'rule_files',
  'scrape_config_files',
  'scrape_configs',
  'alerting',
  'remote_write',
  'remote_read',
  'storage',
  'tracing',
  'otlp',
];
const MINUTE = 60_000;

/** Decodes the parts above; keys of scrape configurations are Prometheus's own business (promtool check config). */
export function decodePrometheusConfig(
  root: YamlNode,
  file: SourceFile,
  issues: IssueSink,
): PrometheusConfigDocument {
  const fields = Fields.of(root, 'a Prometheus configuration', ROOT_KEYS, issues);
  const globalNode = fields?.map('global');
  const global = globalNode === undefined ? undefined : Fields.of(globalNode, '"global"', undefined, issues);
  const jobs: ScrapeJob[] = [];
  for (const item of fields?.seq('scrape_configs')?.items ?? []) {
    const job = Fields.of(item, 'a scrape configuration', undefined, issues);
    const name = job?.string('job_name');
    if (job === undefined) continue;
    if (name === undefined) {
      issues({
        code: 'missing-key',
        message: 'this scrape configuration has no "job_name"',
        range: job.anchor,
      });
    } else jobs.push({ name, scrapeInterval: job.duration('scrape_interval') });
  }
  const scrapeInterval = global?.duration('scrape_interval');
  return {
    kind: 'prometheus-config',
    file,
    range: root.range,
    scrapeInterval: scrapeInterval?.value ?? MINUTE,
    scrapeIntervalAt: scrapeInterval,
    evaluationInterval: global?.duration('evaluation_interval')?.value ?? MINUTE,
    retention: retentionTime(fields),
    externalLabels: global?.keyValues('external_labels') ?? [],
    ruleFiles: fields?.strings('rule_files') ?? [],
    jobs,
  };
}

function retentionTime(root: Fields | undefined): Located<number> | undefined {
  let fields = root;
  for (const key of ['storage', 'tsdb', 'retention']) {
    const node = fields?.raw(key);
    // Prometheus judges these keys; a shape that is not expected says nothing here.
    if (node?.kind !== 'map') return undefined;
    fields = Fields.of(node, `"${key}"`, undefined, () => undefined);
  }
  return fields?.duration('time');
}

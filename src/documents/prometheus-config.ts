import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';
import { child, entryOf } from '../yaml/node.ts';
import type { YamlNode } from '../yaml/node.ts';
import { itemsOf, textOf } from '../yaml/values.ts';
import { droppedTargetLabels } from './dropped-target-labels.ts';
import { Fields } from './fields.ts';
import type { KeyValue, Located } from './fields.ts';
import type { IssueSink } from './issue.ts';
import { checkKeys } from './prometheus/check-keys.ts';
import { jobLabels } from './prometheus/job-labels.ts';
import { REFUSED } from './prometheus/words.ts';

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
  /** Labels that alerts may gain, change or lose on their way out (alert_relabel_configs); `any`: not known which. */
  readonly relabelledLabels: ReadonlySet<string> | 'any';
  /** Labels of every target (`job`, `instance`) that the relabelling of a scrape configuration may take away. */
  readonly droppedLabels: ReadonlySet<string>;
  /** Milliseconds that samples are kept, where the file says it (storage.tsdb.retention.time). */
  readonly retention?: Located<number>;
  readonly ruleFiles: readonly Located<string>[];
  /** Where the file has "rule_files". */
  readonly ruleFilesRange: Range | undefined;
  /** It names Alertmanagers to send alerts to. */
  readonly hasAlertmanagers: boolean;
  readonly jobs: readonly ScrapeJob[];
  /** The values of the label `job` that series of this server can have; undefined: any. */
  readonly scrapedJobs: readonly string[] | undefined;
}

const MINUTE = 60_000;

/**
 * Decodes the parts above, and checks all keys as `promtool check config --syntax-only` of a release does.
 *
 * @param release the Prometheus that reads the file; undefined: the newest known
 */
export function decodePrometheusConfig(
  root: YamlNode,
  file: SourceFile,
  issues: IssueSink,
  release?: string,
): PrometheusConfigDocument {
  checkKeys(root, { release, issues: withoutGroups(issues, root) });
  const fields = Fields.of(root, 'a Prometheus configuration', undefined, quiet);
  const groups = root.kind === 'map' ? entryOf(root, 'groups') : undefined;
  if (groups !== undefined)
    issues({
      code: 'unknown-key',
      message: 'a Prometheus configuration has no key "groups"',
      why: 'Prometheus rejects the file, and none of these rules was checked',
      help: 'move the groups to a separate file, and add it to "rule_files"',
      range: groups.key.range,
    });
  const globalNode = fields?.map('global');
  const global = globalNode === undefined ? undefined : Fields.of(globalNode, '"global"', undefined, quiet);
  const jobs: ScrapeJob[] = [];
  for (const item of fields?.seq('scrape_configs')?.items ?? []) {
    const job = Fields.of(item, 'a scrape configuration', undefined, quiet);
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
  refuseSameJobs(jobs, issues);
  const ruleFiles = fields?.strings('rule_files') ?? [];
  refuseDeepGlobs(ruleFiles, issues);
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
    relabelledLabels: relabelledLabels(child(root, 'alerting')),
    droppedLabels: droppedTargetLabels(itemsOf(child(root, 'scrape_configs'))),
    ruleFilesRange: root.kind === 'map' ? entryOf(root, 'rule_files')?.key.range : undefined,
    hasAlertmanagers: itemsOf(child(child(root, 'alerting'), 'alertmanagers')).length > 0,
    ruleFiles,
    jobs,
    scrapedJobs: scrapedJobs(root),
  };
}

/** Other files and other servers bring jobs that are not seen here. */
function scrapedJobs(root: YamlNode): readonly string[] | undefined {
  if (['scrape_config_files', 'remote_read'].some((key) => child(root, key) !== undefined)) return undefined;
  const all = itemsOf(child(root, 'scrape_configs')).map(jobLabels);
  return all.some((labels) => labels === undefined) ? undefined : all.flatMap((labels) => labels ?? []);
}

/** Faults of keys and values are reported where all of them are checked. */
const quiet: IssueSink = () => undefined;

/** "groups" has a message of its own. */
function withoutGroups(issues: IssueSink, root: YamlNode): IssueSink {
  const groups = root.kind === 'map' ? entryOf(root, 'groups') : undefined;
  return (issue) => {
    if (issue.range !== groups?.key.range) issues(issue);
  };
}

function refuseSameJobs(jobs: readonly ScrapeJob[], issues: IssueSink): void {
  const seen = new Map<string, Located<string>>();
  for (const { name } of jobs) {
    const first = seen.get(name.value);
    if (first === undefined) seen.set(name.value, name);
    else
      issues({
        code: 'bad-value',
        message: `two scrape configurations have the job name "${name.value}"`,
        why: REFUSED,
        help: 'rename one of them, or merge their targets',
        range: name.range,
        related: [{ range: first.range, message: `the first "${name.value}"` }],
      });
  }
}

/** Prometheus takes "*" in the last part of a path only. */
function refuseDeepGlobs(ruleFiles: readonly Located<string>[], issues: IssueSink): void {
  for (const { value, range } of ruleFiles)
    if (!/^[^*]*(?:\*[^/]*)?$/.test(value))
      issues({
        code: 'bad-value',
        message: `"${value}" is not a path for rule files: only its last part may contain "*"`,
        why: REFUSED,
        help: 'list each folder on a separate line',
        range,
      });
}

/** What the relabelling of alerts may touch, of all Alertmanagers together and of single ones. */
function relabelledLabels(alerting: YamlNode | undefined): ReadonlySet<string> | 'any' {
  const managers = itemsOf(child(alerting, 'alertmanagers'));
  const configs = [alerting, ...managers].flatMap((node) => itemsOf(child(node, 'alert_relabel_configs')));
  const labels = new Set<string>();
  for (const config of configs) {
    const action = textOf(child(config, 'action')) ?? 'replace';
    // A dropped line does not arrive: nothing changes for the others.
    if (['keep', 'drop', 'keepequal', 'dropequal'].includes(action)) continue;
    const target = textOf(child(config, 'target_label'));
    const dropped = action === 'labeldrop' ? textOf(child(config, 'regex')) : undefined;
    // Labels by name, and no pattern.
    const names = (target ?? dropped ?? '').split('|');
    if (!names.every((name) => /^\w+$/.test(name))) return 'any';
    for (const name of names) labels.add(name);
  }
  return labels;
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

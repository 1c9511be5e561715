import type { YamlNode } from '../../yaml/node.ts';
import { child, entryOf } from '../../yaml/node.ts';
import type { Range } from '../../source/range.ts';
import { compileRule } from '../relabel/rules.ts';
import type { PipelineSink } from '../issue.ts';
import { fromYaml } from '../setting.ts';
import type { OpenSetting } from '../setting.ts';
import type { Reading } from '../settings.ts';
import type { FixedLabel, LogSource } from '../source.ts';
import { compileStages } from '../stages/compile.ts';
import type { StageSource } from '../stages/stage-source.ts';
import { expandEnvironment } from './environment.ts';

/** Places of a job, beside static targets, where fixed labels are written. */
const LABELLED = [
  'journal',
  'syslog',
  'gcplog',
  'loki_push_api',
  'windows_events',
  'kafka',
  'azure_event_hubs',
  'gelf',
  'cloudflare',
  'heroku_drain',
];

/**
 * Reads the jobs of a Promtail configuration (3.6, the last release): their targets, relabelling and stages.
 *
 * @param environment variables that `-config.expand-env=true` puts in; others stay as they are written
 */
export function decodeJobs(
  root: YamlNode,
  issues: PipelineSink,
  environment: ReadonlyMap<string, string> = new Map(),
): LogSource[] {
  const expanded = expandEnvironment(root, environment);
  const jobs = items(child(expanded, 'scrape_configs'));
  const clients = [child(expanded, 'client'), ...items(child(expanded, 'clients'))];
  const external = clients.flatMap((client) => labelsOf(child(client, 'external_labels')));
  return jobs.map((job) => decodeJob(job, external, issues));
}

const items = (node: YamlNode | undefined): readonly YamlNode[] => (node?.kind === 'seq' ? node.items : []);

function decodeJob(job: YamlNode, external: readonly FixedLabel[], issues: PipelineSink): LogSource {
  const open: OpenSetting[] = [];
  const reading: Reading = { agent: 'promtail', issues, open };
  const name = child(job, 'job_name');
  const range = name?.range ?? firstKey(job);
  const rules = items(child(job, 'relabel_configs')).flatMap(
    (rule) => compileRule(fromYaml(rule), firstKey(rule), reading) ?? [],
  );
  const stages = items(child(job, 'pipeline_stages')).flatMap((stage) => stageSource(stage, issues));
  return {
    agent: 'promtail',
    name: name?.kind === 'scalar' ? name.text : '',
    range,
    targets: targetsOf(job).map((labels) => ({ labels, rules, globs: true })),
    ways: [
      { steps: [{ kind: 'stages', stages: compileStages(stages, reading) }], external, notFollowed: [] },
    ],
    ...(child(job, 'loki_push_api') === undefined ? {} : { brings: true as const }),
    files: readsFiles(job),
    open,
  };
}

const firstKey = (node: YamlNode): Range =>
  (node.kind === 'map' ? node.entries[0]?.key.range : undefined) ?? node.range;

/** Jobs with targets of their own discover files; Docker's are read from its API, the others listen. */
function readsFiles(job: YamlNode): boolean {
  if (job.kind !== 'map') return false;
  return job.entries.some(({ key }) => /^(?!docker_sd).*(?:_sd_configs|static_configs)$/.test(key.text));
}

function targetsOf(job: YamlNode): FixedLabel[][] {
  const fixed = LABELLED.flatMap((key) => labelsOf(child(child(job, key), 'labels')));
  const groups = items(child(job, 'static_configs'));
  if (groups.length === 0) return [fixed];
  return groups.map((group) => [...fixed, ...labelsOf(child(group, 'labels'))]);
}

function labelsOf(node: YamlNode | undefined): FixedLabel[] {
  if (node?.kind !== 'map') return [];
  return node.entries.flatMap(({ key, value }) =>
    value.kind === 'scalar' ? [{ name: key.text, value: value.text, range: key.range }] : [],
  );
}

/** A stage is a map with one key, its name. */
function stageSource(node: YamlNode, issues: PipelineSink): StageSource[] {
  const [first, second] = node.kind === 'map' ? node.entries : [];
  if (node.kind === 'map' && first !== undefined && second === undefined) {
    const { key, value } = first;
    const inner = value.kind === 'map' ? entryOf(value, 'stages')?.value : undefined;
    return [
      {
        name: key.text,
        nameRange: key.range,
        setting: fromYaml(value),
        inner: items(inner).flatMap((stage) => stageSource(stage, issues)),
      },
    ];
  }
  issues({
    code: 'wrong-type',
    message:
      second === undefined
        ? 'a stage must be a map with the stage name as its key'
        : `a stage has one key, its name, but this one has "${first?.key.text ?? ''}" and "${second.key.text}"`,
    why: 'Promtail does not start with this configuration',
    help:
      second === undefined
        ? 'use "- name:" with a colon'
        : `indent "${second.key.text}" below its stage, or start it with "- "`,
    range: second?.key.range ?? node.range,
  });
  return [];
}

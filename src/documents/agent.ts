import { decodeAlloy, decodeJobs, stagesOf } from '../pipelines/index.ts';
import type { Agent, LogSource } from '../pipelines/index.ts';
import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { YamlNode } from '../yaml/node.ts';
import type { IssueSink } from './issue.ts';

/** A label that an agent puts on a stream, and where that is said. */
export interface StreamLabel {
  readonly name: string;
  readonly range: Range;
  /** How: a fixed label of the target or the client, a stage of the pipeline, a relabelling. */
  readonly source: 'static' | 'stage' | 'relabel';
  /** The extracted value that a `labels` stage takes. */
  readonly extracted?: string;
}

/** A configuration of Promtail or Alloy: what becomes of the lines that it reads. */
export interface AgentDocument {
  readonly kind: 'agent';
  readonly agent: Agent;
  readonly file: SourceFile;
  readonly range: Range;
  readonly streamLabels: readonly StreamLabel[];
  /** Where lines come from, with their way. */
  readonly sources: readonly LogSource[];
  /** Components of Alloy that take lines of others, each as the beginning of a way. */
  readonly receivers: readonly LogSource[];
  /** Read with variables of the environment. */
  readonly withEnvironment: (environment: ReadonlyMap<string, string>) => readonly LogSource[];
}

/** Decodes a Promtail configuration as far as it decides the labels and lines of streams. */
export function decodePromtail(root: YamlNode, file: SourceFile, issues: IssueSink): AgentDocument {
  const sources = decodeJobs(root, issues);
  return {
    kind: 'agent',
    agent: 'promtail',
    file,
    range: root.range,
    sources,
    receivers: [],
    streamLabels: labelsOf(sources),
    withEnvironment: (environment) => decodeJobs(root, () => undefined, environment),
  };
}

/** Decodes a configuration of Alloy; undefined: it has nothing to do with logs. */
export function decodeAlloyFile(file: SourceFile, issues: IssueSink): AgentDocument | undefined {
  const { sources, receivers } = decodeAlloy(file.text, issues);
  if (sources.length + receivers.length === 0) return undefined;
  return {
    kind: 'agent',
    agent: 'alloy',
    file,
    range: { start: 0, end: file.text.length },
    sources,
    receivers,
    streamLabels: labelsOf([...sources, ...receivers]),
    withEnvironment: (environment) => {
      const read = decodeAlloy(file.text, () => undefined, environment);
      return [...read.sources, ...read.receivers];
    },
  };
}

/** Every label that some source gives its lines; each place once. */
function labelsOf(sources: readonly LogSource[]): StreamLabel[] {
  const labels = sources.flatMap((source) => [
    ...source.targets.flatMap((target) =>
      target.labels.map((label) => ({ ...label, source: 'static' as const })),
    ),
    ...source.ways.flatMap(({ external }) =>
      external.map((label) => ({ ...label, source: 'static' as const })),
    ),
    ...relabelled(source),
    ...stagesOf(source).flatMap((stage) =>
      stage.labels.map(({ name, range, from }) => ({
        name,
        range,
        source: 'stage' as const,
        ...('extracted' in from ? { extracted: from.extracted } : {}),
      })),
    ),
  ]);
  const places = new Map(labels.map((label) => [`${label.range.start} ${label.name}`, label] as const));
  return [...places.values()]
    .filter(({ name }) => !name.startsWith('__'))
    .map(({ name, range, source, ...rest }) => ({
      name,
      range,
      source,
      ...('extracted' in rest ? { extracted: rest.extracted } : {}),
    }))
    .sort((a, b) => a.range.start - b.range.start);
}

function relabelled({ targets, ways }: LogSource): StreamLabel[] {
  const steps = ways.flatMap((way) => way.steps);
  const rules = [
    ...targets.flatMap((target) => target.rules),
    ...steps.flatMap((step) => (step.kind === 'relabel' ? step.rules : [])),
  ];
  return rules.flatMap(({ action, target, targetRange }) =>
    target === undefined ||
    targetRange === undefined ||
    !/^(?:replace|hashmod|lowercase|uppercase)$/.test(action)
      ? []
      : [{ name: target, range: targetRange, source: 'relabel' }],
  );
}

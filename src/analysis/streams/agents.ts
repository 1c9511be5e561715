import { SERVICE_NAME } from '../../logql/ingest/index.ts';
import { stagesOf } from '../../pipelines/index.ts';
import type { LogSource } from '../../pipelines/index.ts';
import type { Project } from '../../project/project.ts';

/** Names that agents of the project store as structured metadata, and that none of them sets as a stream label. */
export function metadataOfAgents(project: Project): ReadonlySet<string> {
  return project.once(collectMetadata);
}

function collectMetadata({ agents, catalogue }: Project): ReadonlySet<string> {
  const sources = agents.flatMap((agent) => [...agent.sources, ...agent.receivers]);
  const names = sources.flatMap((source) => stagesOf(source).flatMap(({ metadata }) => metadata ?? []));
  const labels = new Set([
    ...agents.flatMap(({ streamLabels }) => streamLabels.map(({ name }) => name)),
    ...catalogue.streams.flatMap((stream) => [...stream.labels.keys()]),
  ]);
  return new Set(names.filter((name) => !labels.has(name)));
}

/**
 * The stream labels that the agents of the project set; undefined where one of them may set others: it takes pushed
 * streams, maps names of service discovery, or sends lines through what is not followed.
 */
export function labelsOfAgents(project: Project): ReadonlySet<string> | undefined {
  return project.once(collectLabels);
}

function collectLabels({ agents }: Project): ReadonlySet<string> | undefined {
  const sources = agents.flatMap((agent) => agent.sources);
  if (sources.length === 0 || sources.some(isOpen)) return undefined;
  const own = agents.flatMap(({ streamLabels }) => streamLabels.map(({ name }) => name));
  return new Set([...own, SERVICE_NAME, ...(sources.some(({ files }) => files) ? ['filename'] : [])]);
}

/** Sources whose clients bring labels of their own. */
const PUSHED = /^loki\.source\.(?!file\.|docker\.|journal\.|kubernetes\.)/;

function isOpen(source: LogSource): boolean {
  const { name, open, targets, ways } = source;
  const steps = ways.flatMap((way) => way.steps);
  const rules = [
    ...targets.flatMap((target) => target.rules),
    ...steps.flatMap((step) => (step.kind === 'relabel' ? step.rules : [])),
  ];
  return (
    PUSHED.test(name) ||
    source.brings === true ||
    open.length > 0 ||
    ways.length === 0 ||
    ways.some(({ notFollowed }) => notFollowed.length > 0) ||
    rules.some(({ action }) => action === 'labelmap') ||
    stagesOf(source).some(({ anyLabels, unplayed }) => anyLabels === true || unplayed !== undefined)
  );
}

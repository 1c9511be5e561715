import type { StreamDefinition } from '../../documents/catalogue/types.ts';
import { SERVICE_NAME } from '../../logql/ingest/index.ts';
import type { LabelMatcher, StreamSelector } from '../../logql/syntax/index.ts';
import { matcherTest, parseLogql, unparen } from '../../logql/syntax/index.ts';
import type { Project } from '../../project/project.ts';

export { labelsOfAgents, metadataOfAgents } from './agents.ts';

/** A kind of log stream that the catalogue describes. */
export interface KnownStream {
  /** The values that a label can have, undefined where the catalogue does not list them. */
  readonly labels: ReadonlyMap<string, readonly string[] | undefined>;
  /** The labels by which the catalogue distinguishes this kind of stream from others. */
  readonly identity: ReadonlySet<string>;
  /** The fields of its lines; none: the catalogue does not say. */
  readonly fields: readonly string[];
}

/** Labels that Loki and its agents add to streams of any kind: the catalogue need not name them. */
const ADDED = [SERVICE_NAME, 'filename'];

/**
 * The streams of the catalogue that a selector may be about: those that its matchers on identifying labels allow. None:
 * the catalogue does not describe such streams.
 */
export function streamsMeant(selector: StreamSelector, project: Project): readonly KnownStream[] {
  return project.catalogue.streams
    .map(knownStream)
    .filter((stream) =>
      selector.matchers.every((matcher) => !stream.identity.has(matcher.name) || mayMatch(matcher, stream)),
    );
}

/** The labels of all streams that the catalogue describes, those that Loki and its agents add included. Empty: none is described. */
export function knownStreamLabels({ catalogue }: Project): ReadonlySet<string> {
  return new Set(catalogue.streams.flatMap((stream) => [...knownStream(stream).labels.keys()]));
}

function knownStream({ selector, labels, fields }: StreamDefinition): KnownStream {
  const own = new Map<string, readonly string[] | undefined>(ADDED.map((name) => [name, undefined]));
  const matchers = matchersOf(selector);
  for (const { name, op, value } of matchers) own.set(name, op === '=' ? [value] : undefined);
  for (const { name, values } of labels.values()) own.set(name, values ?? own.get(name));
  return { labels: own, identity: new Set(matchers.map(({ name }) => name)), fields };
}

function matchersOf(selector: string): readonly LabelMatcher[] {
  const { expr } = parseLogql(selector);
  const query = expr === undefined ? undefined : unparen(expr);
  return query?.kind === 'LogQuery' ? query.selector.matchers : [];
}

/** Whether some value of the label passes; a label that the stream does not have is empty. */
function mayMatch(matcher: LabelMatcher, { labels }: KnownStream): boolean {
  const test = matcherTest(matcher);
  if (!labels.has(matcher.name)) return test('');
  const values = labels.get(matcher.name);
  return values === undefined || values.some(test);
}

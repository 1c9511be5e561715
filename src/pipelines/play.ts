import { matchRooted } from '../util/glob-match.ts';
import type { Entry } from './entry.ts';
import { relabel, withoutMeta } from './relabel/rules.ts';
import type { LogSource, Step, Way } from './source.ts';
import { stagesOf } from './source.ts';
import { TENANT_LABEL } from './stages/lines.ts';
import type { Emit, Stage } from './stages/stage.ts';
import { chain, keeping } from './stages/stage.ts';

/** A line as the agent reads it. Times are nanoseconds since 1970. */
export interface RawLine {
  readonly line: string;
  readonly at: bigint;
  /** Labels of the line by itself, as another component sends it. */
  readonly labels?: ReadonlyMap<string, string>;
  readonly metadata?: ReadonlyMap<string, string>;
}

/** Lines of one target. */
export interface SentLines {
  /** Labels of service discovery (`__meta_...`) and others that the target has beyond those of the configuration. */
  readonly labels: ReadonlyMap<string, string>;
  /** The file that they are in. */
  readonly file: string | undefined;
  /** In the order of time. */
  readonly lines: readonly RawLine[];
}

/** A line as the agent sends it to Loki. */
export interface ArrivedLine {
  readonly labels: ReadonlyMap<string, string>;
  readonly metadata: ReadonlyMap<string, string>;
  readonly line: string;
  readonly timestamp: bigint;
  /** When it was sent. */
  readonly at: bigint;
}

/** Why lines cannot be played. */
export interface PlayProblem {
  readonly message: string;
  readonly help: string;
}

/** Plays lines through a source: the labels and lines that arrive at Loki, in the order in which they are sent. */
export function playLines(
  source: LogSource,
  sent: SentLines,
): { readonly arrived: readonly ArrivedLine[] } | { readonly problem: PlayProblem } {
  const problem = cannotPlay(source);
  if (problem !== undefined) return { problem };
  const targets = targetsOf(source, sent);
  if ('problem' in targets) return targets;
  return { arrived: targets.labels.flatMap((labels) => [...playTarget(source, labels, sent.lines)]) };
}

function cannotPlay(source: LogSource): PlayProblem | undefined {
  const stage = stagesOf(source).find(({ unplayed }) => unplayed !== undefined);
  if (stage !== undefined)
    return {
      message: `cannot play "${source.name}": ${stage.unplayed}`,
      help: 'write the streams with their labels, as Loki receives them, instead of "pipeline"',
    };
  const [gap] = source.ways.flatMap(({ notFollowed }) => notFollowed);
  if (gap !== undefined)
    return {
      message: `cannot play "${source.name}": its lines go through ${gap.what}, which rulecheck does not follow`,
      help: 'write the streams with their labels, as Loki receives them, instead of "pipeline"',
    };
  const [open] = source.open;
  if (open === undefined) return undefined;
  return {
    message: `cannot play "${source.name}": it uses ${open.what}, whose value only the running agent has`,
    help: 'set variables of the environment under "environment" of the "logs" of the scenario',
  };
}

/** The labels of each target that reads the lines; a dropped target reads none. */
function targetsOf(
  source: LogSource,
  { labels: found, file }: SentLines,
): { readonly labels: readonly ReadonlyMap<string, string>[] } | { readonly problem: PlayProblem } {
  const targets = source.targets.flatMap(({ labels: fixed, rules, globs }) => {
    const labels = new Map([...fixed.map(({ name, value }) => [name, value] as const), ...found]);
    return relabel(labels, rules) ? [{ labels, globs }] : [];
  });
  if (!source.files) return { labels: targets.map(({ labels }) => withoutMeta(labels)) };
  const reading = targets.filter(({ labels, globs }) => reads(labels, globs, file));
  const paths = targets.map(({ labels }) => labels.get('__path__') ?? 'no path');
  if (targets.length > 0 && reading.length === 0) return { problem: noFile(source, paths, file) };
  return {
    labels: reading.map(({ labels }) =>
      withoutMeta(labels).set('filename', file ?? labels.get('__path__') ?? ''),
    ),
  };
}

const GLOB = /[*?[{]/;

function reads(labels: ReadonlyMap<string, string>, globs: boolean, file: string | undefined): boolean {
  const path = labels.get('__path__');
  if (path === undefined) return file !== undefined;
  if (!globs) return !GLOB.test(path) && (file === undefined || file === path);
  return file === undefined ? !GLOB.test(path) : matchRooted(path.slice(1), file.slice(1));
}

function noFile({ name }: LogSource, paths: readonly string[], file: string | undefined): PlayProblem {
  return {
    message: `"${name}" reads ${paths.join(', ')}, and ${file === undefined ? 'the input names no file' : `not "${file}"`}`,
    help: 'write "file: /var/log/app.log" with the path of a file that it reads: its lines have it as the label filename; in Alloy a pattern needs local.file_match',
  };
}

function stageOf(step: Step): Stage {
  if (step.kind === 'stages') return chain(step.stages.map((stage) => stage.create()));
  // A line whose labels are gone is dropped.
  return keeping((entry) => relabel(entry.labels, step.rules) && entry.labels.size > 0)();
}

/** What arrives of a target's lines, on all ways. */
function playTarget(
  { ways }: LogSource,
  labels: ReadonlyMap<string, string>,
  lines: readonly RawLine[],
): ArrivedLine[] {
  return ways.flatMap((way) => playWay(way, labels, lines));
}

function playWay(way: Way, labels: ReadonlyMap<string, string>, lines: readonly RawLine[]): ArrivedLine[] {
  const arrived: ArrivedLine[] = [];
  let now = 0n;
  const send: Emit = (entry) => arrived.push(sentEntry(entry, way, now));
  const stages = way.steps.map(stageOf);
  // Each pipeline sees the labels as values of its own; stages of one pipeline share theirs.
  const from = (index: number): Emit => {
    const stage = stages[index];
    if (stage === undefined) return send;
    return (entry) => stage.push({ ...entry, extracted: new Map() }, from(index + 1), now);
  };
  for (const { line, at, labels: own, metadata } of lines) {
    now = at;
    for (const [index, stage] of stages.entries()) stage.tick?.(now, from(index + 1));
    from(0)({
      labels: new Map([...labels, ...(own ?? [])]),
      metadata: [...(metadata ?? [])],
      extracted: new Map(),
      timestamp: at,
      line,
    });
  }
  for (const [index, stage] of stages.entries()) stage.end?.(from(index + 1));
  return arrived;
}

function sentEntry({ labels, metadata, line, timestamp }: Entry, way: Way, at: bigint): ArrivedLine {
  const external = way.external.map(({ name, value }) => [name, value] as const);
  const sent = new Map([...external, ...labels]);
  sent.delete(TENANT_LABEL);
  return { labels: sent, metadata: new Map(metadata), line, timestamp, at };
}

import { cutNote } from '../project/bounds.ts';
import { displayPath } from '../project/discover.ts';
import type { FoundFile } from '../project/discover.ts';
import { isProject } from '../project/place.ts';
import type { Project } from '../project/project.ts';
import { matchRooted } from '../util/glob-match.ts';
import { plural } from '../util/plural.ts';
import { printablePath } from '../util/printable.ts';
import type { FindOptions } from './find-files.ts';
import { userPath } from './io.ts';
import type { Io } from './io.ts';
import { inShard } from './shards/shard.ts';
import type { Shard } from './shards/shard.ts';

/** What came on standard input, and the name that the user gave it. */
export interface StandardInput {
  readonly name: string | undefined;
  readonly text: string;
}

/** What takes the place of files that were found. */
export interface Substitutes {
  readonly stdin: StandardInput | undefined;
  /** No file was named besides standard input. */
  readonly onlyStdin: boolean;
  readonly shard: Shard | undefined;
}

/** The files as the run sees them: those of its part, or with standard input in the place of a file. */
export function withInput(
  found: readonly FoundFile[],
  { stdin, onlyStdin, shard }: Substitutes,
  io: Io,
): readonly FoundFile[] {
  if (stdin !== undefined) return withStandardInput(found, stdin, onlyStdin, io);
  return shard === undefined ? found : inShard(found, shard);
}

/** Says what a search did not find, and what it left out because there is too much of it. */
export function tellSearch(found: readonly FoundFile[], find: FindOptions, io: Io): void {
  const cut = found.find((file) => file.cut !== undefined)?.cut;
  if (cut !== undefined) {
    const known = find.onlyProject === true || isProject(io.cwd);
    io.stderr.write(`note: ${printablePath(cutNote(io.cwd, known, cut))}\n`);
    return;
  }
  for (const glob of find.onlyStdin ? [] : unmatchedIncludes(find.include, found))
    io.stderr.write(`note: "include" has the pattern "${printablePath(glob)}", which matches no file\n`);
}

/** Patterns of `include` that find nothing. `exclude` may name folders that only a build makes, so it is not judged. */
function unmatchedIncludes(include: readonly string[], found: readonly FoundFile[]): string[] {
  return include.filter(
    (glob) => !glob.startsWith('!') && !found.some(({ path }) => matchRooted(glob, path)),
  );
}

/** Names each file with what was found in it. */
export function describeProject(project: Project, root: string, debug: (text: string) => void): void {
  debug(`project ${root}: ${plural(project.files.length, 'file')}`);
  for (const { file, documents, issues } of project.files) {
    const kinds =
      documents.length === 0 ? 'format not recognised' : documents.map(({ kind }) => kind).join(', ');
    const faults = issues.length === 0 ? '' : `; ${plural(issues.length, 'issue')}`;
    debug(
      `  ${file.path}: ${kinds}${faults}${project.isReported(file) ? '' : ' (context only, not reported on)'}`,
    );
  }
}

/** Standard input stands for the file whose name it was given, as an editor has it before it is saved. */
function withStandardInput(
  found: readonly FoundFile[],
  { name, text }: StandardInput,
  alone: boolean,
  io: Io,
): FoundFile[] {
  const others = alone ? found.map((file): FoundFile => ({ ...file, unreported: true })) : found;
  if (name === undefined) return [...others, { path: '<stdin>', text, named: true }];
  const path = displayPath(io.cwd, userPath(io, name));
  return [...others.filter((file) => file.path !== path), { path, base: io.cwd, text, named: true }];
}

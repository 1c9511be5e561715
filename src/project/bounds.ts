import { getHeapStatistics } from 'node:v8';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { plural } from '../util/plural.ts';

/** How much is searched and read before a run gives up rather than runs out of memory, or seems to hang. */
export interface Bounds {
  /** Files and folders that a search may look at, without those that it never enters. */
  readonly entries: number;
  /** Files that a search may find. */
  readonly files: number;
  /** Bytes of them that may be read. */
  readonly bytes: number;
  /** Bytes of text that may be kept, because it may hold alerting. */
  readonly kept: number;
  /** Characters that the files with documents may have: parsed and checked, each takes 30 to 40 bytes of memory. */
  readonly documents: number;
}

/** A bound that was reached; `readable`: something there may not be read by this user. */
export interface Reached {
  readonly bound: keyof Bounds | 'readable';
  readonly limit: number;
}

const MIB = 1024 * 1024;
const heapBytes = getHeapStatistics().heap_size_limit;

/** A project: a git repository, or a folder with a configuration; and a folder that the user named. */
export const PROJECT: Bounds = {
  entries: 500_000,
  files: 100_000,
  bytes: 2048 * MIB,
  kept: Math.round(heapBytes / 8),
  documents: Math.round(heapBytes / 48),
};

/** A folder that is not a project, where the user named nothing: it may be the home folder, or `/tmp`. */
export const FOLDER: Bounds = { ...PROJECT, entries: 50_000, files: 20_000, bytes: 256 * MIB };

/** The files around named files in a folder that is not a project: it need not have anything to do with them. */
export const SURROUNDINGS: Bounds = { ...PROJECT, entries: 20_000, files: 2_000, bytes: 32 * MIB };

/** A search or a reading ended at a bound. */
export class BoundReached extends Error {
  readonly reached: Reached;

  constructor(reached: Reached) {
    super(describeBound(reached));
    this.reached = reached;
  }
}

/** Counts what a search and the reading after it take. */
export class Budget {
  readonly #bounds: Bounds;
  readonly #used = { entries: 0, files: 0, bytes: 0, kept: 0, documents: 0 };

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  /** @throws BoundReached */
  take(bound: keyof Bounds, count: number): void {
    this.#used[bound] += count;
    const limit = this.#bounds[bound];
    if (this.#used[bound] > limit) throw new BoundReached({ bound, limit });
  }
}

/** `more than 20,000 files and folders`. */
function describeBound({ bound, limit }: Reached): string {
  const size = `${Math.max(1, Math.round(limit / MIB))} MiB`;
  switch (bound) {
    case 'entries':
      return `more than ${plural(limit, 'file or folder', 'files and folders')}`;
    case 'files':
      return `more than ${plural(limit, 'YAML, JSON, rule or Markdown file', 'YAML, JSON, rule and Markdown files')}`;
    case 'bytes':
      return `more than ${size} of YAML, JSON, rule and Markdown files`;
    case 'kept':
      return `more than ${size} of text that may define alerting`;
    case 'documents':
      return `more than ${size} of rules, routes, tests and dashboards`;
    case 'readable':
      return 'files or folders that you may not read';
  }
}

/**
 * The note of a run that knows less than the project.
 *
 * @param folder as it is shown
 */
export function cutNote(folder: string, isProject: boolean, reached: Reached): string {
  const what = isProject ? 'the project' : 'the folder';
  const why = isProject ? '' : ' and is not a git repository';
  const help = isProject
    ? 'leave out other folders with "exclude" in rulecheck.yaml'
    : 'create rulecheck.yaml in the folder of your rules';
  return `${what} "${folder}" contains ${describeBound(reached)}${why}, so only what you named and the files beside it are known; to have more known, ${help}`;
}

/**
 * The error of a run that was asked to report on more than it may read.
 *
 * @param folder as it is shown
 * @param isProject it is a git repository, or has a configuration; undefined: the user named the folder
 */
export function tooMuch(folder: string, isProject: boolean | undefined, reached: Reached): UserError {
  const kind = isProject === true ? 'project' : 'folder';
  const about = isProject === false ? ', which is not a git repository and has no rulecheck.yaml,' : '';
  return new UserError(
    `the ${kind} "${folder}"${about} contains ${describeBound(reached)}, so nothing was checked`,
    EXIT.usage,
    helpFor(isProject !== false, reached),
  );
}

function helpFor(isProject: boolean, { bound }: Reached): string {
  const pass = 'pass the folders with your rules: rulecheck lint path/to/rules';
  if (!isProject) return `${pass}; or, if all of it is one project, create an empty rulecheck.yaml there`;
  const exclude = 'leave out other folders with "exclude" in rulecheck.yaml or with .gitignore';
  if (bound !== 'kept' && bound !== 'documents') return `${pass}; or ${exclude}`;
  return `${pass}; or ${exclude}; or give Node more memory: NODE_OPTIONS=--max-old-space-size=${doubledMiB()}`;
}

const doubledMiB = (): number => Math.ceil((heapBytes * 2) / MIB / 1024) * 1024;

import { existsSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { mapLimited } from '../util/map-limited.ts';
import {
  commitOf,
  failed,
  git,
  isNamedRepository,
  missing,
  noRepository,
  unknownRevision,
  withoutFilters,
} from './git-run.ts';
import type { GitFailure, GitOptions } from './git-run.ts';
import { realPath, repositoryTop } from './working-tree.ts';

/** One file that differs from a revision, with absolute paths. */
export interface GitChange {
  /** undefined: the file is gone. */
  readonly path: string | undefined;
  /** undefined: the file is new. */
  readonly oldPath: string | undefined;
  /** The text at the revision, where there was one. */
  readonly oldText: string | undefined;
}

export type GitChanges = { readonly status: 'known'; readonly changes: readonly GitChange[] } | GitFailure;

/** git processes at a time. */
const AT_ONCE = 8;
/** The mode of a submodule in a tree. */
const SUBMODULE = '160000';

/**
 * What the working tree changes since it left a revision: commits of this branch, staged and unstaged work and
 * untracked files, with renames followed, in submodules too. What the revision's own branch did since then does not
 * count; where both merged one another, nor does what is as one of them had it.
 *
 * @param revision a branch, tag or commit, as a user gives it; `HEAD` before the first commit: everything is new
 * @param untracked files that git does not know are changes
 */
export async function changesSince(cwd: string, revision: string, untracked = true): Promise<GitChanges> {
  const root = await rootOf(cwd);
  if (typeof root !== 'string') return root;
  const bases = await mergeBases(root, revision);
  if (!Array.isArray(bases)) return bases;
  const all: (readonly GitChange[])[] = [];
  for (const base of bases) {
    const result = await changesFrom(root, base, untracked);
    if (result.status === 'failed') return result;
    all.push(result.changes);
  }
  const [first = [], ...others] = all.map((changes) => new Map(changes.map((each) => [keyOf(each), each])));
  const ours = [...first].filter(([key]) => others.every((changes) => changes.has(key)));
  return { status: 'known', changes: ours.map(([, change]) => change) };
}

const keyOf = ({ path, oldPath }: GitChange): string | undefined => path ?? oldPath;

/**
 * The root of the repository around a folder. Where the environment names none, git is asked in the folder that has the
 * `.git`: from a folder below it, git would take the files of a bare repository there for the repository.
 */
async function rootOf(cwd: string): Promise<string | GitFailure> {
  const folder = isNamedRepository() ? cwd : repositoryTop(realPath(cwd));
  const top = await git(folder ?? cwd, ['rev-parse', '--show-toplevel']);
  if (top.missing) return missing();
  return top.ok && folder !== undefined ? top.stdout.replace(/\r?\n$/, '') : noRepository(cwd);
}

/** Files of another repository are asked for there; a program that its configuration names would run for the rest. */
const DIFF = [
  ...['diff', '--raw', '-z', '-M', '--no-abbrev'],
  ...['--no-ext-diff', '--no-textconv', '--ignore-submodules=dirty'],
];

/** What a working tree changes from a commit or tree. @param inSubmodule of a submodule */
async function changesFrom(
  root: string,
  base: string,
  untracked: boolean,
  inSubmodule = false,
): Promise<Extract<GitChanges, { status: 'known' }> | GitFailure> {
  const options = { inSubmodule, env: await withoutFilters(root, inSubmodule) };
  const diff = await git(root, [...DIFF, base, '--'], options);
  const others = untracked
    ? await git(root, ['ls-files', '--others', '--exclude-standard', '-z', '--full-name'], options)
    : undefined;
  if (!diff.ok || others?.ok === false) return failed(diff.ok ? (others?.stderr ?? '') : diff.stderr);
  const entries = parseRawDiff(diff.stdout);
  const changes = await mapLimited(entries, AT_ONCE, async (entry) => {
    const { path, oldPath, oldId } = entry;
    const paths = {
      path: path === undefined ? undefined : join(root, path),
      oldPath: oldPath === undefined ? undefined : join(root, oldPath),
    };
    if (entry.mode === SUBMODULE && path !== undefined)
      return submoduleChanges(join(root, path), entry.oldMode === SUBMODULE ? oldId : undefined, untracked);
    const isFile = oldPath !== undefined && entry.oldMode !== SUBMODULE;
    const old = isFile ? await git(root, ['cat-file', 'blob', oldId], options) : undefined;
    return [{ ...paths, oldText: old?.ok === true ? old.stdout : undefined }];
  });
  const told = new Set(entries.map((entry) => entry.path));
  const inside = (await submodules(root, options)).filter(({ path }) => !told.has(path));
  const below = await mapLimited(inside, AT_ONCE, ({ path, id }) =>
    submoduleChanges(join(root, path), id, untracked),
  );
  return {
    status: 'known',
    changes: [...changes.flat(), ...below.flat(), ...newFiles(root, others?.stdout ?? '')],
  };
}

/** The submodules of an index, each with its commit. */
async function submodules(
  root: string,
  options: GitOptions,
): Promise<readonly { path: string; id: string }[]> {
  const staged = await git(root, ['ls-files', '--stage', '-z', '--full-name'], options);
  return staged.stdout.split('\0').flatMap((line) => {
    const [, id, path] = /^160000 ([0-9a-f]+) 0\t(.*)$/s.exec(line) ?? [];
    return id === undefined || path === undefined ? [] : [{ path, id }];
  });
}

/** What changed in a submodule since a commit of its own; undefined or one that was not fetched: everything is new. */
async function submoduleChanges(
  folder: string,
  base: string | undefined,
  untracked: boolean,
): Promise<readonly GitChange[]> {
  // Without it git would answer for the repository around.
  if (!existsSync(join(folder, '.git'))) return [];
  const result = base === undefined ? undefined : await changesFrom(folder, base, untracked, true);
  if (result?.status === 'known') return result.changes;
  const others = untracked ? ['--others'] : [];
  const listed = await git(folder, ['ls-files', '--cached', ...others, '--exclude-standard', '-z'], {
    inSubmodule: true,
  });
  return newFiles(folder, listed.stdout);
}

function newFiles(root: string, listed: string): GitChange[] {
  const paths = listed.split('\0').filter((path) => path !== '');
  return paths.map((path) => ({ path: join(root, path), oldPath: undefined, oldText: undefined }));
}

/** What git says of a file at a revision. */
export type GitFile =
  | { readonly status: 'known'; readonly text: string }
  | { readonly status: 'failed'; readonly message: string; readonly help: string };

/** The text of a file at a branch, tag or commit, as git keeps it; `path` counts from `cwd`. */
export async function fileAtRevision(cwd: string, revision: string, path: string): Promise<GitFile> {
  const root = await rootOf(cwd);
  if (typeof root !== 'string') return root;
  const commit = await commitOf(root, revision);
  if (commit === undefined) return unknownRevision(revision, false);
  const fromRoot = relative(realPath(root), resolve(realPath(cwd), path))
    .split(sep)
    .join('/');
  // Not "show", which converts with a program that the repository's configuration may name.
  const blob = await git(root, ['cat-file', 'blob', `${commit}:${fromRoot}`]);
  if (blob.ok) return { status: 'known', text: blob.stdout };
  return {
    status: 'failed',
    message: `there is no file "${path}" at "${revision}"`,
    help: 'the path counts from the working directory',
  };
}

/** One entry of a diff. */
export interface RawDiffEntry {
  readonly oldMode: string;
  readonly mode: string;
  readonly oldId: string;
  readonly path: string | undefined;
  readonly oldPath: string | undefined;
}

/** Reads `git diff --raw -z`: modes, ids and a status, then one path, or two for renames and copies. */
export function parseRawDiff(output: string): RawDiffEntry[] {
  const fields = output.split('\0');
  const entries: RawDiffEntry[] = [];
  for (let i = 0; i + 1 < fields.length;) {
    const [oldMode = '', mode = '', oldId = '', , status = ''] = fields[i++]!.replace(/^:/, '').split(' ');
    const first = fields[i++]!;
    const two = status.startsWith('R') || status.startsWith('C') ? fields[i++]! : undefined;
    const isOld = status !== 'A' && !status.startsWith('C');
    const path = status === 'D' ? undefined : (two ?? first);
    entries.push({ oldMode, mode, oldId, path, oldPath: isOld ? first : undefined });
  }
  return entries;
}

/** Where this branch left a revision: several commits where both have merged one another. */
async function mergeBases(root: string, revision: string): Promise<string[] | GitFailure> {
  const shallow = await git(root, ['rev-parse', '--is-shallow-repository']);
  const isShallow = shallow.ok && shallow.stdout.trim() === 'true';
  const commit = await commitOf(root, revision);
  if (commit === undefined) {
    if ((await commitOf(root, 'HEAD')) !== undefined) return unknownRevision(revision, isShallow);
    return revision === 'HEAD' ? emptyTree(root) : noCommit(revision);
  }
  const base = await git(root, ['merge-base', '--all', commit, 'HEAD']);
  if (base.ok) return base.stdout.trim().split('\n');
  if (isShallow) {
    return {
      status: 'failed',
      code: 'shallow',
      message: `this clone is shallow: it does not reach back to where the branch left "${revision}"`,
      help: 'fetch the history: git fetch --unshallow (in GitHub Actions: actions/checkout with fetch-depth: 0)',
    };
  }
  return {
    status: 'failed',
    code: 'unrelated',
    message: `"${revision}" and this branch have no common commit`,
    help: 'name the branch that this one was made from',
  };
}

/** The tree of no files, from which everything is new. */
async function emptyTree(root: string): Promise<string[] | GitFailure> {
  const tree = await git(root, ['hash-object', '-t', 'tree', '--stdin']);
  return tree.ok ? [tree.stdout.trim()] : failed(tree.stderr);
}

function noCommit(revision: string): GitFailure {
  return {
    status: 'failed',
    code: 'no-commit',
    message: `there is no commit "${revision}": this repository has no commit yet`,
    help: 'commit first, or use --since HEAD: before the first commit everything is new',
  };
}

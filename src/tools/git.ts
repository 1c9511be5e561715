import { join } from 'node:path';
import { runTool } from './run.ts';

/** One file that differs from a revision, with absolute paths. */
export interface GitChange {
  /** undefined: the file is gone. */
  readonly path: string | undefined;
  /** undefined: the file is new. */
  readonly oldPath: string | undefined;
  /** The text at the revision, where there was one. */
  readonly oldText: string | undefined;
}

export type GitErrorCode =
  'git-missing' | 'no-repository' | 'unknown-revision' | 'shallow' | 'unrelated' | 'git-failed';

export type GitChanges =
  | { readonly status: 'known'; readonly changes: readonly GitChange[] }
  | {
      readonly status: 'failed';
      readonly code: GitErrorCode;
      readonly message: string;
      readonly help: string;
    };

type Failure = Extract<GitChanges, { status: 'failed' }>;

const QUIET = ['-c', 'core.quotepath=off', '-c', 'core.fsmonitor=false', '--no-pager'];

/**
 * What the working tree changes since it left a revision: commits of this branch, staged and unstaged work and
 * untracked files, with renames followed. What the revision's own branch did since then does not count.
 *
 * @param revision a branch, tag or commit, as a user gives it
 */
export async function changesSince(cwd: string, revision: string): Promise<GitChanges> {
  const top = await git(cwd, ['rev-parse', '--show-toplevel']);
  if (!top.ok) return top.missing ? missing() : noRepository(cwd);
  const root = top.stdout.trimEnd();
  const base = await mergeBase(root, revision);
  if (typeof base !== 'string') return base;
  const diff = await git(root, ['diff', '--name-status', '-z', '-M', '--no-ext-diff', base, '--']);
  const untracked = await git(root, ['ls-files', '--others', '--exclude-standard', '-z', '--full-name']);
  if (!diff.ok || !untracked.ok) return failed(diff.ok ? untracked.stderr : diff.stderr);
  const changes: GitChange[] = [];
  for (const { path, oldPath } of parseNameStatus(diff.stdout)) {
    const old = oldPath === undefined ? undefined : await git(root, ['show', `${base}:${oldPath}`]);
    changes.push({
      path: path === undefined ? undefined : join(root, path),
      oldPath: oldPath === undefined ? undefined : join(root, oldPath),
      // What is no text, a submodule say, has no rules.
      oldText: old?.ok === true ? old.stdout : undefined,
    });
  }
  for (const path of untracked.stdout.split('\0').filter((each) => each !== ''))
    changes.push({ path: join(root, path), oldPath: undefined, oldText: undefined });
  return { status: 'known', changes };
}

/** What git says of a file at a revision. */
export type GitFile =
  | { readonly status: 'known'; readonly text: string }
  | { readonly status: 'failed'; readonly message: string; readonly help: string };

/** The text of a file at a branch, tag or commit; `path` counts from `cwd`. */
export async function fileAtRevision(cwd: string, revision: string, path: string): Promise<GitFile> {
  const commit = await git(cwd, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${revision}^{commit}`,
  ]);
  if (!commit.ok) {
    if (commit.missing) return missing();
    const inside = await git(cwd, ['rev-parse', '--show-toplevel']);
    return inside.ok ? unknownRevision(revision, false) : noRepository(cwd);
  }
  const shown = await git(cwd, ['show', `${commit.stdout.trim()}:./${path}`]);
  if (shown.ok) return { status: 'known', text: shown.stdout };
  return {
    status: 'failed',
    message: `there is no file "${path}" at "${revision}"`,
    help: 'the path counts from the working directory',
  };
}

/** Reads `git diff --name-status -z`: a status, then one path, or two for renames and copies. */
export function parseNameStatus(output: string): { path: string | undefined; oldPath: string | undefined }[] {
  const fields = output.split('\0');
  const changes: { path: string | undefined; oldPath: string | undefined }[] = [];
  for (let i = 0; i + 1 < fields.length;) {
    const status = fields[i++]!;
    const first = fields[i++]!;
    if (status.startsWith('R')) changes.push({ path: fields[i++]!, oldPath: first });
    else if (status.startsWith('C')) changes.push({ path: fields[i++]!, oldPath: undefined });
    else if (status === 'A') changes.push({ path: first, oldPath: undefined });
    else if (status === 'D') changes.push({ path: undefined, oldPath: first });
    else changes.push({ path: first, oldPath: first });
  }
  return changes;
}

async function mergeBase(root: string, revision: string): Promise<string | Failure> {
  const shallow = await git(root, ['rev-parse', '--is-shallow-repository']);
  const isShallow = shallow.ok && shallow.stdout.trim() === 'true';
  const commit = await git(root, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${revision}^{commit}`,
  ]);
  if (!commit.ok) return unknownRevision(revision, isShallow);
  const base = await git(root, ['merge-base', commit.stdout.trim(), 'HEAD']);
  if (base.ok) return base.stdout.trim();
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

function unknownRevision(revision: string, isShallow: boolean): Failure {
  const [remote, ...rest] = revision.split('/');
  const branch = rest.length > 0 && remote === 'origin' ? rest.join('/') : revision;
  const name = /^[\w./-]+$/.test(branch) && !branch.startsWith('-') ? branch : '<branch>';
  const fetch = `git fetch origin ${name}:refs/remotes/origin/${name}`;
  return {
    status: 'failed',
    code: isShallow ? 'shallow' : 'unknown-revision',
    message: `there is no commit "${revision}" in this clone${isShallow ? ', which is shallow' : ''}`,
    help: isShallow
      ? `fetch it with its history: git fetch --unshallow; ${fetch} (in GitHub Actions: fetch-depth: 0)`
      : `check the name, or fetch it: ${fetch}, and name it origin/${name}`,
  };
}

function missing(): Failure {
  return { status: 'failed', code: 'git-missing', message: 'git was not found', help: 'install git' };
}

function noRepository(cwd: string): Failure {
  return {
    status: 'failed',
    code: 'no-repository',
    message: `"${cwd}" is in no git repository, or git refuses to read it`,
    help: 'run rulecheck inside the clone; for "dubious ownership" see git config safe.directory',
  };
}

function failed(stderr: string): Failure {
  return {
    status: 'failed',
    code: 'git-failed',
    message: `git failed: ${stderr.trim()}`,
    help: 'run git status',
  };
}

interface GitRun {
  readonly ok: boolean;
  readonly missing: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

async function git(cwd: string, args: readonly string[]): Promise<GitRun> {
  const run = await runTool('git', [...QUIET, ...args], { cwd });
  if (run.status === 'failed')
    return { ok: false, missing: run.code === 'tool-missing', stdout: '', stderr: run.message };
  return { ok: run.exitCode === 0, missing: false, stdout: run.stdout, stderr: run.stderr };
}

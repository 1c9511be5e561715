import { runTool } from './run.ts';

export type GitErrorCode =
  'git-missing' | 'no-repository' | 'no-commit' | 'unknown-revision' | 'shallow' | 'unrelated' | 'git-failed';

/** Why git could not be asked, and what to do. */
export interface GitFailure {
  readonly status: 'failed';
  readonly code: GitErrorCode;
  readonly message: string;
  readonly help: string;
}

/** `core.quotepath` is for eyes only; a monitor of the file system is a program of the repository's choice. */
const QUIET = ['-c', 'core.quotepath=off', '-c', 'core.fsmonitor=false', '--no-pager'];

/** What git's hooks say of their own repository is wrong in a submodule. */
const NO_REPOSITORY = { GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined };

export interface GitRun {
  readonly ok: boolean;
  /** There is no git. */
  readonly missing: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs git in a folder. @param inSubmodule it is another repository than the one that the environment may name */
export async function git(cwd: string, args: readonly string[], inSubmodule = false): Promise<GitRun> {
  const run = await runTool('git', [...QUIET, ...args], {
    cwd,
    ...(inSubmodule ? { env: NO_REPOSITORY } : {}),
  });
  if (run.status === 'failed')
    return { ok: false, missing: run.code === 'tool-missing', stdout: '', stderr: run.message };
  return { ok: run.exitCode === 0, missing: false, stdout: run.stdout, stderr: run.stderr };
}

/** The commit that a user's words mean; undefined: there is none. */
export async function commitOf(cwd: string, revision: string): Promise<string | undefined> {
  const asked = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const commit = await git(cwd, asked);
  return commit.ok ? commit.stdout.trim() : undefined;
}

export function missing(): GitFailure {
  return { status: 'failed', code: 'git-missing', message: 'git was not found', help: 'install git' };
}

export function noRepository(cwd: string): GitFailure {
  return {
    status: 'failed',
    code: 'no-repository',
    message: `"${cwd}" is in no git repository, or git refuses to read it`,
    help: 'run rulecheck inside the clone; for "dubious ownership" see git config safe.directory',
  };
}

export function failed(stderr: string): GitFailure {
  return {
    status: 'failed',
    code: 'git-failed',
    message: `git failed: ${stderr.trim()}`,
    help: 'run git status',
  };
}

export function unknownRevision(revision: string, isShallow: boolean): GitFailure {
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

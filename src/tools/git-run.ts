import { findProgram, safePath } from './find.ts';
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

/**
 * A repository may name programs in its configuration, and a pull request may hold the plain files of a bare repository:
 * git finds no repository but the one of a `.git`, and runs no hook, monitor or pager. `core.quotepath` is for eyes only.
 */
const SAFE = [
  ...['-c', 'core.quotepath=off'],
  ...['-c', 'safe.bareRepository=explicit'],
  ...['-c', 'core.fsmonitor=false'],
  ...['-c', 'core.hooksPath=/dev/null'],
  '--no-pager',
];

/** git fetches nothing (a partial clone would, by a command of its configuration), asks nothing and writes no index. */
const OFFLINE = {
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_NO_LAZY_FETCH: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_EXTERNAL_DIFF: undefined,
};

/** What git's hooks say of their own repository is wrong in a submodule. */
const NO_REPOSITORY = { GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined };

export interface GitRun {
  readonly ok: boolean;
  /** git is not installed. */
  readonly missing: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** The settings of a run of git besides its arguments. */
export interface GitOptions {
  /** It is another repository than the one that the environment may name. */
  readonly inSubmodule?: boolean;
  /** Differences from the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs git in a folder, so that nothing runs which the tree or the configuration of its repository names. Filters are
 * the exception: whoever has git compare the working tree passes `withoutFilters`.
 */
export async function git(cwd: string, args: readonly string[], options: GitOptions = {}): Promise<GitRun> {
  const failed = (stderr: string, missing = false): GitRun => ({ ok: false, missing, stdout: '', stderr });
  const program = await findProgram('git', { env: process.env, cwd });
  if (program === undefined) return failed('git was not found', true);
  const repository = options.inSubmodule === true ? NO_REPOSITORY : {};
  const env = { ...OFFLINE, ...repository, ...options.env, PATH: safePath(process.env, cwd) };
  const run = await runTool(program, [...SAFE, ...args], { cwd, env });
  if (run.status === 'failed') return failed(run.message, run.code === 'tool-missing');
  return { ok: run.exitCode === 0, missing: false, stdout: run.stdout, stderr: run.stderr };
}

/** Whether the environment says where the repository is, as git's hooks do. */
export const isNamedRepository = (): boolean => (process.env['GIT_DIR'] ?? '') !== '';

const DRIVER = /^(filter\..*)\.(?:clean|smudge|process|required)$/s;

/**
 * The environment in which git compares files without the filters that the repository's configuration defines
 * (`filter.<name>.clean` is a command): they are overridden one by one, as git has no option to leave them all out.
 */
export async function withoutFilters(
  cwd: string,
  inSubmodule: boolean,
): Promise<Readonly<Record<string, string>>> {
  const listed = await git(cwd, ['config', '--list', '--name-only', '-z'], { inSubmodule });
  const drivers = new Set(listed.stdout.split('\0').flatMap((name) => DRIVER.exec(name)?.[1] ?? []));
  const first = Number(process.env['GIT_CONFIG_COUNT'] ?? 0) || 0;
  const env: Record<string, string> = {};
  let count = first;
  for (const driver of drivers) {
    for (const [key, value] of Object.entries({ clean: '', smudge: '', process: '', required: 'false' })) {
      env[`GIT_CONFIG_KEY_${count}`] = `${driver}.${key}`;
      env[`GIT_CONFIG_VALUE_${count}`] = value;
      count++;
    }
  }
  return count === first ? env : { ...env, GIT_CONFIG_COUNT: String(count) };
}

/** The commit that a user's words mean; undefined: it does not exist. */
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
    help: 'fetch the missing commits and files: a clone with "--depth" or "--filter" lacks some of them',
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

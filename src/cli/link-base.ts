import { relative, sep } from 'node:path';
import type { Io } from './io.ts';

/**
 * The part before the path of a file in its address on the server that runs this job, as its environment says;
 * undefined: outside of GitHub's and GitLab's jobs.
 */
export function linkBase({ cwd, env }: Pick<Io, 'cwd' | 'env'>): string | undefined {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_SHA, GITHUB_WORKSPACE } = env;
  if (GITHUB_SERVER_URL && GITHUB_REPOSITORY && GITHUB_SHA)
    return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/blob/${GITHUB_SHA}/${below(GITHUB_WORKSPACE, cwd)}`;
  const { CI_PROJECT_URL, CI_COMMIT_SHA, CI_PROJECT_DIR } = env;
  if (CI_PROJECT_URL && CI_COMMIT_SHA)
    return `${CI_PROJECT_URL}/-/blob/${CI_COMMIT_SHA}/${below(CI_PROJECT_DIR, cwd)}`;
  return undefined;
}

/** A folder's path from the root of the checkout, with a slash at its end; empty for the root. */
function below(root: string | undefined, cwd: string): string {
  const path = root === undefined || root === '' ? '' : relative(root, cwd);
  if (path === '' || path.startsWith('..')) return '';
  return `${path.split(sep).map(encodeURIComponent).join('/')}/`;
}

import { readFileSync } from 'node:fs';

/** With which the summary begins, and by which its comment is found again. */
const MARKER = '<!-- rulecheck -->';
const MOST_PAGES = 30;

/**
 * Writes the summary into the comment that an earlier run has made, or into a new one. A pull request without findings
 * gets none; the one that is there says so from then on.
 *
 * @param summary Markdown that begins with the marker
 * @param directory the working directory: a repository may use the action for several
 * @param env GITHUB_EVENT_PATH, GITHUB_REPOSITORY, GITHUB_API_URL and GITHUB_TOKEN as the runner sets them
 * @param isWanted whether a summary without findings is a comment, too: it holds changes of routes
 * @returns the address of the comment; undefined where there is none
 */
export async function updateComment(summary, directory, env, isWanted = false) {
  const number = pullRequest(env.GITHUB_EVENT_PATH);
  if (number === undefined || !summary.startsWith(MARKER)) return undefined;
  const key = `<!-- rulecheck in ${directory.replaceAll(/[^\w./-]/g, '_') || '.'} -->`;
  const body = `${MARKER}\n${key}${summary.slice(MARKER.length)}`;
  const issues = `/repos/${env.GITHUB_REPOSITORY}/issues`;
  try {
    const known = await find(`${issues}/${number}/comments`, key, env);
    if (known?.body === body) return known.html_url;
    if (known !== undefined)
      return (await ask('PATCH', `${issues}/comments/${known.id}`, env, { body })).html_url;
    if (isClean(summary) && !isWanted) return undefined;
    return (await ask('POST', `${issues}/${number}/comments`, env, { body })).html_url;
  } catch (error) {
    // A pull request of a fork may not write: the annotations and the summary of the job are there all the same.
    console.log(`::notice title=rulecheck::The pull request has no comment: ${error.message}`);
    return undefined;
  }
}

/** The number of the pull request that the workflow runs for; undefined: it runs for something else. */
function pullRequest(eventPath) {
  if (eventPath === undefined) return undefined;
  return JSON.parse(readFileSync(eventPath, 'utf8')).pull_request?.number;
}

async function find(path, key, env) {
  for (let page = 1; page <= MOST_PAGES; page++) {
    const comments = await ask('GET', `${path}?per_page=100&page=${page}`, env);
    const own = comments.find((comment) => comment.body.startsWith(`${MARKER}\n${key}`) && isOurs(comment));
    if (own !== undefined || comments.length < 100) return own;
  }
  return undefined;
}

/** Anybody may write the marker; who may not write to the repository must not own the comment that counts. */
function isOurs({ user, author_association: association }) {
  return user?.type === 'Bot' || ['OWNER', 'MEMBER', 'COLLABORATOR'].includes(association);
}

async function ask(method, path, env, body) {
  const response = await fetch(`${env.GITHUB_API_URL ?? 'https://api.github.com'}${path}`, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${env.GITHUB_TOKEN}`,
      'content-type': 'application/json',
      'user-agent': 'rulecheck',
      'x-github-api-version': '2022-11-28',
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  });
  if (response.ok) return response.json();
  const help = [403, 404].includes(response.status)
    ? '; the job needs "permissions: { pull-requests: write }"'
    : '';
  throw new Error(`${method} ${path} was answered with ${response.status}${help}`);
}

function isClean(summary) {
  return !/\b[1-9][\d,]* (?:errors?|warnings?|infos?|failed)\b/.test(summary.split('\n#### ')[0]);
}

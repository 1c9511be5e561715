import type { LiveLink } from '../../project/live-facts.ts';
import { TransportError } from '../transport.ts';
import type { HttpAnswer, Transport } from '../transport.ts';

/** Which addresses may be asked: those below prefixes that the command line names, and never with credentials. */
export interface LinkOptions {
  readonly prefixes: readonly string[];
  readonly timeoutMs: number;
  readonly concurrency: number;
  readonly transport: Transport;
}

const MAX_PAGE_BYTES = 1024 * 1024;
const MAX_REDIRECTS = 5;

/**
 * What a page answers. A redirect is followed as long as it stays below the prefixes; one that leaves them, to a login for
 * example, is an answer.
 *
 * @returns undefined: the address is below none of the prefixes
 */
export async function askLink(text: string, options: LinkOptions): Promise<LiveLink | undefined> {
  let url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !isAllowed(url, options)) return undefined;
  for (let hops = 0; ; hops++) {
    const answer = await ask(url, options);
    if ('failure' in answer) return { status: undefined, detail: answer.failure };
    const { status, location } = answer;
    const isRedirect = status >= 300 && status < 400 && location !== undefined;
    const next: URL | undefined =
      isRedirect && URL.canParse(location, url.href) ? new URL(location, url.href) : undefined;
    if (next === undefined || !isAllowed(next, options)) return { status, detail: '' };
    if (hops >= MAX_REDIRECTS) return { status: undefined, detail: 'it redirects without an end' };
    url = next;
  }
}

function isAllowed(url: URL, { prefixes }: LinkOptions): boolean {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return false;
  if (url.username !== '' || url.password !== '') return false;
  return prefixes.some((prefix) => {
    const base = URL.canParse(prefix) ? new URL(prefix) : undefined;
    if (base?.origin !== url.origin) return false;
    const folder = base.pathname.endsWith('/') ? base.pathname : `${base.pathname}/`;
    return url.pathname === base.pathname || url.pathname.startsWith(folder);
  });
}

async function ask(
  url: URL,
  { timeoutMs, transport }: LinkOptions,
): Promise<HttpAnswer | { failure: string }> {
  const page = new URL(url.href);
  page.hash = '';
  const headers = { 'user-agent': 'rulecheck', accept: 'text/html, */*;q=0.1' };
  try {
    return await transport({ url: page, headers, timeoutMs, maxBytes: MAX_PAGE_BYTES });
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    // A long page is a page.
    if (error.reason === 'too-large') return { status: 200, location: undefined, contentType: '', body: '' };
    return { failure: error.message };
  }
}

import { createHash } from 'node:crypto';
import { isRecord } from '../util/is-record.ts';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { badStatus, LiveError, notAsPromised, RefusedQuery, unreachable } from './errors.ts';
import type { HttpAnswer, Transport } from './transport.ts';

/** Keeps answers between runs; with any fault, it has no answer. */
export interface AnswerCache {
  /** @param key 64 hexadecimal digits */
  read(key: string): string | undefined;
  write(key: string, value: string): void;
}

/** A server, and how it is asked. Nothing of this comes from a file of the repository. */
export interface ServerOptions {
  /** The base of the API, with the prefix that Mimir, Thanos or VictoriaMetrics has. */
  readonly url: string;
  /** Headers of every request: the tenant, the authorization. They go to this server alone. */
  readonly headers: Readonly<Record<string, string>>;
  /** Certificates (PEM) to believe. */
  readonly ca?: string | undefined;
  readonly timeoutMs: number;
  readonly maxBytes?: number;
  /** Questions that are asked at the same time. */
  readonly concurrency: number;
  readonly transport: Transport;
  readonly cache?: AnswerCache | undefined;
}

export const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;
const MAX_REDIRECTS = 3;
const SHOWN_QUERY = 80;

export type Params = readonly (readonly [name: string, value: string])[];

/** Asks one server, with limits on time, size and concurrency. */
export class LiveClient {
  readonly #options: ServerOptions;
  readonly #base: URL;
  #free: number;
  readonly #waiting: (() => void)[] = [];

  /** @throws UserError (exit 2) for an invalid address, or one that contains a password */
  constructor(options: ServerOptions) {
    this.#options = options;
    this.#base = baseOf(options.url);
    this.#free = Math.max(1, options.concurrency);
  }

  /** The server as messages name it; it holds no secret. */
  get name(): string {
    return this.#base.href.replace(/\/$/, '');
  }

  get timeoutMs(): number {
    return this.#options.timeoutMs;
  }

  /**
   * The text at a path below the base.
   *
   * @param path without a slash at its start
   * @throws LiveError for a server that cannot be reached, is too slow, sends too much or redirects elsewhere
   */
  async text(path: string, params: Params = []): Promise<HttpAnswer> {
    const url = new URL(this.#base.href + path);
    for (const [name, value] of params) url.searchParams.append(name, value);
    const key = this.#keyOf(url);
    const kept = this.#options.cache?.read(key);
    if (kept !== undefined) return JSON.parse(kept) as HttpAnswer;
    const answer = await this.#inTurn(() => this.#follow(url));
    if (answer.status === 200) this.#options.cache?.write(key, JSON.stringify(answer));
    return answer;
  }

  /**
   * The `data` of an answer of Prometheus's API.
   *
   * @throws RefusedQuery where the server understood the question and refuses it (status 400 and 422, a timeout there)
   * @throws LiveError for every other invalid answer
   */
  async data(path: string, params: Params = []): Promise<unknown> {
    const answer = await this.text(path, params);
    const where = `${this.name}/${path}${shownQuery(params)}`;
    const body = jsonOf(answer.body);
    if (isRecord(body) && body['status'] === 'success' && answer.status === 200) return body['data'];
    if (isRecord(body) && body['status'] === 'error') throw refusal(body, answer.status, where);
    if (answer.status !== 200) throw badStatus(where, answer.status);
    throw notAsPromised(where, body === undefined ? 'the answer is not JSON' : 'it has no "status"');
  }

  async #follow(first: URL): Promise<HttpAnswer> {
    const { headers, timeoutMs, ca, transport, maxBytes = DEFAULT_MAX_BYTES } = this.#options;
    let url = first;
    for (let hops = 0; ; hops++) {
      const shown = `${url.origin}${url.pathname}`;
      const answer = await transport({ url, headers, timeoutMs, maxBytes, ca }).catch((error: unknown) => {
        throw unreachable(shown, error);
      });
      if (answer.status < 300 || answer.status >= 400 || answer.location === undefined) return answer;
      const next = URL.canParse(answer.location, url.href) ? new URL(answer.location, url.href) : undefined;
      if (next === undefined || next.origin !== first.origin || hops >= MAX_REDIRECTS) {
        const to = next === undefined ? answer.location : next.origin;
        throw new LiveError(
          `${shown} redirects to ${to}, which is not followed`,
          'credentials would be sent to another server; if the target is correct, pass its address with --prometheus',
        );
      }
      url = next;
    }
  }

  /** Who may see an answer is a part of its key: another tenant or user gets one of its own. */
  #keyOf(url: URL): string {
    const { headers, ca } = this.#options;
    return createHash('sha256')
      .update(JSON.stringify(['live', 1, url.href, headers, ca ?? null]))
      .digest('hex');
  }

  async #inTurn<T>(task: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}

function baseOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new UserError(
      `"${text}" is not the URL of a server`,
      EXIT.usage,
      'use http://host:9090 or https://host/prefix',
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new UserError(
      'the URL of the server contains a user or a password',
      EXIT.usage,
      'use RULECHECK_USER and RULECHECK_PASSWORD, or --basic-auth-file: URLs are shown in reports',
    );
  }
  url.search = '';
  url.hash = '';
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Statuses by which the API says that the question is to blame: a bad one, one that fails, one that takes too long. */
const OF_THE_QUERY = new Set([400, 422, 503]);

function refusal(body: Record<string, unknown>, status: number, where: string): Error {
  const type = typeof body['errorType'] === 'string' ? body['errorType'] : 'unknown';
  const detail = typeof body['error'] === 'string' ? body['error'] : `HTTP status ${status}`;
  if (OF_THE_QUERY.has(status) || type === 'execution' || type === 'bad_data' || type === 'timeout')
    return new RefusedQuery(type, detail);
  if (status === 200) return notAsPromised(where, `it says "${detail}"`);
  return badStatus(where, status);
}

function shownQuery(params: Params): string {
  const query = params.find(([name]) => name === 'query' || name === 'match[]')?.[1];
  if (query === undefined) return '';
  return ` (${query.length > SHOWN_QUERY ? `${query.slice(0, SHOWN_QUERY)}...` : query})`;
}

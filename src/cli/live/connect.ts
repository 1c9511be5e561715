import { Buffer } from 'node:buffer';
import { join } from 'node:path';
import { EXIT } from '../../diagnostics/exit-code.ts';
import { UserError } from '../../diagnostics/user-error.ts';
import { parseDurationMs } from '../../go/durations/prometheus-duration.ts';
import { LiveClient } from '../../live/client.ts';
import type { AnswerCache } from '../../live/client.ts';
import { httpTransport } from '../../live/transport.ts';
import { MAX_SETTINGS_BYTES, readRegular, refuse, treeAround } from '../../project/read-regular.ts';
import { cacheFolder, refusedCache } from '../../tools/cache.ts';
import { isRecord } from '../../util/is-record.ts';
import { userPath } from '../io.ts';
import type { Io } from '../io.ts';
import { Store } from '../kept/store.ts';

/** How a server is reached: words of the command line, and not of the repository. */
export interface ConnectOptions {
  /** The tenant of Mimir, Cortex, Loki or Thanos (`X-Scope-OrgID`). */
  readonly tenant?: string;
  /** `Name: value` or `Name=value`. */
  readonly header?: readonly string[];
  readonly tokenFile?: string;
  readonly basicAuthFile?: string;
  readonly caFile?: string;
  readonly liveTimeout?: string;
  readonly liveConcurrency?: number;
  /** false: ask again, and keep no answer. */
  readonly cache?: boolean;
}

export const DEFAULT_TIMEOUT_MS = 30_000;
export const DEFAULT_CONCURRENCY = 4;
/** Answers are believed for so long. */
const KEPT_MS = 5 * 60_000;

/**
 * A client of a server that the command line names.
 *
 * @param keptMs for so long answers are kept on disk and believed
 * @throws UserError (exit 2) for an invalid address, header or file
 */
export function connect(url: string, options: ConnectOptions, io: Io, keptMs = KEPT_MS): LiveClient {
  const timeoutMs =
    options.liveTimeout === undefined
      ? DEFAULT_TIMEOUT_MS
      : durationOf('--live-timeout', options.liveTimeout);
  return new LiveClient({
    url,
    headers: headersOf(options, io),
    ca: options.caFile === undefined ? undefined : fileText(options.caFile, io),
    timeoutMs,
    concurrency: options.liveConcurrency ?? DEFAULT_CONCURRENCY,
    transport: io.transport ?? httpTransport,
    cache: options.cache === false ? undefined : answerCache(io, keptMs),
  });
}

/** A duration of the command line in milliseconds. @throws UserError (exit 2) */
export function durationOf(option: string, text: string): number {
  const ms = parseDurationMs(text);
  if (ms !== undefined && ms > 0) return ms;
  throw new UserError(`${option}: "${text}" is not a duration`, EXIT.usage, 'write 30s, 10m, 24h or 7d');
}

function headersOf(options: ConnectOptions, io: Io): Record<string, string> {
  const headers: Record<string, string> = {
    'user-agent': 'rulecheck',
    accept: 'application/json, text/plain;q=0.9, */*;q=0.1',
  };
  for (const text of options.header ?? []) {
    const match = /^([\w!#$%&'*+.^`|~-]+)[:=](.*)$/.exec(text);
    if (match === null)
      throw new UserError(`--header: "${text}" is not a header`, EXIT.usage, "write --header 'Name: value'");
    headers[match[1]!.toLowerCase()] = singleLine('--header', match[2]!.trim());
  }
  if (options.tenant !== undefined) headers['x-scope-orgid'] = singleLine('--tenant', options.tenant);
  const authorization = authorizationOf(options, io);
  if (authorization !== undefined) headers['authorization'] = authorization;
  return headers;
}

/** A file goes before the variables of the environment, a token before a user and a password. */
function authorizationOf({ tokenFile, basicAuthFile }: ConnectOptions, io: Io): string | undefined {
  const basic = (pair: string): string => `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
  if (tokenFile !== undefined) return `Bearer ${secretOf(tokenFile, io)}`;
  if (basicAuthFile !== undefined) {
    const pair = secretOf(basicAuthFile, io);
    if (pair.includes(':')) return basic(pair);
    throw new UserError(
      `"${basicAuthFile}" does not contain "user:password"`,
      EXIT.usage,
      'write both on one line, separated by a colon',
    );
  }
  const { RULECHECK_TOKEN: token, RULECHECK_USER: user, RULECHECK_PASSWORD: password } = io.env;
  if (token !== undefined && token !== '') return `Bearer ${singleLine('RULECHECK_TOKEN', token)}`;
  return user === undefined || user === '' ? undefined : basic(`${user}:${password ?? ''}`);
}

const secretOf = (path: string, io: Io): string => singleLine(`"${path}"`, fileText(path, io).trim());

function singleLine(what: string, text: string): string {
  if (/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) return text;
  throw new UserError(`${what} contains characters that a header cannot have`, EXIT.usage);
}

function fileText(path: string, io: Io): string {
  const absolute = userPath(io, path);
  const read = readRegular(absolute, { tree: treeAround(absolute, io.cwd), maxBytes: MAX_SETTINGS_BYTES });
  return read.ok ? read.bytes.toString('utf8') : refuse(path, read);
}

/** Answers in the cache folder, where this user alone can write and no pull request can put one. */
function answerCache(io: Io, keptMs: number): AnswerCache | undefined {
  if (io.build === undefined) return undefined;
  const cache = cacheFolder(io.env);
  if (refusedCache(cache, io.cwd) !== undefined) return undefined;
  const store = new Store(join(cache, 'live'));
  return {
    read: (key) => {
      const text = store.read(key);
      const kept = text === undefined ? undefined : (JSON.parse(text) as unknown);
      if (!isRecord(kept) || typeof kept['value'] !== 'string' || typeof kept['atMs'] !== 'number')
        return undefined;
      const ageMs = io.now() - kept['atMs'];
      return ageMs >= 0 && ageMs < keptMs ? kept['value'] : undefined;
    },
    write: (key, value) => {
      store.write(key, JSON.stringify({ atMs: io.now(), value }), io.now());
    },
  };
}

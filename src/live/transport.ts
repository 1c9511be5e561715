import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { IncomingMessage } from 'node:http';

/** One request to a server. */
export interface HttpRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds until the whole answer must be there. */
  readonly timeoutMs: number;
  /** The request fails once the answer is longer than this. */
  readonly maxBytes: number;
  /** Certificates (PEM) to believe instead of those of the system. */
  readonly ca?: string | undefined;
  readonly method?: 'GET' | 'HEAD';
}

export interface HttpAnswer {
  readonly status: number;
  /** Where a redirect leads. */
  readonly location: string | undefined;
  readonly contentType: string;
  readonly body: string;
}

/** Sends one request; follows no redirect. @throws TransportError */
export type Transport = (request: HttpRequest) => Promise<HttpAnswer>;

/** Why there is no answer. */
export class TransportError extends Error {
  readonly reason: 'timeout' | 'too-large' | 'unreachable';

  constructor(reason: TransportError['reason'], detail: string) {
    super(detail);
    this.name = 'TransportError';
    this.reason = reason;
  }
}

/** The real network. No proxy, no compression: the received bytes are counted. */
export const httpTransport: Transport = (asked) =>
  new Promise((resolve, reject) => {
    const { url, headers, timeoutMs, ca, method = 'GET' } = asked;
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(url, {
      method,
      headers: { ...headers, 'accept-encoding': 'identity' },
      agent: false,
      ...(ca === undefined ? {} : { ca }),
    });
    const fail = (error: Error): void => {
      clearTimeout(timer);
      request.destroy();
      reject(error);
    };
    // Of the whole request: a server that sends one byte a second never lets a timer of the socket end.
    const timer = setTimeout(() => {
      fail(new TransportError('timeout', `no complete answer within ${timeoutMs / 1000} s`));
    }, timeoutMs);
    request.on('error', (error) => {
      fail(error instanceof TransportError ? error : new TransportError('unreachable', reasonOf(error)));
    });
    request.on('response', (response) => {
      receive(response, asked.maxBytes).then((answer) => {
        clearTimeout(timer);
        resolve(answer);
      }, fail);
    });
    request.end();
  });

async function receive(response: IncomingMessage, maxBytes: number): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response) {
      const bytes = chunk as Buffer;
      size += bytes.length;
      if (size > maxBytes)
        throw new TransportError('too-large', `the answer is longer than ${maxBytes} bytes`);
      chunks.push(bytes);
    }
  } catch (error) {
    if (error instanceof TransportError) throw error;
    throw new TransportError('unreachable', `the answer ended early (${reasonOf(error)})`);
  }
  return {
    status: response.statusCode ?? 0,
    location: response.headers.location,
    contentType: response.headers['content-type'] ?? '',
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

/** An error of a connection in words; several addresses that all failed are one error without a text. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error && error.message !== '' ? error.message : String(error);
}

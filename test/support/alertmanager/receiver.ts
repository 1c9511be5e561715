import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** One request that an Alertmanager made. */
export interface ReceivedRequest {
  readonly atMs: number;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A web server on loopback that stands for every service that Alertmanager notifies. */
export interface RequestReceiver {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  /** The first request that fits; an error after `timeoutMs`. */
  waitFor(fits: (request: ReceivedRequest) => boolean, timeoutMs: number): Promise<ReceivedRequest>;
  close(): Promise<void>;
}

/** What the server answers to a request; default `{}` with status 200. */
export type Answer = (
  request: ReceivedRequest,
) => { readonly status?: number; readonly body: unknown } | undefined;

export async function startReceiver(answer: Answer = () => undefined): Promise<RequestReceiver> {
  const requests: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    const atMs = Date.now();
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const received: ReceivedRequest = {
        atMs,
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      requests.push(received);
      const { status = 200, body } = answer(received) ?? { body: {} };
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  // A connection that we closed while it was idle costs Alertmanager a retry half a second later.
  server.keepAliveTimeout = 120_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    waitFor: async (fits, timeoutMs) => {
      for (const until = Date.now() + timeoutMs; ;) {
        const found = requests.find(fits);
        if (found !== undefined) return found;
        if (Date.now() > until)
          throw new Error(`no such request; there were ${requests.map(({ path }) => path).join(', ')}`);
        await sleep(25);
      }
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface FakeServer {
  readonly url: string;
  /** The request: path, parameters and headers. */
  readonly asked: { readonly url: URL; readonly headers: IncomingMessage['headers'] }[];
}

/** A server of the loopback interface that answers as a test says; it ends with the test. */
export async function fakeServer(answer: (url: URL, response: ServerResponse) => void): Promise<FakeServer> {
  const asked: FakeServer['asked'] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    asked.push({ url, headers: request.headers });
    answer(url, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

export function json(response: ServerResponse, data: unknown): void {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ status: 'success', data }));
}

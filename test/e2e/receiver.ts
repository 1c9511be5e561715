import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A Slack message as Alertmanager posts it. */
interface SlackMessage {
  readonly channel: string;
  readonly attachments: readonly [
    {
      readonly title: string;
      readonly title_link: string;
      readonly text: string;
      readonly color: string;
      readonly fields: readonly { readonly title: string; readonly value: string }[];
      readonly actions: readonly { readonly text: string; readonly url: string }[];
    },
  ];
}

/** An event of PagerDuty's Events API v2. */
interface Page {
  readonly routing_key: string;
  readonly event_action: 'trigger' | 'resolve';
  readonly payload: { readonly summary: string; readonly severity: string };
}

export interface Received<T> {
  readonly atMs: number;
  readonly message: T;
}

/** Takes what Alertmanager sends to Slack and PagerDuty. */
export class ReceiverService {
  readonly slack: Received<SlackMessage>[] = [];
  readonly pages: Received<Page>[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      void this.#take(request).then(
        // Slack answers "ok"; Alertmanager takes any JSON without it for a refusal, and sends again.
        (status) => response.writeHead(status).end('ok'),
        () => response.writeHead(400).end(),
      );
    });
  }

  static async start(): Promise<ReceiverService> {
    const service = new ReceiverService();
    await new Promise<void>((resolve) => service.#server.listen(0, '127.0.0.1', resolve));
    return service;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(request: IncomingMessage): Promise<number> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const atMs = Date.now();
    if (request.url === '/slack') this.slack.push({ atMs, message: body as SlackMessage });
    else if (request.url === '/pagerduty') this.pages.push({ atMs, message: body as Page });
    else return 404;
    return request.url === '/pagerduty' ? 202 : 200;
  }
}

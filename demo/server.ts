import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FAULTS, conditionsOf } from './faults.ts';
import type { Fault } from './faults.ts';
import { logLine } from './log.ts';
import { Workload } from './workload.ts';

export interface DemoOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
  /** Takes every log line, without a line break. */
  readonly log: (line: string, time: Date) => void;
  /** How often the demo does its work, milliseconds. */
  readonly tickMs?: number;
}

const TICK_MS = 250;

/**
 * A program that looks like Oneiric to a monitoring stack: `/metrics` serves the whole catalogue, and faults are
 * switched with PUT and DELETE on `/faults/<name>`; GET `/faults` lists them.
 */
export class Demo {
  readonly #workload: Workload;
  readonly #on = new Map<string, Fault>();
  readonly #server: Server;
  readonly #timer: NodeJS.Timeout;
  #lastMs = Date.now();

  private constructor({ log, tickMs = TICK_MS }: DemoOptions) {
    this.#workload = new Workload((event) => {
      const time = new Date();
      log(logLine(event, time), time);
    });
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#timer = setInterval(() => this.#tick(), tickMs);
    this.#tick();
  }

  static async start(options: DemoOptions): Promise<Demo> {
    const demo = new Demo(options);
    await new Promise<void>((resolve, reject) => {
      demo.#server.once('error', reject).listen(options.port, options.host, resolve);
    });
    return demo;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Switches a fault on or off. @returns false: there is no such fault */
  set(name: string, on: boolean): boolean {
    const fault = FAULTS.find((one) => one.name === name);
    if (fault === undefined) return false;
    if (!on) this.#on.delete(name);
    else if (!this.#on.has(name)) {
      this.#on.set(name, fault);
      if (fault.restart === true) this.#workload.restart();
    }
    this.#tick();
    return true;
  }

  /** The process is a new one: counters and uptime begin at 0. */
  restart(): void {
    this.#workload.restart();
    this.#tick();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #tick(): void {
    const nowMs = Date.now();
    this.#workload.advance(conditionsOf(this.#on.values()), (nowMs - this.#lastMs) / 1000);
    this.#lastMs = nowMs;
  }

  async #answer({ method = 'GET', url = '/' }: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = /^\/faults\/([\w-]+)$/.exec(url)?.[1];
    if (method === 'GET' && url === '/metrics') {
      const { registry } = this.#workload.metrics;
      response.setHeader('content-type', registry.contentType).end(await registry.metrics());
    } else if (method === 'GET' && url === '/faults') {
      const list = FAULTS.map(({ name, alert }) => ({ name, alert, on: this.#on.has(name) }));
      response.setHeader('content-type', 'application/json').end(JSON.stringify(list));
    } else if ((method === 'PUT' || method === 'DELETE') && name !== undefined) {
      response.writeHead(this.set(name, method === 'PUT') ? 204 : 404).end();
    } else response.writeHead(404).end();
  }
}

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AlertmanagerPeer } from '../../../scripts/peers/alertmanager.ts';

/** An alert as the API takes it. */
export interface PostedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL?: string;
}

/** A real Alertmanager on a free port of the loopback interface, alone and with data of its own. */
export interface RunningAlertmanager {
  readonly url: string;
  post(alerts: readonly PostedAlert[]): Promise<void>;
  get(path: string): Promise<unknown>;
  /** Its log so far. */
  log(): string;
  stop(): Promise<void>;
}

/**
 * Starts an Alertmanager with a configuration and waits until it answers.
 *
 * @param options `externalUrl`: its own address in messages; default the address where it listens
 */
export async function startAlertmanager(
  peer: AlertmanagerPeer,
  config: string,
  options: { readonly externalUrl?: string; readonly files?: Readonly<Record<string, string>> } = {},
): Promise<RunningAlertmanager> {
  const folder = await mkdtemp(join(tmpdir(), 'rulecheck-alertmanager-'));
  await writeFile(join(folder, 'alertmanager.yml'), config);
  for (const [name, text] of Object.entries(options.files ?? {})) await writeFile(join(folder, name), text);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    peer.program,
    [
      `--config.file=${join(folder, 'alertmanager.yml')}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      `--web.external-url=${options.externalUrl ?? url}`,
      '--cluster.listen-address=',
    ],
    { cwd: peer.cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env['PATH'], TZ: 'UTC' } },
  );
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const endWithUs = (): boolean => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const stop = async (): Promise<void> => {
    process.removeListener('exit', endWithUs);
    await end(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const path = new URL(options.externalUrl ?? url).pathname.replace(/\/$/, '');
    await ready(`${url}${path}`, child, () => log);
    return {
      url: `${url}${path}`,
      post: (alerts) => post(`${url}${path}`, alerts),
      get: (at) => getJson(`${url}${path}${at}`),
      log: () => log,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function ready(url: string, child: ChildProcess, log: () => string): Promise<void> {
  for (let i = 0; i < 300 && child.exitCode === null; i++) {
    const answer = await fetch(`${url}/-/ready`).catch(() => undefined);
    if (answer?.ok === true) return;
    await sleep(100);
  }
  throw new Error(`Alertmanager did not come up:\n${log()}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(timer);
}

async function post(url: string, alerts: readonly PostedAlert[]): Promise<void> {
  const answer = await fetch(`${url}/api/v2/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(alerts),
  });
  if (answer.status !== 200)
    throw new Error(`Alertmanager refused alerts: ${answer.status} ${await answer.text()}`);
}

async function getJson(url: string): Promise<unknown> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

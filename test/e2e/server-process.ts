import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ServerProcess {
  stop(): Promise<void>;
  log(): string;
}

/** A program to start, and the URL that answers when it is ready. */
export interface ServerStart {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly readyUrl: string;
}

const READY_ATTEMPTS = 300;
const READY_STEP_MS = 100;
const GRACE_MS = 5000;

/** Starts a server and waits until it is ready. It ends with this process, whatever happens. */
export async function startServer({ program, args, cwd, readyUrl }: ServerStart): Promise<ServerProcess> {
  const env = { PATH: process.env['PATH'], TZ: 'UTC' };
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const kill = (): boolean => child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async (): Promise<void> => {
    await end(child);
    process.removeListener('exit', kill);
  };
  for (let attempt = 0; attempt < READY_ATTEMPTS && child.exitCode === null; attempt++) {
    const answer = await fetch(readyUrl).catch(() => undefined);
    if (answer?.ok === true) return { stop, log: () => log };
    await sleep(READY_STEP_MS);
  }
  await stop();
  throw new Error(`${program} did not become ready:\n${log}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  await ended;
  clearTimeout(timer);
}

/** A port of the loopback interface that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

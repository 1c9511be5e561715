import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Demo } from '../../demo/server.ts';
import { alertmanagerPeers, fetchAlertmanager } from '../../scripts/peers/alertmanager.ts';
import { fetchPrometheus, prometheusPeers } from '../../scripts/peers/prometheus.ts';
import { ROOT } from '../support/pack.ts';
import { ReceiverService } from './receiver.ts';
import { freePort, startServer } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';
import { SHORTENING, shortenRoutes, shortenRules } from './shorten.ts';

/** Seconds between scrapes: the pack's 10 s, shortened. */
export const SCRAPE_MS = 10_000 / SHORTENING;

export interface LoggedLine {
  readonly line: string;
  readonly timeMs: number;
}

/** The pack's servers, running: times are shortened, all else is what is shipped. */
export interface Stack {
  readonly folder: string;
  readonly prometheusUrl: string;
  readonly alertmanagerUrl: string;
  readonly receiver: ReceiverService;
  readonly log: readonly LoggedLine[];
  readonly demo: () => Demo;
  /** The process of Oneiric is gone for a while, and comes back with new counters. */
  loseProcess(forMs: number): Promise<void>;
  stop(): Promise<void>;
}

/** The programs that the stack is made of, brought into the cache where they are not there. */
export async function programs() {
  const env = process.env;
  const newestPrometheus = async () => (await prometheusPeers(env)).at(-1);
  const newestAlertmanager = async () => (await alertmanagerPeers(env)).at(-1);
  if ((await newestPrometheus()) === undefined) await fetchPrometheus('sid', env);
  if ((await newestAlertmanager()) === undefined) await fetchAlertmanager('sid', env);
  const prometheus = await newestPrometheus();
  const alertmanager = await newestAlertmanager();
  if (prometheus === undefined || alertmanager === undefined) throw new Error('a server is missing');
  return { prometheus, alertmanager };
}

/** Starts the demo, a receiver, Alertmanager and Prometheus; whatever fails, nothing is left running. */
export async function startStack(): Promise<Stack> {
  const { prometheus, alertmanager } = await programs();
  const folder = await mkdtemp(join(tmpdir(), 'rulecheck-e2e-'));
  const running: { stop(): Promise<void> }[] = [];
  const log: LoggedLine[] = [];
  const startDemo = (port: number): Promise<Demo> =>
    Demo.start({ port, host: '127.0.0.1', log: (line, time) => log.push({ line, timeMs: time.getTime() }) });
  let demo: Demo | undefined;
  const stop = async (): Promise<void> => {
    for (const one of running.reverse()) await one.stop();
    await demo?.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    demo = await startDemo(0);
    const demoPort = demo.port;
    const receiver = await ReceiverService.start();
    running.push(receiver);
    const ports = { prometheus: await freePort(), alertmanager: await freePort(), oneiric: demoPort };
    await writePack(folder, ports, receiver.url);
    running.push(await runAlertmanager(alertmanager, folder, ports.alertmanager));
    running.push(await runPrometheus(prometheus.program, folder, ports.prometheus));
    return {
      folder,
      prometheusUrl: `http://127.0.0.1:${ports.prometheus}`,
      alertmanagerUrl: `http://127.0.0.1:${ports.alertmanager}`,
      receiver,
      log,
      demo: () => demo!,
      loseProcess: async (forMs) => {
        await demo!.stop();
        await new Promise((resolve) => setTimeout(resolve, forMs));
        demo = await startDemo(demoPort);
        demo.restart();
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Ports {
  readonly prometheus: number;
  readonly alertmanager: number;
  readonly oneiric: number;
}

async function writePack(folder: string, ports: Ports, receiverUrl: string): Promise<void> {
  for (const kind of ['recording', 'alerts']) {
    await mkdir(join(folder, 'rules', kind), { recursive: true });
    for (const name of await readdir(`${ROOT}rules/${kind}`)) {
      const text = await readFile(`${ROOT}rules/${kind}/${name}`, 'utf8');
      await writeFile(join(folder, 'rules', kind, name), shortenRules(text));
    }
  }
  await mkdir(join(folder, 'prometheus'));
  const prometheus = await readFile(`${ROOT}prometheus/prometheus.yml`, 'utf8');
  await writeFile(join(folder, 'prometheus/prometheus.yml'), localPrometheus(prometheus, ports));
  await cp(`${ROOT}alertmanager`, join(folder, 'alertmanager'), { recursive: true });
  const alertmanager = await readFile(`${ROOT}alertmanager/alertmanager.yml`, 'utf8');
  await writeFile(
    join(folder, 'alertmanager/alertmanager.yml'),
    localAlertmanager(alertmanager, folder, receiverUrl),
  );
  await mkdir(join(folder, 'secrets'));
  const secrets = {
    slack_url: `${receiverUrl}/slack`,
    pagerduty_oncall: 'oncall',
    pagerduty_security: 'security',
  };
  for (const [name, text] of Object.entries(secrets)) await writeFile(join(folder, 'secrets', name), text);
}

/** The shipped configuration with shortened times and local addresses; jobs of servers that do not run are left out. */
function localPrometheus(text: string, ports: Ports): string {
  const local = text
    .replace(/(scrape_interval|evaluation_interval): \d+s/g, `$1: ${SCRAPE_MS}ms`)
    .replace(/scrape_timeout: \d+s/g, `scrape_timeout: ${SCRAPE_MS}ms`)
    .replaceAll('oneiric:8000', `127.0.0.1:${ports.oneiric}`)
    .replaceAll('alertmanager:9093', `127.0.0.1:${ports.alertmanager}`)
    .replaceAll('localhost:9090', `127.0.0.1:${ports.prometheus}`);
  return local.replace(/ {2}- job_name: (?:grafana|loki|promtail)\n(?: {4}.*\n)+\n?/g, '');
}

/** The shipped configuration with shortened times and local addresses. Mail is left out: nothing here receives it. */
function localAlertmanager(text: string, folder: string, receiverUrl: string): string {
  return shortenRoutes(text)
    .replaceAll('/etc/alertmanager/secrets', join(folder, 'secrets'))
    .replace(/^ {2}smtp_.*\n/gm, '')
    .replace(/^ {4}email_configs:\n(?: {6}.*\n)+/gm, '')
    .replace('  resolve_timeout: 5m\n', `  resolve_timeout: 5m\n  pagerduty_url: ${receiverUrl}/pagerduty\n`);
}

const runPrometheus = (program: string, folder: string, port: number): Promise<ServerProcess> =>
  startServer({
    program,
    cwd: folder,
    args: [
      '--config.file=prometheus/prometheus.yml',
      '--storage.tsdb.path=data',
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
    ],
    readyUrl: `http://127.0.0.1:${port}/-/ready`,
  });

const runAlertmanager = (
  peer: { readonly program: string; readonly cwd: string },
  folder: string,
  port: number,
): Promise<ServerProcess> =>
  startServer({
    program: peer.program,
    cwd: peer.cwd,
    args: [
      `--config.file=${join(folder, 'alertmanager/alertmanager.yml')}`,
      `--storage.path=${join(folder, 'alertmanager-data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ],
    readyUrl: `http://127.0.0.1:${port}/-/ready`,
  });

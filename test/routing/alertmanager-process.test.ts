import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeAlertmanager } from '../../src/documents/alertmanager/decode.ts';
import { simulateNotifications } from '../../src/routing/grouping/simulate.ts';
import type { AlertEpisode } from '../../src/routing/grouping/simulate.ts';
import { labelSet } from '../../src/routing/labels.ts';
import { buildRouteTree } from '../../src/routing/tree/build.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

/** Plays one timeline through a real Alertmanager on loopback and through the simulation. */

function findAlertmanager(): string | undefined {
  const names = [process.env['RULECHECK_ALERTMANAGER'], 'prometheus-alertmanager', 'alertmanager'];
  return names.find((name) => name !== undefined && spawnSync(name, ['--version']).error === undefined);
}

const program = findAlertmanager();
const reason =
  program === undefined ? ' (skipped: no alertmanager on PATH or in RULECHECK_ALERTMANAGER)' : '';

const config = (url: string): string => `route:
  receiver: all
  group_by: [group]
  group_wait: 1s
  group_interval: 3s
  repeat_interval: 5s
  routes:
    - matchers: [severity="info"]
      receiver: firing-only
inhibit_rules:
  - source_matchers: [severity="critical"]
    target_matchers: [severity="warning"]
    equal: [group]
receivers:
  - name: all
    webhook_configs: [{ url: '${url}/all' }]
  - name: firing-only
    webhook_configs: [{ url: '${url}/firing-only', send_resolved: false }]
`;

interface Step {
  readonly name: string;
  readonly labels: Record<string, string>;
  readonly fromMs: number;
  readonly toMs?: number;
}

/** Flushes of a group come 1, 4, 7, 10, 13 s after it started: every change lies well between two. */
const STEPS: readonly Step[] = [
  { name: 'crit', labels: { group: 'a', severity: 'critical' }, fromMs: 0, toMs: 5500 },
  { name: 'warn', labels: { group: 'a', severity: 'warning' }, fromMs: 0 },
  { name: 'crit2', labels: { group: 'a', severity: 'critical' }, fromMs: 2500, toMs: 5500 },
  { name: 'lone', labels: { group: 'b', severity: 'warning' }, fromMs: 0, toMs: 2500 },
  { name: 'note', labels: { group: 'c', severity: 'info' }, fromMs: 0, toMs: 8500 },
];
const UNTIL_MS = 14_500;

function expected(source: string): string[] {
  const { config: read } = decodeAlertmanager(parseYaml(source).documents[0]!.root, source);
  const alerts = STEPS.map((step): AlertEpisode => ({
    labels: labelSet({ alertname: step.name, ...step.labels }),
    startsAtMs: step.fromMs,
    endsAtMs: step.toMs,
  }));
  const receivers = new Map(read.receivers.map((receiver) => [receiver.name.value, receiver.integrations]));
  return simulateNotifications({
    tree: buildRouteTree(read.route!),
    inhibitRules: read.inhibitRules,
    alerts,
    receivers,
    untilMs: UNTIL_MS,
  }).map((sent) => {
    const names = (sets: typeof sent.firing): string =>
      sets
        .map((set) => set.get('alertname'))
        .sort()
        .join('+');
    return `${sent.receiver}: firing ${names(sent.firing)}, resolved ${names(sent.resolved)}`;
  });
}

describe.skipIf(program === undefined)(`the simulation and a real Alertmanager${reason}`, () => {
  const received: string[] = [];
  let folder: string;
  let webhook: Server;
  let alertmanager: ChildProcess;
  let base: string;
  let source: string;
  let started = false;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rulecheck-alertmanager-'));
    webhook = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        received.push(describeWebhook(request.url ?? '', body));
        response.end();
      });
    });
    await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve));
    source = config(`http://127.0.0.1:${(webhook.address() as AddressInfo).port}`);
    writeFileSync(join(folder, 'alertmanager.yml'), source);
    const port = await freePort();
    base = `http://127.0.0.1:${port}`;
    alertmanager = spawn(
      program!,
      [
        `--config.file=${join(folder, 'alertmanager.yml')}`,
        `--storage.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--cluster.listen-address=',
      ],
      { stdio: 'ignore' },
    );
    started = await ready(base, alertmanager);
  });

  afterAll(() => {
    alertmanager.kill();
    webhook.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('send the same messages in the same order to each receiver and group', async (context) => {
    // Debian's package looks for its default templates under /usr/share only: unpacked elsewhere it exits.
    if (!started) context.skip('Alertmanager exited at start');
    const changes = STEPS.flatMap((step) => [
      { step, atMs: step.fromMs },
      ...(step.toMs === undefined ? [] : [{ step, atMs: step.toMs }]),
    ]).sort((a, b) => a.atMs - b.atMs);
    const start = performance.now();
    const epoch = new Date();
    for (const { step, atMs } of changes) {
      await sleep(Math.max(0, start + atMs - performance.now()));
      await post(base, step, atMs, epoch);
    }
    await sleep(Math.max(0, start + UNTIL_MS - performance.now()));
    // Groups run side by side: only the order within one is fixed.
    expect(received.sort()).toEqual(expected(source).sort());
  }, 40_000);
});

function describeWebhook(path: string, body: string): string {
  const { alerts } = JSON.parse(body) as { alerts: { status: string; labels: Record<string, string> }[] };
  const names = (status: string): string =>
    alerts
      .filter((alert) => alert.status === status)
      .map((alert) => alert.labels['alertname'])
      .sort()
      .join('+');
  return `${path.slice(1)}: firing ${names('firing')}, resolved ${names('resolved')}`;
}

async function post(base: string, step: Step, atMs: number, epoch: Date): Promise<void> {
  const resolved = step.toMs === atMs;
  const alert = {
    labels: { alertname: step.name, ...step.labels },
    startsAt: new Date(epoch.getTime() + step.fromMs).toISOString(),
    endsAt: new Date(epoch.getTime() + (resolved ? atMs : 600_000)).toISOString(),
  };
  const answer = await fetch(`${base}/api/v2/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([alert]),
  });
  expect(answer.status).toBe(200);
}

async function freePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Whether Alertmanager answers; false where it exits. */
async function ready(base: string, alertmanager: ChildProcess): Promise<boolean> {
  for (let i = 0; i < 200 && alertmanager.exitCode === null; i++) {
    const answer = await fetch(`${base}/-/ready`).catch(() => undefined);
    if (answer?.ok === true) return true;
    await sleep(100);
  }
  if (alertmanager.exitCode !== null) return false;
  throw new Error('Alertmanager neither answers nor exits');
}

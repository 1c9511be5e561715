// `node --import tsx scripts/backtest-against-prometheus.ts --prometheus BINARY --promtool BINARY [--hours 12]`: the pack's alerts
// over a recorded span with each fault, evaluated by a real Prometheus (`rulecheck backtest --prometheus`) and by the embedded
// engine over a dump of the same database (`--data`); every episode must be the same. Needs a build; takes minutes.
import { execFile, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { oneAfterTheOther, openMetricsLines, recordSpan } from '../test/testing/backtest/recorded-span.ts';

const { values: options } = parseArgs({
  options: {
    prometheus: { type: 'string', default: 'prometheus' },
    promtool: { type: 'string', default: 'promtool' },
    hours: { type: 'string', default: '12' },
  },
});
const ROOT = join(import.meta.dirname, '..');
const START_MS = Date.UTC(2026, 0, 1);
const STEP_MS = 15_000;
const scrapes = Number(options.hours) * 240;
const endMs = START_MS + (scrapes - 1) * STEP_MS;
const exec = promisify(execFile);

interface Alert {
  readonly alert: string;
  readonly episodes: readonly {
    labels: Record<string, string>;
    pending: string;
    firing: string | null;
    end: string | null;
  }[];
}

const folder = await mkdtemp(join(tmpdir(), 'rulecheck-backtest-'));
try {
  const differences = await compare();
  process.exitCode = differences === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function compare(): Promise<number> {
  const recorded = join(folder, 'span.om');
  await writeSpan(recorded);
  const database = join(folder, 'data');
  await exec(options.promtool, ['tsdb', 'create-blocks-from', 'openmetrics', recorded, database]);
  const port = await freePort();
  await writeFile(join(folder, 'prometheus.yml'), 'global: { scrape_interval: 15s }\n');
  const server = spawn(
    options.prometheus,
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${database}`,
      '--storage.tsdb.retention.time=20y',
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  );
  try {
    await ready(port);
    const span = ['--from', new Date(START_MS).toISOString(), '--to', new Date(endMs).toISOString()];
    const theirs = await backtest('--prometheus', `http://127.0.0.1:${port}`, '--no-cache', ...span);
    const dump = join(folder, 'dump.om');
    await dumpTo(dump, database);
    return difference(theirs, await backtest('--data', dump, ...span));
  } finally {
    server.kill();
  }
}

/** Prometheus's own files cannot carry stale markers as text, so series that end are left to its lookback. */
async function writeSpan(path: string): Promise<void> {
  const span = await recordSpan({
    startMs: START_MS,
    scrapeMs: STEP_MS,
    scrapes,
    faultsAt: oneAfterTheOther(60, 40),
    isUp: (scrape) => scrape % 777 < 750,
  });
  const lines = [...openMetricsLines(span)].filter((line) => !line.includes(' NaN '));
  await writeFile(path, `${lines.join('\n')}\n`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resume) => server.once('listening', resume));
  const { port } = server.address() as AddressInfo;
  await new Promise((resume) => server.close(resume));
  return port;
}

async function ready(port: number): Promise<void> {
  for (let attempt = 0; attempt < 120; attempt++) {
    const answer = await fetch(`http://127.0.0.1:${port}/-/ready`).catch(() => undefined);
    if (answer?.ok === true) return;
    await new Promise((resume) => setTimeout(resume, 500));
  }
  throw new Error('Prometheus did not start within a minute');
}

async function dumpTo(path: string, database: string): Promise<void> {
  const child = spawn(options.promtool, ['tsdb', 'dump-openmetrics', database], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resume, reject) => {
    child.stdout
      .pipe(createWriteStream(path))
      .on('finish', () => resume(undefined))
      .on('error', reject);
  });
}

async function backtest(...args: string[]): Promise<readonly Alert[]> {
  const argv = [join(ROOT, 'bin/rulecheck.js'), 'backtest', 'rules', '--format', 'json', ...args];
  const { stdout } = await exec(process.execPath, argv, { cwd: ROOT, maxBuffer: 1024 ** 3 });
  return (JSON.parse(stdout) as { alerts: Alert[] }).alerts;
}

function difference(theirs: readonly Alert[], ours: readonly Alert[]): number {
  const [a, b] = [episodesOf(theirs), episodesOf(ours)];
  const only = [
    ...[...a].filter((text) => !b.has(text)).map((text) => `Prometheus only: ${text}`),
    ...[...b].filter((text) => !a.has(text)).map((text) => `rulecheck only: ${text}`),
  ];
  for (const text of only) console.log(text);
  console.log(`${theirs.length} alerts, ${a.size} episodes of Prometheus, ${only.length} differences`);
  return a.size === 0 ? 1 : only.length;
}

function episodesOf(alerts: readonly Alert[]): Set<string> {
  return new Set(
    alerts.flatMap(({ episodes }) =>
      episodes.map(({ labels, pending, firing, end }) =>
        JSON.stringify([Object.entries(labels).sort(), pending, firing, end]),
      ),
    ),
  );
}

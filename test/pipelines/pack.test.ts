import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { decodeAlloy, decodeJobs, playLines } from '../../src/pipelines/index.ts';
import type { LogSource, PipelineIssue } from '../../src/pipelines/index.ts';
import { formatTime, RFC3339_NANO } from '../../src/go/time/layout.ts';
import { UTC } from '../../src/go/time/zone.ts';
import { ROOT } from '../support/pack.ts';
import { yamlOf } from './support.ts';

const environment = new Map([['HOSTNAME', 'web-1']]);
const issues: PipelineIssue[] = [];
const promtail = decodeJobs(
  yamlOf(await readFile(`${ROOT}loki/promtail.yml`, 'utf8')),
  (issue) => issues.push(issue),
  environment,
);
const alloy = decodeAlloy(
  await readFile(`${ROOT}alloy/config.alloy`, 'utf8'),
  (issue) => issues.push(issue),
  environment,
);

const START = Date.UTC(2026, 0, 1);
/** One line a second, as an instance of Oneiric may write them. */
const LINES = [
  '{"timestamp":"2026-01-01T00:00:00.250Z","level":"info","event":"start"}',
  '{"timestamp":"2026-01-01T00:00:01.5","level":"WARN","event":"no zone"}',
  '{"timestamp":"2026-01-01 00:00:02,25","level":"Fatal","event":"comma"}',
  '{"timestamp":1767225603.125,"level":"error","event":"a number"}',
  'Traceback (most recent call last):',
  '  File "main.py", line 1, in <module>',
  'ValueError: boom',
  '{"timestamp":"2026-01-01T00:00:07Z","level":"debug","event":"JSON goes past the traceback"}',
  'INFO:     Started server process',
  'plain text',
  '{"event":"no level, no time"}',
];

function arrived(source: LogSource | undefined, file?: string): unknown {
  const played = playLines(source!, {
    labels: new Map(),
    file,
    lines: LINES.map((line, i) => ({ line, at: BigInt(START + i * 1000) * 1_000_000n })),
  });
  if ('problem' in played) throw new Error(played.problem.message);
  return played.arrived
    .map(({ labels, line, timestamp }) => ({
      labels: Object.fromEntries(labels),
      at: formatTime({ nanos: timestamp, zone: UTC }, RFC3339_NANO),
      line,
    }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

const job = (name: string): LogSource | undefined => promtail.find((source) => source.name === name);
const component = (name: string): LogSource | undefined =>
  alloy.sources.find((source) => source.name === `loki.source.${name}`);

const FILE = '/var/log/oneiric/app.log';

describe('the agents of the pack', () => {
  it('are read without a fault', () => expect(issues).toEqual([]));

  it.each([
    ['docker', 'docker.docker', undefined],
    ['journal', 'journal.journal', undefined],
    ['files', 'file.files', FILE],
  ])('%s: Promtail and Alloy send the same labels and lines', (name, id, file) => {
    expect(arrived(component(id), file)).toEqual(arrived(job(name), file));
  });

  it('send these labels and times', () => {
    const base = { app: 'oneiric', job: 'files', host: 'web-1', filename: FILE };
    expect(arrived(job('files'), FILE)).toMatchObject([
      { labels: { ...base, level: 'info' }, at: '2026-01-01T00:00:00.25Z' },
      { labels: { ...base, level: 'warning' }, at: '2026-01-01T00:00:01.5Z' },
      { labels: { ...base, level: 'critical' }, at: '2026-01-01T00:00:02.25Z' },
      { labels: { ...base, level: 'error' }, at: '2026-01-01T00:00:03.125Z' },
      {
        labels: { ...base, level: 'error' },
        at: '2026-01-01T00:00:04Z',
        line: LINES.slice(4, 7).join('\n'),
      },
      { labels: { ...base, level: 'debug' }, at: '2026-01-01T00:00:07Z' },
      { labels: base, at: '2026-01-01T00:00:08Z', line: LINES[8] },
      { labels: base, at: '2026-01-01T00:00:09Z', line: LINES[9] },
      { labels: base, at: '2026-01-01T00:00:10Z', line: LINES[10] },
    ]);
  });
});

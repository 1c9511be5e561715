import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { Io, Output } from '../../src/cli/io.ts';
import type { Bounds } from '../../src/project/bounds.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Standard output and error are terminals of this many columns. */
  readonly terminal?: number;
  /** Milliseconds since 1970. */
  readonly nowMs?: number;
  /** A clock that runs, in the place of `nowMs`. */
  readonly clock?: () => number;
  /** Answers are kept, as by this build of the program, in the cache of `env`. */
  readonly build?: string;
  /** How much is searched and read. */
  readonly bounds?: Bounds;
}

/** An environment without promtool and amtool, whatever this machine has. */
export const NO_TOOLS = { PATH: '/nonexistent', HOME: '/nonexistent' };

/** Runs one command line in this process, its output kept in memory. */
export async function run(argv: readonly string[], options: RunOptions): Promise<Ran> {
  const text = { stdout: '', stderr: '' };
  const output = (stream: 'stdout' | 'stderr'): Output => ({
    write: (chunk) => void (text[stream] += chunk),
    isTTY: options.terminal !== undefined,
    columns: options.terminal ?? 80,
  });
  const io: Io = {
    cwd: options.cwd,
    env: options.env ?? NO_TOOLS,
    stdout: output('stdout'),
    stderr: output('stderr'),
    readStdin: () => Promise.resolve(options.stdin ?? ''),
    now: options.clock ?? (() => options.nowMs ?? Date.UTC(2026, 0, 5)),
    build: options.build,
    ...(options.bounds === undefined ? {} : { bounds: options.bounds }),
  };
  const code = await main(argv, io);
  return { code, ...text };
}

/** A folder of its own with these files; it goes when the test ends. */
export async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rulecheck-cli-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

/** A fake tool: a shell script that is executable. */
export async function script(path: string, body: string): Promise<string> {
  await writeFile(path, `#!/bin/sh\n${body}\n`);
  await chmod(path, 0o755);
  return path;
}

/** A rule file with one alert that has all it needs. */
export const CLEAN_RULES = `groups:
  - name: web
    rules:
      - alert: WebDown
        expr: up{job="web"} == 0
        for: 5m
        labels:
          severity: critical
        annotations:
          summary: the web server of {{ $labels.instance }} is down
          description: no scrape has succeeded for five minutes
`;

/** The same with an error (an open brace). */
export const BROKEN_RULES = CLEAN_RULES.replace('up{job="web"} == 0', 'up{job="web" == 0');

export const SCENARIOS = `alert: WebDown
scenarios:
  - name: pages after five minutes
    series:
      up{job="web", instance="a"}: 0x20
    expect:
      - first: firing
        at: 5m
  - name: stays quiet while the server answers
    series:
      up{job="web", instance="a"}: 1x20
    expect:
      - at: 10m
        state: inactive
`;

export const ALERTMANAGER = `route:
  receiver: everyone
  routes:
    - matchers: [severity="critical"]
      receiver: pager
      continue: true
    - matchers: [team="db"]
      receiver: dba
receivers:
  - name: everyone
  - name: pager
  - name: dba
inhibit_rules:
  - source_matchers: [alertname="DatacenterDown"]
    target_matchers: [severity="critical"]
    equal: [datacenter]
`;

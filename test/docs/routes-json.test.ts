import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { folderOf, run } from '../cli/support.ts';

const PAGE = readFileSync(new URL('../../docs/output.md', import.meta.url), 'utf8');

/** The documented example of a command. */
function example(command: string): unknown {
  const after = PAGE.slice(PAGE.indexOf(`\n\`routes ${command}\``));
  return JSON.parse(/```json\n(.*?)```/s.exec(after)![1]!);
}

/** Keys that are only there on request or in some cases. */
const OPTIONAL = new Set(['muted', 'refused', 'skippedBecauseOf']);
/** Objects whose keys are names of labels. */
const LABELS = new Set(['labels', 'group', 'firing', 'resolved']);
/** A list or a number. */
const EITHER = new Set(['before', 'after']);

/** The shape of an example: the same keys, no others, and values of the same types. */
function schemaOf(value: unknown, key = ''): object {
  if (EITHER.has(key)) return { type: ['array', 'number'] };
  if (Array.isArray(value))
    return { type: 'array', items: value.length === 0 ? {} : schemaOf(value[0], key) };
  if (typeof value !== 'object' || value === null) return { type: typeof value };
  if (LABELS.has(key)) return { type: 'object', additionalProperties: { type: 'string' } };
  const entries = Object.entries(value);
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(entries.map(([name, one]) => [name, schemaOf(one, name)])),
    required: entries.map(([name]) => name).filter((name) => !OPTIONAL.has(name)),
  };
}

const CONFIG = `route:
  receiver: chat
  group_by: [alertname]
  routes:
    - { matchers: [team="db"], receiver: dba, mute_time_intervals: [nights] }
    - { matchers: [team="web"], receiver: web }
receivers:
  - { name: chat, webhook_configs: [{ url: 'http://127.0.0.1:9099/' }] }
  - { name: dba, webhook_configs: [{ url: 'http://127.0.0.1:9099/' }] }
  - { name: web }
time_intervals:
  - { name: nights, time_intervals: [{ times: [{ start_time: '21:00', end_time: '24:00' }] }] }
`;
const RULES = `groups:
  - name: g
    rules:
      - { alert: DiskFull, expr: disk_free == 0, labels: { severity: critical, team: db } }
      - { alert: Slow, expr: latency > 1, labels: { severity: warning } }
`;

describe('the documented JSON of routes', () => {
  it.each([
    ['test', ['--explain', '--at', '2026-03-28T22:00:00Z', 'team=db'], '"muted"'],
    ['test', ['team=none', '--explain'], '"failed": ['],
    ['show', [], '"nights"'],
    ['coverage', ['--week', '2026-03-23'], '"from"'],
    ['diff', ['new.yml', 'alertmanager.yml'], '"group_wait"'],
    ['simulate', ['DiskFull@0s..1h', '--from', '2026-03-28T20:30:00Z', '--duration', '3h'], '"notification"'],
  ])('%s %j', async (command, argv, holds) => {
    const files = {
      'alertmanager.yml': CONFIG,
      'new.yml': CONFIG.replace('receiver: dba,', 'receiver: dba, group_wait: 5s,'),
      'rules.yml': RULES,
    };
    const cwd = await folderOf(files);
    const config = command === 'diff' ? [] : ['--config.file', 'alertmanager.yml'];
    const { code, stdout } = await run(['routes', command, '-f', 'json', ...config, ...argv], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain(holds);
    const ajv = new Ajv({ strict: true, allowUnionTypes: true });
    const printed: unknown = JSON.parse(stdout);
    const roots = command === 'show' ? flat(printed as Shown) : [printed];
    for (const root of roots) {
      ajv.validate(schemaOf(example(command)), root);
      expect(ajv.errors).toBeNull();
    }
  });
});

interface Shown {
  readonly routes: readonly Shown[];
}

function flat(root: Shown): Shown[] {
  return [root, ...root.routes.flatMap(flat)];
}

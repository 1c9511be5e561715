import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { alertLabels, mayBe, routedAlerts } from '../../../src/analysis/delivery/index.ts';
import type { AlertLabels } from '../../../src/analysis/delivery/index.ts';
import type { AlertmanagerDocument } from '../../../src/documents/alertmanager-document.ts';
import { DEFAULT_CONFIG } from '../../../src/config/types.ts';
import type { Project } from '../../../src/project/project.ts';
import { readProject } from '../../../src/project/read-project.ts';
import { labelsKey } from '../../../src/routing/labels.ts';
import type { LabelSet } from '../../../src/routing/labels.ts';
import { parseMatchers } from '../../../src/routing/matchers/parse.ts';
import { matchesAll } from '../../../src/routing/matchers/matcher.ts';
import { matchReceivers } from '../../../src/routing/tree/match.ts';
import { askAmtool } from '../../../src/testing/routing/amtool.ts';
import { folderOf, run } from '../support.ts';
import { readPack, ROOT } from '../../support/pack.ts';
import { Dice, generateProject } from './generate.ts';

const amtool = process.env['RULECHECK_AMTOOL'];

interface Way {
  readonly receivers: readonly string[];
  readonly when: readonly string[];
}
interface Row {
  readonly alert: string;
  readonly receivers: readonly string[];
  readonly possible: readonly string[];
  readonly outcomes: readonly Way[];
}
interface Shown {
  readonly receiver: string;
  readonly alerts: readonly string[];
  readonly possibleAlerts: readonly { readonly alert: string }[];
  readonly routes: readonly Shown[];
}
interface Difference {
  readonly alert: string;
  readonly before: readonly string[];
  readonly when: readonly string[];
}

async function json<T>(cwd: string, ...argv: string[]): Promise<T> {
  const { code, stdout, stderr } = await run([...argv, '-f', 'json'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as T;
}

const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();
const flat = (root: Shown): Shown[] => [root, ...root.routes.flatMap(flat)];

async function explain(cwd: string, alert: string): Promise<Row> {
  const said = await json<{ alerts: { routing: Row[] }[] }>(cwd, 'explain', alert);
  return said.alerts[0]!.routing[0]!;
}

/** The receivers of each alert, as every command names them; names of alerts are unique in these projects. */
async function saidBy(
  cwd: string,
  config: string,
  base: string,
): Promise<Record<string, Record<string, string[]>>> {
  const { alerts } = await json<{ alerts: Row[] }>(cwd, 'routes', 'coverage', '--config.file', config);
  const tree = flat(await json<Shown>(cwd, 'routes', 'show', '--config.file', config));
  const { differences } = await json<{ differences: Difference[] }>(cwd, 'routes', 'diff', config, base);
  const said: Record<string, Record<string, string[]>> = {};
  for (const row of alerts) {
    const ending = tree.filter(
      (one) => one.alerts.includes(row.alert) || one.possibleAlerts.some(({ alert }) => alert === row.alert),
    );
    const changes = differences.filter(({ alert }) => alert === row.alert);
    const explained = await explain(cwd, row.alert);
    expect(explained).toMatchObject({
      receivers: row.receivers,
      possible: row.possible,
      outcomes: row.outcomes,
    });
    said[row.alert] = {
      coverage: sorted([...row.receivers, ...row.possible]),
      outcomes: sorted(row.outcomes.flatMap(({ receivers }) => receivers)),
      show: sorted(ending.map(({ receiver }) => receiver)),
      diff: sorted(changes.flatMap(({ before }) => before)),
      explain: sorted([...explained.receivers, ...explained.possible]),
    };
  }
  return said;
}

/** The receivers that checks reckon with. */
function byChecks(document: AlertmanagerDocument, project: Project): Record<string, string[]> {
  const all = routedAlerts(document, project).routed;
  return Object.fromEntries(
    all.map(({ alert, ends }) => [alert.name, sorted(ends.map(({ route }) => route.settings.receiver))]),
  );
}

const VALUES = ['', 'a', 'b', 'bb', 'c', 'critical', 'warning', 'page', 'db'];

/** A label set that an alert may have when it fires, as far as the routes look at it. */
function draw(alert: AlertLabels, names: readonly string[], dice: Dice): LabelSet {
  const labels = new Map([['alertname', alert.name]]);
  for (const name of names) {
    const known = alert.of(name);
    const possible = (known.kind === 'values' ? [...known.values] : VALUES).filter((value) =>
      mayBe(known, value),
    );
    const value = possible.length === 0 ? '' : dice.of(possible);
    if (value !== '' && name !== 'alertname') labels.set(name, value);
  }
  return labels;
}

/** The ways whose condition a label set satisfies. */
function waysFor({ outcomes }: Row, labels: LabelSet): Way[] {
  return outcomes.filter(({ when }) => when.length === 0 || when.some((text) => holds(text, labels)));
}

function holds(condition: string, labels: LabelSet): boolean {
  const parsed = parseMatchers(`{${condition}}`);
  if (!parsed.ok) throw new Error(condition);
  return matchesAll(parsed.matchers, labels);
}

function projectOf(files: Readonly<Record<string, string>>): Project {
  const found = Object.entries(files).map(([path, text]) => ({ path, text, named: false }));
  return readProject(
    found.filter(({ path }) => path.endsWith('.yml')),
    DEFAULT_CONFIG.settings,
  );
}

const namesIn = ({ tree }: AlertmanagerDocument): string[] =>
  sorted((tree?.routes ?? []).flatMap(({ matchers }) => matchers.map(({ name }) => name)));

describe('every command names the same receivers of an alert', () => {
  it.each(Array.from({ length: 6 }, (_, i) => i))('in ten generated projects (%i)', async (block) => {
    for (let seed = block * 10; seed < block * 10 + 10; seed++) {
      const files = generateProject(seed);
      const cwd = await folderOf(files);
      const project = projectOf(files);
      const [document] = project.alertmanagers;
      const checks = byChecks(document!, project);
      const said = await saidBy(cwd, 'alertmanager.yml', 'one.txt');
      for (const [alert, answers] of Object.entries(said))
        for (const [command, receivers] of Object.entries(answers))
          expect([seed, alert, command, receivers]).toEqual([seed, alert, command, checks[alert]]);
      expect(Object.keys(said)).toHaveLength(4);
    }
  });

  it('in the pack', { timeout: 240_000 }, async () => {
    const { project } = await readPack();
    const document = project.alertmanagers[0]!;
    const rows = await json<{ alerts: Row[] }>(ROOT, 'routes', 'coverage');
    const checks = byChecks(document, project);
    const tree = flat(await json<Shown>(ROOT, 'routes', 'show'));
    for (const { alert, receivers, possible, outcomes } of rows.alerts) {
      const named = sorted([...receivers, ...possible]);
      expect([alert, named]).toEqual([alert, checks[alert]]);
      expect([alert, sorted(outcomes.flatMap((way) => way.receivers))]).toEqual([alert, named]);
      const ending = tree.filter(
        (one) => one.alerts.includes(alert) || one.possibleAlerts.some((other) => other.alert === alert),
      );
      expect([alert, sorted(ending.map(({ receiver }) => receiver))]).toEqual([alert, named]);
    }
    const cwd = await folderOf({ 'one.yml': 'route: { receiver: one }\nreceivers: [{ name: one }]\n' });
    const { differences } = await json<{ differences: Difference[] }>(
      ROOT,
      ...['routes', 'diff', join(ROOT, document.file.path), join(cwd, 'one.yml')],
    );
    for (const { alert, receivers, possible } of rows.alerts) {
      const before = differences.filter((one) => one.alert === alert).flatMap((one) => one.before);
      expect([alert, sorted(before)]).toEqual([alert, checks[alert]]);
      expect(await explain(ROOT, alert)).toMatchObject({ receivers, possible });
    }
    expect(rows.alerts.length).toBeGreaterThan(20);
  });

  it.skipIf(amtool === undefined)('in the pack, amtool too', async () => {
    const { project } = await readPack();
    const document = project.alertmanagers[0]!;
    const { alerts } = await json<{ alerts: Row[] }>(ROOT, 'routes', 'coverage');
    const dice = new Dice(14);
    const sets = alertLabels(project).flatMap((alert) => {
      const row = alerts.find((one) => one.alert === alert.name)!;
      const labels = draw(alert, namesIn(document), dice);
      const ways = waysFor(row, labels);
      expect([labelsKey(labels), ways.length]).toEqual([labelsKey(labels), 1]);
      return [[labels, ways[0]!.receivers.join(',')] as const];
    });
    expect(sets.length).toBeGreaterThan(20);
    await agreeWithAmtool(join(ROOT, document.file.path), sets);
  });
});

/** Three label sets of each alert of 60 projects, with the receivers that the condition they satisfy leads to. */
async function drawn(seed: number): Promise<{ cwd: string; sets: (readonly [LabelSet, string])[] }> {
  const files = generateProject(seed);
  const cwd = await folderOf(files);
  const project = projectOf(files);
  const document = project.alertmanagers[0]!;
  const { alerts } = await json<{ alerts: Row[] }>(
    cwd,
    'routes',
    'coverage',
    '--config.file',
    'alertmanager.yml',
  );
  const dice = new Dice(seed + 1000);
  const sets = alertLabels(project).flatMap((alert) => {
    const row = alerts.find((one) => one.alert === alert.name)!;
    return Array.from({ length: 3 }, () => {
      const labels = draw(alert, namesIn(document), dice);
      const ways = waysFor(row, labels);
      expect([seed, labelsKey(labels), ways.length]).toEqual([seed, labelsKey(labels), 1]);
      expect(matchReceivers(document.tree!, labels)).toEqual(ways[0]!.receivers);
      return [labels, ways[0]!.receivers.join(',')] as const;
    });
  });
  return { cwd, sets };
}

it('one condition holds for each label set, and its receivers are the real ones', async () => {
  for (let seed = 0; seed < 60; seed++) expect((await drawn(seed)).sets).toHaveLength(12);
});

/** Receivers that notify, under a name that is not a file of the project. */
function withChannels(config: string): string {
  const parsed = JSON.parse(config) as { receivers: { name: string }[] };
  const receivers = parsed.receivers.map(({ name }) => ({
    name,
    webhook_configs: [{ url: 'http://127.0.0.1:1/' }],
  }));
  return JSON.stringify({ ...parsed, receivers });
}

const fields = (labels: LabelSet): string => [...labels].map(([name, value]) => `${name}=${value}`).join(',');

it('simulate and test send each label set to the receivers of its condition', async () => {
  for (let seed = 0; seed < 60; seed++) {
    const { cwd, sets } = await drawn(seed);
    const config = await readFile(join(cwd, 'alertmanager.yml'), 'utf8');
    await writeFile(join(cwd, 'loud.txt'), withChannels(config));
    const { events } = await json<{
      events: { receiver: string; firing: Readonly<Record<string, string>>[] }[];
    }>(
      cwd,
      ...[
        'routes',
        'simulate',
        '--config.file',
        'loud.txt',
        '--duration',
        '1h',
        '--from',
        '2026-03-02T10:00:00Z',
      ],
      ...sets.map(([labels]) => `${fields(labels)}@1m`),
    );
    for (const [labels, receivers] of sets) {
      const key = labelsKey(labels);
      const notified = events.filter(({ firing }) =>
        firing.some((one) => labelsKey(new Map(Object.entries(one))) === key),
      );
      expect([seed, key, sorted(notified.map(({ receiver }) => receiver))]).toEqual([
        seed,
        key,
        sorted(receivers.split(',')),
      ]);
    }
    const route_tests = sets.map(([labels, receivers]) => ({
      labels: Object.fromEntries(labels),
      receivers: receivers.split(','),
    }));
    await writeFile(join(cwd, 'routes.yml'), JSON.stringify({ route_tests }));
    const { code, stdout } = await run(['test', '--engine', 'embedded', 'routes.yml'], { cwd });
    expect([seed, code, stdout]).toEqual([seed, 0, expect.stringContaining('12')]);
  }
});

/** Asks amtool where label sets go. */
async function agreeWithAmtool(
  config: string,
  sets: readonly (readonly [LabelSet, string])[],
): Promise<void> {
  const answers = await askAmtool(
    amtool!,
    config,
    sets.map(([labels]) => labels),
  );
  for (const [labels, receivers] of sets)
    expect([labelsKey(labels), answers.get(labelsKey(labels))]).toEqual([labelsKey(labels), { receivers }]);
}

it.skipIf(amtool === undefined)('amtool names the receivers of the condition that holds', async () => {
  for (let seed = 0; seed < 60; seed++) {
    const { cwd, sets } = await drawn(seed);
    // Each question is a process: all sets of some projects, one set of every alert of the others.
    await agreeWithAmtool(
      join(cwd, 'alertmanager.yml'),
      seed < 12 ? sets : sets.filter((_, i) => i % 3 === 0),
    );
  }
});

import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import { describe, expect, test } from 'vitest';
import { dashboardText, generateDashboards } from '../../grafana/src/generate.ts';
import { Pack } from '../../grafana/src/pack.ts';
import { COLOUR } from '../../grafana/src/theme.ts';
import { ROOT } from '../support/pack.ts';

const pack = Pack.read();
const dashboards = generateDashboards(pack);
const panels = dashboards.flatMap(({ source }) =>
  source.panels.map((panel) => ({ uid: source.uid, ...panel, name: `${source.uid}: ${panel.title}` })),
);
const named = panels.map((panel) => [panel.name, panel] as const);
const expressions = ({ panel }: (typeof panels)[number]): string[] =>
  (panel.targets ?? []).map((target) => (target as { expr?: string }).expr ?? '');

describe('the dashboards are what was asked for', () => {
  test.each([
    ['oneiric-overview', '30s', 8],
    ['oneiric-resolution', '10s', 8],
    ['oneiric-lifecycle', '10s', 9],
    ['oneiric-remote', '30s', 10],
    ['oneiric-activity', '30s', 7],
    ['oneiric-performance', '10s', 8],
  ])('%s is refreshed every %s and has %i panels', (uid, refresh, count) => {
    const { json } = dashboards.find(({ source }) => source.uid === uid)!;
    expect(json.refresh).toBe(refresh);
    expect(json.panels).toHaveLength(count);
  });

  test('there are no others', () => expect(panels).toHaveLength(50));

  test.each(dashboards.map((one) => [one.source.uid, one] as const))(
    '%s: the checked-in file is the generated one',
    (uid, one) => {
      const text = readFileSync(`${ROOT}grafana/dashboards/${uid}.json`, 'utf8');
      expect(JSON.parse(text)).toEqual(JSON.parse(dashboardText(one)));
    },
  );

  test('every file in the folder is generated', () => {
    const files = globSync('*.json', { cwd: `${ROOT}grafana/dashboards` });
    expect(files.sort()).toEqual(dashboards.map(({ source }) => `${source.uid}.json`).sort());
  });
});

describe('every panel', () => {
  test.each(named)('%s has a unit, a description, queries and a place', (_, { panel }) => {
    expect(panel.fieldConfig?.defaults.unit).toBeTruthy();
    expect(panel.description!.length).toBeGreaterThan(20);
    expect(panel.targets!.length).toBeGreaterThan(0);
  });

  test.each(dashboards.map(({ source, json }) => [source.uid, json] as const))(
    '%s: panels have ids of their own and do not overlap',
    (_, json) => {
      const placed = (json.panels ?? []).map((panel) => panel as { id: number; gridPos: GridPos });
      expect(new Set(placed.map(({ id }) => id)).size).toBe(placed.length);
      for (const a of placed)
        for (const b of placed) if (a !== b) expect(overlap(a.gridPos, b.gridPos)).toBe(false);
    },
  );

  test('uses the variables that its dashboard defines, and each is used', () => {
    for (const { source, json } of dashboards) {
      const text = JSON.stringify(json.panels);
      const defined = (json.templating.list ?? []).map(({ name }) => name).sort();
      const used = new Set([...text.matchAll(/\$\{?([a-z]\w*)/g)].map((match) => match[1]!));
      expect([...used].sort(), source.uid).toEqual(defined);
    }
  });

  test('has colours of the palette only', () => {
    const colours = new Set<string>([...Object.values(COLOUR), 'transparent']);
    for (const { json } of dashboards)
      for (const [, colour] of JSON.stringify(json).matchAll(/"(?:color|fixedColor|iconColor)":"([^"]+)"/g))
        expect(colours).toContain(colour);
  });
});

describe('alerts and panels', () => {
  const shown = new Map(
    panels.flatMap((panel) => (panel.alerts ?? []).map((alert) => [alert, panel] as const)),
  );

  test.each(pack.alerts.map((alert) => [alert]))('%s links to the panel that shows its series', (alert) => {
    const panel = shown.get(alert);
    expect(panel, 'a panel that lists the alert').toBeDefined();
    const url = `https://grafana.oneiric.io/d/${panel!.uid}?viewPanel=${String(panel!.id)}`;
    expect(pack.annotation(alert, 'dashboard_url')).toBe(url);
    const json = dashboards.find(({ source }) => source.uid === panel!.uid)!.json;
    const placed = json.panels!.find((one) => (one as { id: number }).id === panel!.id) as {
      links: object[];
    };
    expect(JSON.stringify(placed.links)).toContain(pack.annotation(alert, 'runbook_url'));
    expect(sharedSeries(pack.expr(alert), expressions(panel!).join(' '))).not.toEqual([]);
  });

  test('no panel names an alert that does not exist', () => {
    for (const alert of shown.keys()) expect(pack.alerts).toContain(alert);
  });

  test('every recording rule is shown somewhere', () => {
    const text = panels.flatMap(expressions).join('\n');
    expect(pack.records.filter((record) => !text.includes(record))).toEqual([]);
  });

  test('a line is drawn where the alert fires', () => {
    const { panel } = panels.find(({ name }) => name === 'oneiric-resolution: Latency percentiles')!;
    expect(panel.fieldConfig!.defaults.thresholds!.steps.map(({ value }) => value)).toEqual([null, 0.1, 0.5]);
    const budget = panels.find(({ name }) => name === 'oneiric-lifecycle: Swap success rate')!.panel;
    expect(budget.fieldConfig!.defaults.thresholds!.steps.map(({ value }) => value)).toEqual([
      null,
      0.8,
      0.9,
      0.95,
    ]);
  });
});

/** Metrics, or events of the log, that both texts read; recorded series count as what they are recorded from. */
function sharedSeries(alert: string, panel: string): string[] {
  const own = namesIn(alert);
  return [...namesIn(panel)].filter((name) => own.has(name));
}

function namesIn(text: string): Set<string> {
  const names = new Set(text.match(/oneiric_\w+|app="oneiric"|event="[a-z-]+"/g));
  for (const record of pack.records)
    if (text.includes(record)) for (const name of namesIn(pack.expr(record))) names.add(name);
  if ([...names].some((name) => name.startsWith('event='))) names.delete('app="oneiric"');
  return names;
}

interface GridPos {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

const overlap = (a: GridPos, b: GridPos): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

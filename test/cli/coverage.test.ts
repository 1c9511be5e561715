import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { folderOf, run } from './support.ts';

const RULES = `groups:
  - name: web
    interval: 1m
    rules:
      - alert: ErrorsHigh
        expr: errors{job=~"api|web"} > 10 unless on (job) maintenance
        for: 2m
        keep_firing_for: 1m
        labels: { severity: critical }
        annotations:
          summary: "{{ if gt $value 50.0 }}many{{ else }}some{{ end }} errors of {{ $labels.job }}"
      - record: job:errors:sum
        expr: sum by (job) (errors)
`;

const ALERTMANAGER = `route:
  receiver: log
  routes:
    - { receiver: page, matchers: ['severity="critical"'], mute_time_intervals: [nights] }
    - { receiver: mail, matchers: ['severity="warning"'] }
inhibit_rules:
  - { source_matchers: ['alertname="Down"'], target_matchers: ['alertname="ErrorsHigh"'] }
time_intervals:
  - { name: nights, time_intervals: [{ times: [{ start_time: "22:00", end_time: "24:00" }] }] }
receivers: [{ name: log }, { name: page }, { name: mail }]
`;

const FIXTURE = `alert: ErrorsHigh
interval: 1m
scenarios:
  - name: pages
    series:
      'errors{job="api"}': 9x2 60x10
    expect:
      - { at: 10m, alerts: [{ annotations: { summary: many errors of api }, receivers: [page], inhibited: false }] }
`;

interface Owner {
  readonly name: string;
  readonly points: readonly { readonly line: number; readonly what: string; readonly hits: number }[];
  readonly comparisons: readonly {
    readonly nearestTrue: number | null;
    readonly nearestFalse: number | null;
  }[];
  readonly missing: readonly string[];
}

async function covered(fixture: string, files: Readonly<Record<string, string>> = {}) {
  const cwd = await folderOf({
    'rules/a.yml': RULES,
    'alertmanager.yml': ALERTMANAGER,
    'fixtures/a.yml': fixture,
    ...files,
  });
  const ran = await run(['test', '--engine', 'embedded', '--coverage=json,lcov,cobertura,html'], { cwd });
  const read = (name: string): Promise<string> => readFile(join(cwd, 'coverage', name), 'utf8');
  const { owners } = JSON.parse(await read('coverage.json')) as { owners: readonly Owner[] };
  const of = (name: string): Owner => owners.find((owner) => owner.name === name)!;
  const hit = (name: string): string[] =>
    of(name)
      .points.filter(({ hits }) => hits > 0)
      .map(({ what }) => what);
  return { cwd, ran, read, of, hit };
}

describe('rulecheck test --coverage', () => {
  it('counts what an alert does, and what its expression sees', async () => {
    const { of, hit } = await covered(FIXTURE);
    expect(hit('ErrorsHigh')).toEqual([
      'it is evaluated with data',
      '"unless": a left sample without a right partner',
      '"> 10" is true',
      '"> 10" is false',
      'a series has job="api"',
      'it fires',
      'it is quiet with data',
      '"for" passes',
      'summary is rendered',
      '{{ if gt $value 50.0 }} holds',
    ]);
    expect(of('ErrorsHigh').missing).toEqual([
      '"unless" never sees a left sample with a right partner',
      'no series has job="web"',
      'never resolves',
      'never over before 2m have passed',
      'never kept firing by "keep_firing_for"',
      '{{ if gt $value 50.0 }} in summary always holds',
      'never true just over 10 (closest: 60)',
    ]);
    expect(of('ErrorsHigh').comparisons).toEqual([
      expect.objectContaining({ limit: 10, nearestTrue: 60, nearestFalse: 9 }),
    ]);
    expect(of('job:errors:sum').missing).toEqual(['never evaluated with data']);
  });

  it('counts the other side of each', async () => {
    const more = `${FIXTURE}  - name: resolves, is too short and is under maintenance
    series:
      'errors{job="web"}': 11x1 0x3 11x4 0x10
      'errors{job="api"}': 20x20
      'maintenance{job="api"}': 1x20
    expect:
      - { at: 6m, alerts: [{ annotations: { summary: some errors of web } }] }
      - { at: 15m, state: inactive }
`;
    const { of } = await covered(more);
    expect(of('ErrorsHigh').missing).toEqual([]);
  });

  it('counts routes, receivers, inhibition and intervals', async () => {
    const { hit, of } = await covered(FIXTURE);
    expect(hit('alertmanager.yml')).toEqual([
      'the root route is taken',
      expect.stringMatching(/page|severity="critical"/),
      'page is reached',
      'inhibition rule 1 lets a target pass',
    ]);
    const routes = `- { labels: { alertname: ErrorsHigh, severity: critical }, at: 2026-01-05T23:00:00Z, muted_by: nights, while: [{ alertname: Down }], inhibited: true }`;
    const more = await covered(FIXTURE, { 'fixtures/routes.yml': `route_tests:\n  ${routes}\n` });
    expect(more.ran.stderr).not.toContain('error');
    expect(more.hit('alertmanager.yml')).toContain('nights is on');
    expect(more.hit('alertmanager.yml')).toContain('inhibition rule 1 mutes an alert');
    expect(of('alertmanager.yml').missing).toContain('mail is never reached');
  });

  it('counts unit tests of promtool', async () => {
    const cwd = await folderOf({
      'rules.yml': RULES,
      'test.yml': `rule_files: [rules.yml]
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series: [{ series: 'errors{job="api"}', values: 60x10 }]
    alert_rule_test: [{ eval_time: 1m, alertname: ErrorsHigh, exp_alerts: [] }]
`,
    });
    await run(['test', '--coverage=json', '--coverage-dir', 'out'], { cwd });
    const { owners } = JSON.parse(await readFile(join(cwd, 'out/coverage.json'), 'utf8')) as {
      owners: readonly Owner[];
    };
    const points = owners.find(({ name }) => name === 'ErrorsHigh')!.points;
    expect(points.find(({ what }) => what === 'it is evaluated with data')?.hits).toBe(2);
    expect(points.find(({ what }) => what === 'it fires')?.hits).toBe(0);
  });

  it('writes Cobertura with lines and conditions, and lcov with branches', async () => {
    const { read, cwd } = await covered(FIXTURE);
    const xml = new XMLParser({ ignoreAttributes: false, isArray: (name) => name === 'package' }).parse(
      await read('cobertura.xml'),
    ) as {
      coverage: {
        sources: { source: string };
        packages: { package: { '@_name': string; classes: { class: { lines: { line: unknown[] } } } }[] };
      };
    };
    expect(xml.coverage.sources.source).toBe(cwd);
    const rules = xml.coverage.packages.package.find((each) => each['@_name'] === 'rules')!;
    expect(rules.classes.class.lines.line).toContainEqual(
      expect.objectContaining({
        '@_number': '7',
        '@_branch': 'true',
        '@_condition-coverage': '50% (1/2)',
        conditions: {
          condition: [
            { '@_number': '0', '@_type': 'jump', '@_coverage': '100%' },
            { '@_number': '1', '@_type': 'jump', '@_coverage': '0%' },
          ],
        },
      }),
    );
    const lcov = await read('lcov.info');
    expect(lcov).toContain('SF:rules/a.yml\n');
    expect(lcov).toMatch(/^BRDA:7,0,1,0$/m);
    expect(lcov).toMatch(/^DA:12,0$/m);
  });

  it('writes one page without scripts, with every text escaped', async () => {
    const { read } = await covered(FIXTURE, {
      'rules/b.yml': `groups: [{ name: b, rules: [{ alert: "<img src=x>", expr: vector(1) }] }]\n`,
    });
    const html = await read('index.html');
    expect(html).not.toContain('<img');
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;img src=x&gt;');
  });

  it('fails under a share, and refuses what does not go together', async () => {
    const { cwd } = await covered(FIXTURE);
    const low = await run(['test', '--coverage', '--fail-under', '90'], { cwd });
    expect(low.code).toBe(1);
    expect(low.stderr).toMatch(/^the coverage of \d+\.\d % is below --fail-under 90$/m);
    expect(low.stdout).toContain('least proved:\n  ErrorsHigh');
    expect((await run(['test', '--coverage', '--fail-under', '20'], { cwd })).code).toBe(0);
    for (const args of [['--fail-under', '5'], ['--coverage', '--engine', 'promtool'], ['--coverage=htm']])
      expect((await run(['test', ...args], { cwd })).code).toBe(2);
  });

  it('keeps the results of a program apart', async () => {
    const { cwd } = await covered(FIXTURE);
    const ran = await run(['test', '-f', 'json', '--coverage'], { cwd });
    expect(() => JSON.parse(ran.stdout) as unknown).not.toThrow();
    expect(ran.stderr).toContain('all files');
  });
});

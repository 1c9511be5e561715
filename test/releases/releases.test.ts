import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config/parse.ts';
import { newerReleaseNotes } from '../../src/config/newer-releases.ts';
import { ALERTMANAGER_VERSIONS } from '../../src/config/types.ts';
import { FUNCTIONS } from '../../src/promql/functions/table.ts';
import {
  changesBetween,
  isUnknownRelease,
  newestRelease,
  PRODUCTS,
  sourceUrl,
} from '../../src/releases/index.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { compareVersions } from '../../src/util/compare-versions.ts';
import { lintFiles } from '../support/lint-files.ts';
import { folderWith, runCli } from '../support/run-cli.ts';

const parse = (text: string) => parseConfig(new SourceFile('rulecheck.yaml', text));

describe('the tables of releases', () => {
  test.each(Object.entries(PRODUCTS))('%s: oldest first, with a source for each change', (_name, product) => {
    const versions = product.releases.map(({ version }) => version);
    expect(versions).toEqual([...versions].sort(compareVersions));
    const dates = product.releases.map(({ date }) => date);
    expect(dates).toEqual([...dates].sort());
    for (const change of product.releases.flatMap(({ changes }) => changes)) {
      expect(sourceUrl(product, change)).toMatch(/^https:\/\/\S+$/);
      expect(change.what).not.toMatch(/\.$/);
    }
  });

  test('agree with the versions that the configuration and the functions know', () => {
    expect(ALERTMANAGER_VERSIONS.at(-1)).toBe(newestRelease('alertmanager'));
    const newestFunction = Object.values(FUNCTIONS)
      .map(({ since }) => since)
      .sort(compareVersions)
      .at(-1)!;
    expect(isUnknownRelease('prometheus', newestFunction)).toBe(false);
  });

  test('the changes on the way from one release to another, patches aside', () => {
    const releases = new Set(
      changesBetween('prometheus', '3.13.2', '3.16.1').map(({ release }) => release.version),
    );
    expect([...releases]).toEqual(['3.14', '3.15', '3.16']);
    expect(changesBetween('prometheus', '3.16', '3.16')).toEqual([]);
  });
});

describe('a configured release', () => {
  test.each([
    ['prometheus: { version: "3.16" }', 0],
    ['prometheus: { version: "3.5.3" }', 0],
    ['prometheus: { version: "3.99" }', 0],
    ['prometheus: { version: "2.56" }', 1],
    ['prometheus: { version: "33.1" }', 1],
    ['prometheus: { version: 3.16 }', 1],
    ['prometheus: { version: 4 }', 1],
    ['alertmanager: { version: "0.35" }', 0],
    ['alertmanager: { version: "0.35.1" }', 0],
    ['alertmanager: { version: "0.99" }', 0],
    ['alertmanager: { version: "0.24" }', 1],
    ['alertmanager: { version: 0.35 }', 1],
  ])('%s: %i faults', (text, faults) => {
    expect(parse(`${text}\n`).issues).toHaveLength(faults);
  });

  test('a number without quotes is refused with the way to write it', () => {
    expect(parse('alertmanager: { version: 0.35 }\n').issues).toEqual([
      expect.objectContaining({
        message: '"alertmanager.version" is 0.35, a number without quotes',
        help: 'write "0.35": YAML reads 3.10 as 3.1',
      }),
    ]);
  });

  test('that is newer than all known ones is read as the newest, with a note', () => {
    const { settings } = parse('prometheus: { version: "3.99" }\nalertmanager: { version: "0.99" }\n').config;
    expect(settings.alertmanager.version).toBe(newestRelease('alertmanager'));
    expect(newerReleaseNotes(settings)).toEqual([
      expect.stringMatching(
        /^Prometheus 3\.99 is newer than 3\.16, the newest release that rulecheck supports/,
      ),
      expect.stringMatching(
        /^Alertmanager 0\.99 is newer than 0\.35, the newest release that rulecheck supports/,
      ),
    ]);
    expect(newerReleaseNotes(parse('prometheus: { version: "3.16.2" }\n').config.settings)).toEqual([]);
  });

  test('the note is on stderr, and lint goes on', async () => {
    const folder = folderWith({
      'rulecheck.yaml': 'prometheus: { version: "3.99" }\n',
      'rules.yml': 'groups: [{ name: a, rules: [{ record: "a:b", expr: sum(x) }] }]\n',
    });
    const run = await runCli(folder, ['lint']);
    expect(run).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^note: Prometheus 3\.99 is newer/) as string,
    });
  });
});

describe('rules of Prometheus 3.16', () => {
  const rules = `groups:
  - name: newest
    rules:
      - record: job:reqs:rate5m
        expr: sum by (job) (rate(reqs_total[5m] anchored))
      - record: job:reqs_smooth:rate5m
        expr: sum by (job) (rate(reqs_total[5m] smoothed))
`;
  const checks = (config?: string, text = rules) =>
    lintFiles(text, { config }).map(({ check, severity }) => `${severity} ${check}`);

  test('anchored and smoothed need no flag', () => {
    expect(checks()).toEqual([]);
    expect(checks('prometheus: { version: "3.16" }\n')).toEqual([]);
    expect(checks('prometheus: { features: [] }\n')).toEqual([]);
  });

  test('an older release needs the flag', () => {
    expect(checks('prometheus: { version: "3.15" }\n')).toEqual([
      'error promql/version',
      'error promql/version',
    ]);
    const flagged = 'prometheus: { version: "3.15", features: [promql-extended-range-selectors] }\n';
    expect(checks(flagged)).toEqual([]);
    expect(checks('prometheus: { version: 2 }\n')).toEqual(['error syntax/promql', 'error syntax/promql']);
  });

  test('integral() is known, and experimental', () => {
    const integral = 'groups: [{ name: a, rules: [{ record: "a:b", expr: "integral(watts[1h])" }] }]\n';
    expect(checks(undefined, integral)).toEqual(['error syntax/promql']);
    expect(checks('prometheus: { features: [promql-experimental-functions] }\n', integral)).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config/parse.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { lintFiles } from '../support/lint-files.ts';

const parse = (text: string) => parseConfig(new SourceFile('rulecheck.yaml', text));

describe('prometheus', () => {
  test.each([
    ['2', 2, undefined],
    ['3', 3, undefined],
    ['"2.45"', 2, '2.45'],
    ['"3.10"', 3, '3.10'],
  ])('version: %s', (text, version, release) => {
    const { config, issues } = parse(`prometheus: { version: ${text} }\n`);
    expect(issues).toEqual([]);
    expect(config.settings.prometheus).toMatchObject({ version, release });
  });

  test('a release without quotes is refused: YAML reads 3.10 as 3.1', () => {
    expect(parse('prometheus: { version: 3.10 }\n').issues).toHaveLength(1);
  });

  test('times are milliseconds', () => {
    const { config } = parse(
      'prometheus: { scrape_interval: 15s, evaluation_interval: 1m, lookback_delta: 10m, retention: 15d, external_labels: [cluster] }\n',
    );
    expect(config.settings.prometheus).toEqual({
      version: 3,
      scrapeInterval: 15_000,
      evaluationInterval: 60_000,
      lookback: 600_000,
      retention: 1_296_000_000,
      externalLabels: ['cluster'],
    });
  });

  const experimental = `groups:
  - name: shop
    rules:
      - { record: 'a:b', expr: 'mad_over_time(x[5m])' }
`;

  test('an experimental function needs its flag', () => {
    const checks = (config?: string) => lintFiles(experimental, { config }).map(({ check }) => check);
    expect(checks()).toEqual(['syntax/promql']);
    expect(checks('prometheus: { features: [] }\n')).toEqual(['syntax/promql']);
    expect(checks('prometheus: { features: [promql-experimental-functions] }\n')).toEqual([]);
  });

  test('version 2 refuses what only version 3 parses', () => {
    const rules = "groups: [{ name: a, rules: [{ record: 'a:b', expr: sum(x > 1h) }] }]\n";
    expect(lintFiles(rules)).toEqual([]);
    expect(lintFiles(rules, { config: 'prometheus: { version: 2 }\n' }).map(({ check }) => check)).toEqual([
      'syntax/promql',
    ]);
  });
});

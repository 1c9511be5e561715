import { describe, expect, test } from 'vitest';
import { DEFAULT_CONFIG } from '../../src/config/types.ts';
import type { PrometheusSettings } from '../../src/config/types.ts';
import { readProject } from '../../src/project/read-project.ts';
import type { Project } from '../../src/project/project.ts';
import { parseExpr } from '../../src/promql/syntax/parse.ts';
import type { VectorSelector } from '../../src/promql/syntax/ast.ts';

const read = (files: Record<string, string>, prometheus: Partial<PrometheusSettings> = {}): Project =>
  readProject(
    Object.entries(files).map(([path, text]) => ({ path, text, named: false })),
    { ...DEFAULT_CONFIG.settings, prometheus: { version: 3, ...prometheus } },
  );
const selector = (text: string): VectorSelector => {
  const { expr } = parseExpr(text);
  if (expr?.kind !== 'VectorSelector') throw new Error(text);
  return expr;
};
const CONFIG = `global: { scrape_interval: 1m, evaluation_interval: 30s, external_labels: { cluster: a } }
rule_files: ['*.yml']
scrape_configs:
  - { job_name: slow }
  - { job_name: fast, scrape_interval: 10s }
`;
const RULES = `groups:
  - { name: own, interval: 2m, rules: [{ record: 'a:b', expr: sum(x) }] }
  - { name: default, rules: [{ record: 'c:d', expr: sum(x) }] }
`;

describe('sampleInterval', () => {
  const { server } = read({ 'prometheus.yml': CONFIG, 'rules.yml': RULES });
  test.each([
    ['x{job="slow"}', 60_000],
    ['x{job="fast"}', 10_000],
    ['x', 10_000],
    ['x{job="elsewhere"}', 10_000],
    ['a:b', 120_000],
    ['c:d', 30_000],
    ['un:known', undefined],
    ['{job="slow"}', undefined],
  ])('%s: %s', (text, expected) => {
    expect(server.sampleInterval(selector(text))?.value).toBe(expected);
  });

  test('rulecheck.yaml speaks where no prometheus.yml does', () => {
    const own = read({}, { scrapeInterval: 5_000 }).server;
    expect(own.sampleInterval(selector('x'))).toEqual({ value: 5_000, from: 'rulecheck.yaml' });
  });
});

describe('evaluationInterval', () => {
  test('is not known of objects of Kubernetes, of Loki and of servers that differ', () => {
    const object = `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
spec: { groups: [{ name: a, rules: [{ alert: A, expr: up == 0 }] }] }
`;
    const intervals = (project: Project): (number | undefined)[] =>
      project.groups.map((group) => project.server.evaluationInterval(group)?.value);
    expect(intervals(read({ 'prometheus.yml': CONFIG, 'rules.yml': RULES, 'object.yml': object }))).toEqual(
      expect.arrayContaining([120_000, 30_000, undefined]),
    );
    const other = CONFIG.replace('30s', '15s');
    expect(intervals(read({ 'a.yml': CONFIG, 'b.yml': other, 'rules.yml': RULES }))).toEqual([
      120_000,
      undefined,
    ]);
  });
});

describe('of a file', () => {
  const known = (files: Record<string, string>, path: string): number | undefined => {
    const project = read({ ...files, [path]: RULES });
    return project.server.of(path).sampleInterval(selector('x{job="slow"}'))?.value;
  };
  const config = (ruleFiles: string, interval = '1m'): string =>
    CONFIG.replace("['*.yml']", ruleFiles).replace('1m', interval);

  test.each([
    ['loads it', "['rules/*.yml']", 60_000],
    ['loads it from a folder of its container', "['/etc/prometheus/rules/*.yml']", 60_000],
    ['loads it under a name that is nowhere else', "['alerts/web.yml']", 60_000],
    ['loads others only', "['other/*.yml']", undefined],
    ['loads others only, from its container', "['/etc/prometheus/recording.yml']", undefined],
    ['loads a file of the same name that is there', "['other/web.yml']", undefined],
    ['loads none: somebody else evaluates what it scrapes', '[]', 60_000],
  ])('a server that %s', (_, ruleFiles, expected) => {
    const files = { 'prometheus.yml': config(ruleFiles), 'other/web.yml': RULES };
    expect(known(files, 'rules/web.yml')).toBe(expected);
  });

  test('a recorded series is as old as the server makes it that records it', () => {
    const project = read({
      'a.yml': CONFIG.replace("['*.yml']", "['rules/a.yml']"),
      'b.yml': CONFIG.replace("['*.yml']", "['rules/b.yml']").replace('30s', '15s'),
      'rules/a.yml': RULES,
      'rules/b.yml': 'groups: [{ name: b, rules: [{ alert: A, expr: c:d > 1 }] }]\n',
    });
    expect(project.server.of('rules/b.yml').sampleInterval(selector('c:d'))?.value).toBe(30_000);
  });

  test('the one that loads it goes before one that may', () => {
    const files = {
      'a.yml': config("['rules/*.yml']", '2m'),
      'b.yml': config("['/etc/prometheus/*.yml']"),
    };
    expect(known(files, 'rules/web.yml')).toBe(120_000);
  });
});

describe('retention and external labels', () => {
  test('come from prometheus.yml', () => {
    const { server } = read({
      'prometheus.yml': `${CONFIG}storage: { tsdb: { retention: { time: 30d } } }\n`,
    });
    expect(server.retention).toEqual({ value: 2_592_000_000, from: 'prometheus.yml' });
    expect(server.externalLabels).toEqual({ value: ['cluster'], from: 'prometheus.yml' });
  });

  test('are not known without one', () => {
    const { server } = read({ 'rules.yml': RULES });
    expect([server.retention, server.externalLabels]).toEqual([undefined, undefined]);
  });
});

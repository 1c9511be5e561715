import { expect, test } from 'vitest';
import { DEFAULT_CONFIG } from '../../../src/config/types.ts';
import { estimateRule, factsOf } from '../../../src/analysis/expression/facts.ts';
import { readProject } from '../../../src/project/read-project.ts';
import type { Project } from '../../../src/project/project.ts';
import { ANY, labelFact } from '../../../src/promql/infer/index.ts';
import type { Alternative } from '../../../src/promql/infer/index.ts';

const CATALOGUE = `target_labels:
  job: { values: [shop] }
  instance: { max: 4 }
labels:
  aisle: { max: 20 }
  shelf: { max: 50, per: aisle }
metrics:
  shop_sold_total: { type: counter, unit: items, labels: [aisle, shelf] }
  shop_open: { type: gauge, labels: [aisle] }
`;

function projectOf(rules: string, catalogue = ''): Project {
  const files = [
    {
      path: 'rules.yml',
      text: `groups:\n  - name: shop\n    labels: { team: tills }\n    rules:\n${rules}`,
      named: true,
    },
    ...(catalogue === '' ? [] : [{ path: 'metrics.yml', text: catalogue, named: true }]),
  ];
  return readProject(files, DEFAULT_CONFIG.settings);
}

function onlySeries(project: Project, name: string): Alternative {
  const found = factsOf(project).series(name);
  expect(found).toHaveLength(1);
  return found![0]!;
}

test('a recording rule passes on labels, values and the place where a label was lost', () => {
  const project = projectOf(
    `      - record: aisle:sold:rate5m
        expr: sum by (aisle) (rate(shop_sold_total[5m]))
        labels: { window: 5m }
`,
    CATALOGUE,
  );
  const { labels, value, series, quantity } = onlySeries(project, 'aisle:sold:rate5m');
  expect(labelFact(labels, 'aisle').presence).toBe('expected');
  expect(labelFact(labels, 'team').values).toEqual(new Set(['tills']));
  expect(labelFact(labels, 'window').values).toEqual(new Set(['5m']));
  expect(labelFact(labels, 'shelf')).toMatchObject({
    presence: 'never',
    reason: { kind: 'recorded', record: 'aisle:sold:rate5m', inner: { kind: 'by' } },
  });
  expect(value).toMatchObject({ lo: 0, nan: false });
  expect(quantity).toMatchObject({ type: 'gauge', unit: 'items per second' });
  expect(series?.count).toBe(20);
});

test('facts go through several rules, whatever their order in the file', () => {
  const project = projectOf(`      - record: c
        expr: b == 0
      - record: b
        expr: a
      - record: a
        expr: count(shop_open)
`);
  expect(onlySeries(project, 'c').presence).toMatchObject({
    kind: 'never',
    reason: { kind: 'recorded', record: 'c', inner: { kind: 'comparison', left: { lo: 1 } } },
  });
});

test('rules of one name are alternatives', () => {
  const project = projectOf(`      - record: shop:state
        expr: sum by (aisle) (shop_open)
        labels: { kind: aisle }
      - record: shop:state
        expr: sum(shop_open)
        labels: { kind: shop }
`);
  const kinds = factsOf(project)
    .series('shop:state')
    ?.map(({ labels }) => [...labelFact(labels, 'kind').values!]);
  expect(kinds).toEqual([['aisle'], ['shop']]);
});

test('a cycle ends without facts, and is reported', () => {
  const project = projectOf(`      - record: a
        expr: b + 1
      - record: b
        expr: a or vector(0)
`);
  const facts = factsOf(project);
  for (const rule of project.rules) facts.of(rule.expr.promql.expr!);
  expect(facts.cycles).toEqual([{ names: ['b', 'a', 'b'] }]);
});

test('the series of rules are bounded by the catalogue, with the product', () => {
  const project = projectOf(
    `      - record: shelf:sold:rate5m
        expr: sum by (aisle, shelf) (rate(shop_sold_total[5m]))
      - record: one
        expr: sum by (aisle) (shelf:sold:rate5m{aisle="food"})
      - alert: ShopClosed
        expr: shop_open == 0
      - alert: Unknown
        expr: shop_unknown == 0
`,
    CATALOGUE,
  );
  const estimates = project.rules.map((rule) => estimateRule(rule, project));
  expect(estimates.map((estimate) => estimate?.count)).toEqual([1000, 1, 80, undefined]);
  expect(estimates[0]?.factors).toEqual([
    { label: 'aisle', count: 20 },
    { label: 'shelf', count: 50, per: 'aisle' },
  ]);
});

test('what Prometheus itself makes has known values', () => {
  const facts = factsOf(projectOf('      - record: a\n        expr: up\n'));
  expect(facts.series('up')?.[0]?.value).toMatchObject({ lo: 0, hi: 1, nan: false });
  expect(facts.series('nobody_knows')?.[0]).toMatchObject({ value: ANY, labels: { others: 'maybe' } });
});

test('a recorded series may carry the labels that servers usually add, and no others', () => {
  const project = projectOf('      - record: shop:sold\n        expr: sum by (aisle) (shop_sold_total)\n');
  const { labels } = onlySeries(project, 'shop:sold');
  expect(labelFact(labels, 'monitor').presence).toBe('maybe');
  expect(labelFact(labels, 'shelf').presence).toBe('never');
});

test('a recorded series may carry any external label that a server of the project adds', () => {
  const rules = 'groups: [{name: a, rules: [{record: "shop:sold:sum", expr: sum(shop_sold)}]}]\n';
  const server = 'global: { external_labels: { galaxy: a } }\nrule_files: [elsewhere/*.yml]\n';
  const presence = (files: Readonly<Record<string, string>>): string => {
    const project = readProject(
      Object.entries(files).map(([path, text]) => ({ path, text, named: true })),
      DEFAULT_CONFIG.settings,
    );
    return labelFact(onlySeries(project, 'shop:sold:sum').labels, 'galaxy').presence;
  };
  expect(presence({ 'rules.yml': rules })).toBe('never');
  expect(presence({ 'rules.yml': rules, 'prometheus.yml': server })).toBe('maybe');
});

test('of a metric that is recorded from itself, and so scraped too, nothing is known', () => {
  const project = projectOf(`      - record: shop_memory_bytes
        expr: label_replace(sum by (pod) (shop_memory_bytes{job="shop"}), "job", "sums", "", "")
      - record: shop:opened:time
        expr: last_over_time(shop:opened:time[30m]) or sum(shop_opened)
`);
  expect(factsOf(project).series('shop_memory_bytes')).toBeUndefined();
  expect(factsOf(project).series('shop:opened:time')).toHaveLength(2);
});

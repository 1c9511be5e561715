import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelSet } from '../../src/routing/labels.ts';
import { matchesAll } from '../../src/routing/matchers/matcher.ts';
import { ancestry, buildRouteTree } from '../../src/routing/tree/build.ts';
import { explainRoutes } from '../../src/routing/tree/explain.ts';
import { matchReceivers, matchRoutes } from '../../src/routing/tree/match.ts';
import type { Route, RouteConfig } from '../../src/routing/tree/route.ts';
import { route } from './routes.ts';

const tree = buildRouteTree(
  route('', {
    receiver: 'default',
    groupBy: ['alertname', 'cluster'],
    groupWaitMs: 10_000,
    routes: [
      route('severity="critical"', {
        receiver: 'pager',
        continue: true,
        groupBy: ['...'],
        muteTimeIntervals: ['nights'],
        routes: [route('team=~"db|cache"', { receiver: 'dba', groupWaitMs: 0, groupBy: [] })],
      }),
      route('team=""', { receiver: 'unowned' }),
      route('team="db"', { continue: true, routes: [route('tier!="test"', { repeatIntervalMs: 60_000 })] }),
    ],
  }),
);

describe('which routes take an alert', () => {
  it.each([
    [{}, ['unowned']],
    [{ severity: 'critical' }, ['pager', 'unowned']],
    [{ severity: 'critical', team: 'db' }, ['dba', 'default']],
    [{ severity: 'critical', team: 'web' }, ['pager']],
    [{ team: 'web' }, ['default']],
    [{ team: 'db', tier: 'test' }, ['default']],
  ])('%j', (labels, receivers) => {
    expect(matchReceivers(tree, labelSet(labels))).toEqual(receivers);
  });
});

describe('inheritance', () => {
  const at = (...path: number[]): Route => {
    const found = tree.routes.find((r) => JSON.stringify(r.path) === JSON.stringify(path));
    if (found === undefined) throw new Error(`no route ${path.join('.')}`);
    return found;
  };

  it('hands down receiver, grouping and timers', () => {
    expect(at(2, 0).settings).toMatchObject({
      receiver: 'default',
      groupBy: ['alertname', 'cluster'],
      groupWaitMs: 10_000,
      groupIntervalMs: 300_000,
      repeatIntervalMs: 60_000,
    });
  });

  it('does not hand down mute intervals', () => {
    expect(at(0).settings.muteTimeIntervals).toEqual(['nights']);
    expect(at(0, 0).settings.muteTimeIntervals).toEqual([]);
  });

  it('lets an empty group_by override, or inherit as before 0.31', () => {
    expect(at(0, 0).settings).toMatchObject({ groupBy: [], groupByAll: false, groupWaitMs: 0 });
    const before = buildRouteTree(tree.root.config, { emptyGroupByOverrides: false });
    expect(before.routes[2]!.settings).toMatchObject({ groupByAll: true });
  });

  it('merges route labels', () => {
    const labelled = buildRouteTree(
      route('', {
        receiver: 'r',
        labels: labelSet({ a: '1', b: '1' }),
        routes: [route('x="y"', { labels: labelSet({ b: '2' }) })],
      }),
    );
    expect([...labelled.routes[1]!.settings.labels]).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
  });

  it('knows keys and ancestors', () => {
    expect(at(0, 0).key).toBe('{}/{severity="critical"}/{team=~"db|cache"}');
    expect(ancestry(at(0, 0)).map((r) => r.index)).toEqual([0, 1, 2]);
  });
});

it('explains refusals and skips', () => {
  const { trace, ends } = explainRoutes(tree, labelSet({ team: 'web', severity: 'warning' }));
  expect(ends.map((r) => r.settings.receiver)).toEqual(['default']);
  expect(trace.verdict.kind).toBe('ended');
  expect(trace.children.map((c) => c.verdict)).toMatchObject([
    { kind: 'refused', failed: [{ matcher: { name: 'severity', value: 'critical' }, actual: 'warning' }] },
    { kind: 'refused', failed: [{ actual: 'web' }] },
    { kind: 'refused', failed: [{ actual: 'web' }] },
  ]);
  const unowned = explainRoutes(tree, labelSet({}));
  expect(unowned.trace.children[2]!.verdict).toMatchObject({ kind: 'skipped', takenBy: { path: [1] } });
});

it('treats names such as "constructor" as labels', () => {
  const odd = buildRouteTree(
    route('', { receiver: 'r', routes: [route('constructor=""', { receiver: 'none' })] }),
  );
  expect(matchReceivers(odd, labelSet({}))).toEqual(['none']);
  expect(matchReceivers(odd, labelSet({ constructor: 'x' }))).toEqual(['r']);
});

/** The definition, without any index. */
function slowMatch(at: Route, labels: ReadonlyMap<string, string>): Route[] {
  if (!matchesAll(at.matchers, labels)) return [];
  const all: Route[] = [];
  for (const child of at.routes) {
    const found = slowMatch(child, labels);
    all.push(...found);
    if (found.length > 0 && !child.continue) break;
  }
  return all.length > 0 ? all : [at];
}

const value = fc.constantFrom('', 'a', 'b', 'c');
const name = fc.constantFrom('x', 'y', 'z');
const matcherText = fc
  .record({
    name,
    op: fc.constantFrom('=', '!=', '=~', '!~'),
    value: fc.constantFrom('', 'a', 'b', 'a|b', '.+'),
  })
  .map((m) => `${m.name}${m.op}"${m.value}"`);
const anyRoute = (depth: number): fc.Arbitrary<RouteConfig> =>
  fc
    .record({
      match: fc.array(matcherText, { minLength: 1, maxLength: 2 }),
      continue: fc.boolean(),
      routes: depth === 0 ? fc.constant([]) : fc.array(anyRoute(depth - 1), { maxLength: 16 }),
    })
    .map((r) => route(r.match.join(','), { continue: r.continue, routes: r.routes }));

it('agrees with the definition on random trees, also wide ones', () => {
  fc.assert(
    fc.property(
      fc.array(anyRoute(1), { maxLength: 30 }),
      fc.array(fc.dictionary(name, value), { minLength: 5, maxLength: 5 }),
      (routes, sets) => {
        const random = buildRouteTree(route('', { receiver: 'r', routes }));
        for (const set of sets) {
          const labels = labelSet(set);
          const expected = slowMatch(random.root, labels);
          expect(matchRoutes(random, labels)).toEqual(expected);
          expect(explainRoutes(random, labels).ends).toEqual(expected);
        }
      },
    ),
    { numRuns: 100 },
  );
});

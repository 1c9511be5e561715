import fc from 'fast-check';
import { expect, test } from 'vitest';
import { routedAlerts } from '../../../src/analysis/delivery/routed-alerts.ts';
import { DEFAULT_CONFIG } from '../../../src/config/types.ts';
import { readProject } from '../../../src/project/read-project.ts';
import { labelSet } from '../../../src/routing/labels.ts';
import { matchRoutes } from '../../../src/routing/tree/match.ts';

interface RouteSpec {
  readonly matchers: readonly string[];
  readonly continue: boolean;
  readonly routes: readonly RouteSpec[];
}

const VALUES = ['a', 'b', 'ab'];
const matcher = fc
  .record({
    name: fc.constantFrom('team', 'severity', 'instance'),
    op: fc.constantFrom('=', '!=', '=~', '!~'),
    value: fc.constantFrom('', 'a', 'b', 'a|b', 'a.*', '.+'),
  })
  .map(({ name, op, value }) => `${name}${op}"${value}"`);
const route = fc.memo((depth): fc.Arbitrary<RouteSpec> =>
  fc.record({
    matchers: fc.array(matcher, { maxLength: 2 }),
    continue: fc.boolean(),
    routes: depth <= 1 ? fc.constant([]) : fc.array(route(depth - 1), { maxLength: 3 }),
  }),
);
const json = (spec: RouteSpec): unknown => ({ ...spec, receiver: 'x', routes: spec.routes.map(json) });
const known = fc.dictionary(fc.constantFrom('team', 'severity'), fc.constantFrom(...VALUES));
const fromExpression = fc.dictionary(fc.constantFrom('instance', 'team'), fc.constantFrom(...VALUES));

test('whatever labels the expression brings, an alert ends where it may, and where it surely does', () => {
  fc.assert(
    fc.property(fc.array(route(3), { maxLength: 4 }), known, fromExpression, (routes, own, brought) => {
      const config = { route: { receiver: 'x', routes: routes.map(json) }, receivers: [{ name: 'x' }] };
      const rule = { alert: 'A', expr: 'up == 0', labels: own };
      const files = {
        'alertmanager.yml': JSON.stringify(config),
        'prometheus.yml': '{"rule_files": ["rules.yml"]}',
        'rules.yml': JSON.stringify({ groups: [{ name: 'g', rules: [rule] }] }),
      };
      const found = Object.entries(files).map(([path, text]) => ({ path, text, named: false }));
      const project = readProject(found, DEFAULT_CONFIG.settings);
      const document = project.alertmanagers[0]!;
      const { ends } = routedAlerts(document, project).routed[0]!;
      const real = matchRoutes(document.tree!, labelSet({ ...brought, ...own, alertname: 'A' }));
      const possible = ends.map((end) => end.route);
      for (const end of real) expect(possible).toContain(end);
      for (const { route: end, certain } of ends) if (certain) expect(real).toContain(end);
    }),
    { numRuns: 300 },
  );
});

import { describe, expect, it } from 'vitest';
import { folderOf, NO_TOOLS, run } from './support.ts';

const plain = (receiver: string): string =>
  `route: { receiver: ${receiver} }\nreceivers: [{ name: ${receiver} }]\n`;
const routeTest = (receiver: string, head = ''): string =>
  `${head}route_tests: [{ labels: { alertname: Down }, receivers: [${receiver}] }]\n`;
const object = (name: string, spec: string, namespace = 'shop'): string =>
  `apiVersion: monitoring.coreos.com/v1alpha1
kind: AlertmanagerConfig
metadata: { name: ${name}, namespace: ${namespace} }
spec: ${spec}
`;
const RULES =
  'groups: [{ name: g, rules: [{ alert: Down, expr: up == 0, labels: { severity: critical } }] }]\n';

describe('the configuration that a test is judged by', () => {
  const tested = async (files: Record<string, string>, ...paths: string[]): Promise<string> =>
    (await run(['test', ...paths], { cwd: await folderOf(files) })).stdout;

  it('is the one beside it, or below the folder, before those further away', async () => {
    const files = {
      'a/alertmanager.yml': plain('team-a'),
      'a/tests/routes.yml': routeTest('team-a'),
      'b/config/alertmanager.yml': plain('team-b'),
      'b/tests/routes.yml': routeTest('team-b'),
    };
    expect(await tested(files)).toContain('2 tests in 2 files: all passed');
  });

  it('is the one that the test names', async () => {
    const files = {
      'prod.yml': plain('prod'),
      'staging.yml': plain('staging'),
      'tests/prod.yml': routeTest('prod', 'alertmanager: ../prod.yml\n'),
      'tests/staging.yml': routeTest('staging', 'alertmanager: ../staging.yml\n'),
    };
    expect(await tested(files)).toContain('2 tests in 2 files: all passed');
  });

  it('is the one that the configuration names, where several are equally close', async () => {
    const files = {
      'rulecheck.yaml': 'alertmanager: { file: staging.yml }\n',
      'prod.yml': plain('prod'),
      'staging.yml': plain('staging'),
      'routes.yml': routeTest('staging'),
    };
    expect(await tested(files)).toContain('1 test in 1 file: all passed');
  });

  it('is the one on the command line', async () => {
    const files = {
      'prod.yml': plain('prod'),
      'staging.yml': plain('staging'),
      'routes.yml': routeTest('prod'),
    };
    expect(await tested(files, 'prod.yml', 'routes.yml')).toContain('1 test in 1 file: all passed');
  });

  it('is never guessed: the failure names those there are', async () => {
    const files = {
      'prod.yml': plain('prod'),
      'staging.yml': plain('staging'),
      'routes.yml': routeTest('prod'),
    };
    const said = await tested(files);
    expect(said).toContain(
      'routes cannot be tested: the project has 2 Alertmanager configurations: prod.yml and staging.yml',
    );
    expect(said).toContain(
      'fix  choose one: "alertmanager: prod.yml" in this file (a relative path), or "alertmanager: { file: prod.yml }" in rulecheck.yaml',
    );
  });

  it('that does not exist fails the file at the name', async () => {
    const files = { 'prod.yml': plain('prod'), 'routes.yml': routeTest('prod', 'alertmanager: proud.yml\n') };
    const said = await tested(files);
    expect(said).toContain('routes.yml:1:15: failed');
    expect(said).toContain('"proud.yml" is not an Alertmanager configuration of this project');
    expect(said).toContain('fix  the project has prod.yml');
  });

  it('does not matter to scenarios that ask for no routing', async () => {
    const scenario = `alert: Down
scenarios:
  - name: fires
    series: { 'up{job="a"}': 0x9 }
    expect: [{ at: 1m, state: firing }]
`;
    const files = { 'a.yml': plain('a'), 'b.yml': plain('b'), 'rules.yml': RULES, 'down.yml': scenario };
    expect(await tested(files)).toContain('1 test in 1 file: all passed');
    const asking = scenario.replace('state: firing', 'alerts: [{ receivers: [a] }]');
    expect(await tested({ ...files, 'down.yml': asking })).toContain(
      'receivers and inhibition cannot be judged: the project has 2 Alertmanager configurations: a.yml and b.yml',
    );
  });
});

describe('AlertmanagerConfig objects', () => {
  const SHOP = object(
    'web',
    '{ route: { receiver: chat, routes: [{ receiver: page, matchers: [{ name: severity, value: critical }] }] }, receivers: [{ name: chat }, { name: page }], inhibitRules: [{ sourceMatch: [{ name: severity, value: critical }], targetMatch: [{ name: severity, value: warning }] }] }',
  );
  const BANK = object('api', '{ route: { receiver: mail }, receivers: [{ name: mail }] }', 'bank');
  const asked = async (files: Record<string, string>, ...argv: string[]): Promise<string> =>
    (await run(['routes', ...argv], { cwd: await folderOf({ 'rules.yml': RULES, ...files }) })).stdout;

  it('route tests as the operator puts them together, in the order of namespace and name', async () => {
    const tests = `route_tests:
  - { labels: { namespace: shop, severity: critical }, receivers: [shop/web/page] }
  - { labels: { namespace: bank, severity: critical }, receivers: [bank/api/mail] }
  - { labels: { namespace: other }, receivers: ['null'], dropped: true }
  - labels: { namespace: shop, severity: warning }
    while: [{ alertname: Down, namespace: shop, severity: critical }]
    inhibited_by: Down
  - labels: { namespace: shop, severity: warning }
    while: [{ alertname: Down, namespace: bank, severity: critical }]
    inhibited: false
`;
    const cwd = await folderOf({ 'web.yaml': SHOP, 'api.yaml': BANK, 'routes.yml': tests });
    expect((await run(['test'], { cwd })).stdout).toContain('5 tests in 1 file: all passed');
    const amtool = process.env['RULECHECK_AMTOOL'];
    if (amtool === undefined) return;
    const confirmed = await run(['test', '--amtool', amtool], { cwd, env: { ...NO_TOOLS, HOME: cwd } });
    expect(confirmed.stdout).toContain('5 tests in 1 file: all passed');
  });

  it('show, test and coverage them', async () => {
    const files = { 'web.yaml': SHOP, 'api.yaml': BANK };
    const labels = ['namespace=shop', 'severity=critical'];
    expect(await asked(files, 'test', ...labels)).toBe('shop/web/page\n');
    const shown = await asked(files, 'show');
    expect(shown.indexOf('bank/api/mail')).toBeGreaterThan(0);
    expect(shown.indexOf('bank/api/mail')).toBeLessThan(shown.indexOf('shop/web/chat'));
    expect(await asked(files, 'coverage')).toMatch(/Down .*shop\/web\/page/);
    expect(await asked(files, 'test', '--config.file', 'api.yaml', ...labels)).toBe('null\n');
  });

  it('go before the routes of the base that is configured', async () => {
    const base = 'route: { receiver: all, routes: [{ matchers: [namespace="shop"], receiver: shop-all }] }\n';
    const files = {
      'web.yaml': SHOP,
      'base.yml': `${base}receivers: [{ name: all }, { name: shop-all }]\n`,
      'rulecheck.yaml': 'alertmanager: { base_file: base.yml }\n',
    };
    expect(await asked(files, 'test', 'namespace=shop')).toBe('shop/web/chat,shop-all\n');
    expect(await asked(files, 'test', 'namespace=bank')).toBe('all\n');
    expect(await asked(files, 'test', '--config.file', 'web.yaml', 'namespace=shop')).toBe(
      'shop/web/chat,shop-all\n',
    );
  });

  it('go below the object that is the base, whose route takes every alert', async () => {
    const files = {
      'web.yaml': SHOP,
      'main.yaml': object('main', '{ route: { receiver: all }, receivers: [{ name: all }] }', 'monitoring'),
      'rulecheck.yaml': 'alertmanager: { namespace: monitoring, base_object: main }\n',
    };
    expect(await asked(files, 'test', 'namespace=shop')).toBe('shop/web/chat\n');
    expect(await asked(files, 'test', 'namespace=bank')).toBe('monitoring/main/all\n');
  });

  it('give only their inhibition where they have no route', async () => {
    const silent = object(
      'inhibit',
      '{ receivers: [{ name: x }], inhibitRules: [{ sourceMatch: [{ name: a, value: b }], targetMatch: [{ name: c, value: d }] }] }',
    );
    const tests = `route_tests:
  - { labels: { namespace: shop, c: d }, while: [{ namespace: shop, a: b }], inhibited: true }
`;
    const cwd = await folderOf({ 'web.yaml': SHOP, 'inhibit.yaml': silent, 'routes.yml': tests });
    expect((await run(['test'], { cwd })).stdout).toContain('1 test in 1 file: all passed');
    expect((await run(['routes', 'show', '--format', 'json'], { cwd })).stdout).not.toContain(
      'shop/inhibit/x',
    );
  });

  it('beside a whole configuration are asked for, not passed over', async () => {
    const cwd = await folderOf({ 'rules.yml': RULES, 'web.yaml': SHOP, 'am.yml': plain('all') });
    const { code, stderr } = await run(['routes', 'show'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(
      'found 2 Alertmanager configurations: am.yml and the AlertmanagerConfig objects of web.yaml',
    );
  });
});

it('a configuration inside a Secret is read by routes, tests and amtool', async () => {
  const secret = `apiVersion: v1
kind: Secret
metadata: { name: alertmanager-main }
stringData:
  alertmanager.yaml: |
    ${plain('inside').replaceAll('\n', '\n    ')}
`;
  const cwd = await folderOf({ 'secret.yaml': secret, 'routes.yml': routeTest('inside') });
  const env = { ...NO_TOOLS, HOME: cwd };
  expect((await run(['routes', 'test', '--config.file', 'secret.yaml'], { cwd })).stdout).toBe('inside\n');
  const amtool = process.env['RULECHECK_AMTOOL'];
  const tool = amtool === undefined ? [] : ['--amtool', amtool];
  expect((await run(['test', ...tool], { cwd, env })).stdout).toContain('1 test in 1 file: all passed');
});

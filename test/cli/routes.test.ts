import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runTool } from '../../src/tools/index.ts';
import { ALERTMANAGER, CLEAN_RULES, folderOf, run, SCENARIOS } from './support.ts';

const FILES = { 'rules.yml': CLEAN_RULES, 'alertmanager.yml': ALERTMANAGER };
/** Its team may come from the series, and decides whether it also goes to dba. */
const MOVED = [
  'WebDown',
  '  if team="db":',
  '  - pager, dba',
  '  + dba, dba',
  '',
  'WebDown',
  '  if team!="db":',
  '  - pager',
  '  + dba',
  '',
  '1 of 1 alert changes',
  '',
].join('\n');
const amtool = process.env['RULECHECK_AMTOOL'];

describe('rulecheck routes test', () => {
  const test = (cwd: string, ...argv: string[]) =>
    run(['routes', 'test', '--config.file', 'alertmanager.yml', ...argv], { cwd });

  it('prints the receivers joined by commas, in the order of the tree', async () => {
    const cwd = await folderOf(FILES);
    expect(await test(cwd, 'severity=critical', 'team=db')).toEqual({
      code: 0,
      stdout: 'pager,dba\n',
      stderr: '',
    });
    expect((await test(cwd)).stdout).toBe('everyone\n');
  });

  it.skipIf(amtool === undefined)('prints what amtool prints', async () => {
    const cwd = await folderOf(FILES);
    const sets = [
      [],
      ['severity=critical'],
      ['team=db'],
      ['severity="critical"', 'team=db'],
      ['team=db', 'team=web'],
      ['team='],
      ['a=b=c'],
    ];
    for (const labels of sets) {
      const file = join(cwd, 'alertmanager.yml');
      const answer = await runTool(amtool!, ['config', 'routes', 'test', '--config.file', file, ...labels]);
      // A warning about the older grammar may be before the answer.
      const lines = answer.status === 'exited' ? answer.stdout.trimEnd().split('\n') : [answer.message];
      expect(`${lines.at(-1) ?? ''}\n`).toBe((await test(cwd, ...labels)).stdout);
    }
  });

  it('prints receivers and path as JSON', async () => {
    const cwd = await folderOf(FILES);
    const { stdout } = await test(cwd, '--format', 'json', 'severity=critical');
    const answer = JSON.parse(stdout) as { receivers: string[]; path: { matchers: string; end: boolean }[] };
    expect(Object.keys(answer)).toEqual(['receivers', 'path']);
    expect(answer.receivers).toEqual(['pager']);
    expect(answer.path.map(({ matchers, end }) => [matchers, end])).toEqual([
      ['{}', false],
      ['{severity="critical"}', true],
    ]);
  });

  it('says why on request: the path, and the matchers that failed', async () => {
    const cwd = await folderOf(FILES);
    expect((await test(cwd, '--explain', 'severity=critical')).stdout).toBe(
      [
        'pager',
        '  ✔ root',
        '    ✔ {severity="critical"} → pager (continue)',
        '    ✖ {team="db"}  team="db" does not match: the alert has no team',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['a comparison', ['severity=~critical']],
    ['no label', ['severity']],
    ['braces', ['{severity="critical"}']],
    ['an instant without a zone', ['--at', '2026-01-01T00:00', 'a=b']],
  ])('is 2 for %s', async (_, argv) => {
    const { code, stdout, stderr } = await test(await folderOf(FILES), ...argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/is not a (label|timestamp)/);
  });

  it('is 1 where the receivers are not those of --expect', async () => {
    const cwd = await folderOf(FILES);
    expect((await test(cwd, '--expect', 'pager', 'severity=critical')).code).toBe(0);
    const { code, stderr } = await test(cwd, '--expect', 'dba', 'severity=critical');
    expect(code).toBe(1);
    expect(stderr).toContain('expected dba, got pager');
  });

  it('answers thousands of label sets from standard input', async () => {
    const cwd = await folderOf(FILES);
    const lines = Array.from({ length: 5_000 }, (_, i) =>
      i % 2 === 0 ? 'severity=critical team="a b"' : '{team="db",x="1"}',
    );
    const stdin = `# label sets\n${lines.join('\n')}\n`;
    const { stdout } = await run(['routes', 'test', '--config.file', 'alertmanager.yml', '-'], {
      cwd,
      stdin,
    });
    expect(stdout).toBe('pager\ndba\n'.repeat(2_500));
  });

  it('is 1 for a configuration that amtool refuses, with the place', async () => {
    const cwd = await folderOf({
      'alertmanager.yml': ALERTMANAGER.replace('receiver: dba', 'receiver: dbaa'),
    });
    const { code, stdout, stderr } = await test(cwd, 'a=b');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('alertmanager.yml:8:');
    expect(stderr).toContain('"dbaa"');
    const json = JSON.parse((await test(cwd, '--format', 'json', 'a=b')).stdout) as {
      diagnostics: unknown[];
    };
    expect(json.diagnostics).toHaveLength(1);
  });

  it('is 2 for a configuration that is missing, a folder, empty or no text', async () => {
    const cwd = await folderOf({ 'empty.yml': '', 'binary.yml': new Uint8Array([255, 0, 255]) });
    for (const file of ['nope.yml', '.', 'empty.yml', 'binary.yml'])
      expect(await run(['routes', 'test', '--config.file', file, 'a=b'], { cwd })).toMatchObject({
        code: 2,
        stdout: '',
      });
  });

  it('finds the only configuration of the project, and asks which of several', async () => {
    const cwd = await folderOf(FILES);
    expect((await run(['routes', 'test', 'team=db'], { cwd })).stdout).toBe('dba\n');
    await writeFile(join(cwd, 'other.yml'), ALERTMANAGER);
    const { code, stderr } = await run(['routes', 'test', 'team=db'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('alertmanager.yml and other.yml');
  });
});

describe('rulecheck routes coverage', () => {
  it('prints alerts with their receivers, and what nobody reaches', async () => {
    const cwd = await folderOf({
      ...FILES,
      'loki.yml': `groups:
  - name: logs
    rules:
      - alert: LogErrors
        expr: sum(count_over_time({app="web"} |= "error" [5m])) > 10
        labels: { severity: warning, team: '' }
`,
    });
    const { code, stdout } = await run(['routes', 'coverage'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        'ALERT      LABELS             RECEIVERS',
        'LogErrors  severity=warning   everyone (default only); dba if team="db"',
        'WebDown    severity=critical  pager; pager, dba if team="db"',
        '',
        '',
      ]
        .join('\n')
        .slice(0, -1),
    );
  });

  it('names routes and receivers without alerts, and times without notifications', async () => {
    const config = `route:
  receiver: everyone
  routes:
    - matchers: [severity="critical"]
      receiver: pager
      mute_time_intervals: [night]
    - matchers: [severity="page"]
      receiver: dba
receivers: [{ name: everyone }, { name: pager }, { name: dba }]
time_intervals:
  - name: night
    time_intervals:
      - weekdays: [monday]
        times: [{ start_time: '22:00', end_time: '24:00' }]
`;
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES, 'alertmanager.yml': config });
    const { stdout } = await run(['routes', 'coverage', '--week', '2026-01-05'], { cwd });
    expect(stdout).toContain('1 route without an alert\n  {severity="page"} → dba');
    expect(stdout).toContain('2 receivers without an alert\n  everyone\n  dba');
    expect(stdout).toContain('WebDown: Mon 22:00 to Tue 00:00 UTC');
    const json = JSON.parse(
      (await run(['routes', 'coverage', '-f', 'json', '--week', '2026-01-05'], { cwd })).stdout,
    ) as object;
    expect(json).toMatchObject({
      alerts: [
        {
          alert: 'WebDown',
          file: 'rules.yml',
          line: 4,
          receivers: ['pager'],
          silent: [{ from: '2026-01-05T22:00:00.000Z', to: '2026-01-06T00:00:00.000Z' }],
        },
      ],
      unreachedRoutes: [{ matchers: '{severity="page"}', receiver: 'dba' }],
      unreachedReceivers: ['everyone', 'dba'],
    });
  });

  it('derives label sets from the matchers without alerts', async () => {
    const cwd = await folderOf({ 'alertmanager.yml': ALERTMANAGER });
    const { code, stdout } = await run(['routes', 'coverage'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\{severity="critical"\} +pager$/m);
  });
});

describe('the other routes commands', () => {
  it('show prints the tree as text, Mermaid and JSON', async () => {
    const cwd = await folderOf(FILES);
    const text = (await run(['routes', 'show'], { cwd })).stdout;
    expect(text).toMatch(/^├─ \{severity="critical"\} {2}receiver pager, continue, 1 alert$/m);
    expect((await run(['routes', 'show', '-f', 'mermaid'], { cwd })).stdout).toMatch(/^flowchart LR\n/);
    const json = JSON.parse((await run(['routes', 'show', '-f', 'json'], { cwd })).stdout) as {
      routes: unknown[];
    };
    expect(json.routes).toHaveLength(2);
  });

  it('diff names the alerts that move, and is quiet where none does', async () => {
    const cwd = await folderOf({
      'rules.yml': CLEAN_RULES,
      'old.yml': ALERTMANAGER,
      'new.yml': ALERTMANAGER.replace('receiver: pager', 'receiver: dba'),
    });
    const moved = await run(['routes', 'diff', 'old.yml', 'new.yml'], { cwd });
    expect(moved).toMatchObject({ code: 0, stdout: MOVED });
    const same = await run(['routes', 'diff', 'old.yml', 'old.yml'], { cwd });
    expect(same.stdout).toBe('✔ 1 alert: no changes\n');
  });

  it('diff shows that the times of an interval change, and needs no alerts', async () => {
    const muted = (times: string): string =>
      `route: { receiver: r, routes: [{ receiver: r, matchers: ['alertname!=""'], mute_time_intervals: [nights] }] }
receivers: [{ name: r }]
time_intervals: [{ name: nights, time_intervals: [{ times: [${times}], weekdays: ['monday:friday'], location: Europe/Berlin }] }]
`;
    const cwd = await folderOf({
      'rules.yml': CLEAN_RULES,
      'old.yml': muted("{ start_time: '22:00', end_time: '24:00' }"),
      'new.yml': muted("{ start_time: '20:00', end_time: '24:00' }"),
    });
    const { stdout } = await run(['routes', 'diff', 'old.yml', 'new.yml'], { cwd });
    expect(stdout).toContain(
      'r: mute_time_intervals [nights (22:00-24:00 monday:friday Europe/Berlin)] → [nights (20:00-24:00 monday:friday Europe/Berlin)]',
    );
    const empty = await folderOf({ 'old.yml': ALERTMANAGER });
    const without = await run(['routes', 'diff', 'old.yml', 'old.yml'], { cwd: empty });
    expect(without).toMatchObject({ code: 0, stderr: '' });
    expect(without.stdout).toMatch(/^✔ \d label sets of the matchers: no changes$/m);
  });

  it('label sets are derived from the matchers where there are no rules, and beside them', async () => {
    const routes = (team: string): string => `route:
  receiver: ops
  routes:
    - { receiver: db, matchers: ['team="db"', 'severity=~"${team}"'] }
receivers: [{ name: ops }, { name: db }]
inhibit_rules: [{ source_matchers: [a="1"], target_matchers: [b="2"], equal: [${team.includes('page') ? '' : 'instance'}] }]
`;
    const files = { 'old.yml': routes('critical'), 'new.yml': routes('critical|page') };
    const alone = await folderOf(files);
    const { stdout } = await run(['routes', 'diff', 'old.yml', 'new.yml'], { cwd: alone });
    expect(stdout).toContain('{severity="page", team="db"}\n  - ops\n  + db\n');
    expect(stdout).toContain('inhibition {a="1"} mutes {b="2"}, equal [instance] removed');
    const beside = await folderOf({ ...files, 'rules.yml': CLEAN_RULES });
    expect((await run(['routes', 'diff', 'old.yml', 'new.yml'], { cwd: beside })).stdout).toContain(
      '{severity="page", team="db"}',
    );
    const config = ['--config.file', 'new.yml'];
    expect((await run(['routes', 'show', ...config], { cwd: alone })).stdout).toContain(
      'receiver db, e.g. {severity="critical", team="db"}',
    );
    expect((await run(['routes', 'coverage', ...config], { cwd: alone })).stdout).toMatch(
      /^\{severity="page", team="db"\} +db$/m,
    );
  });

  it('diff reads a file as git has it', async () => {
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES, 'alertmanager.yml': ALERTMANAGER });
    const env = { PATH: process.env['PATH']!, HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' };
    const git = (...args: string[]): void =>
      void execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
        cwd,
        stdio: 'ignore',
      });
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-q', '-m', 'one');
    await writeFile(join(cwd, 'alertmanager.yml'), ALERTMANAGER.replace('receiver: pager', 'receiver: dba'));
    const moved = await run(['routes', 'diff', 'main:alertmanager.yml', 'alertmanager.yml'], { cwd, env });
    expect(moved).toMatchObject({ code: 0, stdout: MOVED });
    const noBranch = await run(['routes', 'diff', 'nix:alertmanager.yml', 'alertmanager.yml'], { cwd, env });
    expect(noBranch.stderr).toContain('there is no commit "nix"');
    const noFile = await run(['routes', 'diff', 'main:am.yml', 'alertmanager.yml'], { cwd, env });
    expect(noFile).toMatchObject({ code: 2 });
    expect(noFile.stderr).toContain('there is no file "am.yml" at "main"');
  });

  it('simulate gives an alert the labels of its series that group or inhibit it', async () => {
    const cwd = await folderOf({
      'rules.yml': `groups:
  - name: shop
    rules:
      - { alert: SiteDown, expr: 'sum(up{job="shop"}) == 0', labels: { severity: critical } }
      - { alert: QueueLong, expr: sum by (datacenter) (queue_length) > 100, labels: { severity: warning } }
      - { alert: DiskFull, expr: max(disk_used_ratio) > 0.9, labels: { severity: warning } }
`,
      'alertmanager.yml': `route: { receiver: everyone, group_by: [alertname] }
receivers: [{ name: everyone, webhook_configs: [{ url: 'http://127.0.0.1:9/' }] }]
inhibit_rules:
  - { source_matchers: [alertname="SiteDown"], target_matchers: [severity="warning"], equal: [datacenter] }
`,
    });
    const argv = ['routes', 'simulate', 'SiteDown', 'DiskFull', 'QueueLong', '--duration', '1h'];
    const { code, stdout, stderr } = await run(argv, { cwd });
    expect(code).toBe(0);
    expect(stderr).toContain(
      'note: "QueueLong" has datacenter of its series: simulated with datacenter="datacenter-1"',
    );
    expect(stdout).toMatch(/1 firing \(first notification\) +QueueLong/);
    // One row for all looks at the group that hold the alert back.
    expect(
      stdout.match(/inhibited: inhibition rule 1, at 12 evaluations until \+55m30s +DiskFull/g),
    ).toHaveLength(1);
  });

  it('simulate plays alerts by name and by labels', async () => {
    const hook = '\n    webhook_configs: [{ url: http://127.0.0.1:9/ }]\n';
    const cwd = await folderOf({
      'rules.yml': CLEAN_RULES,
      'alertmanager.yml': ALERTMANAGER.replace(/(- name: .*)\n/g, `$1${hook}`),
    });
    const argv = [
      'routes',
      'simulate',
      'WebDown@1m..10m',
      'alertname=Db,team=db',
      '--from',
      '2026-01-05',
      '--duration',
      '1h',
      '-f',
      'json',
    ];
    const { code, stdout } = await run(argv, { cwd });
    expect(code).toBe(0);
    const { events } = JSON.parse(stdout) as {
      events: { afterSeconds: number; receiver: string; kind: string }[];
    };
    expect(events[0]).toMatchObject({
      kind: 'notification',
      receiver: 'dba',
      afterSeconds: 30,
      at: '2026-01-05T00:00:30.000Z',
    });
    expect(events.some(({ receiver }) => receiver === 'pager')).toBe(true);
    for (const wrong of [['WebDwn'], ['WebDown@5m..1m'], ['WebDown@x'], ['WebDown', '--duration', 'soon']])
      expect(await run(['routes', 'simulate', ...wrong], { cwd })).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('rulecheck explain', () => {
  it('explains a check, and lists all of them', async () => {
    const cwd = await folderOf({});
    expect((await run(['explain', 'syntax/promql'], { cwd })).stdout).toContain('Disable it');
    expect((await run(['explain'], { cwd })).stdout).toMatch(/^syntax\/promql/m);
  });

  it('prints the receivers of an alert, what suppresses it, and its tests', async () => {
    const cwd = await folderOf({ ...FILES, 'web.yml': SCENARIOS });
    const { code, stdout } = await run(['explain', 'WebDown'], { cwd });
    expect(code).toBe(0);
    for (const part of [
      'WebDown  rules.yml:4',
      'Needs\n  up',
      'Goes to  alertmanager.yml\n  pager\n',
      'Inhibited by\n  {alertname="DatacenterDown"} with the same datacenter  alertmanager.yml:',
      'Runbook\n  none',
      'Tests\n  web.yml  2 tests',
    ])
      expect(stdout).toContain(part);
    const json = JSON.parse((await run(['explain', 'WebDown', '-f', 'json'], { cwd })).stdout) as object;
    expect(json).toMatchObject({
      alerts: [{ alert: 'WebDown', series: [{ name: 'up' }], tests: [{ tests: 2 }] }],
    });
  });

  it('prints the times of the week at which an alert can fire', async () => {
    const expr = 'up == 0 and on () (hour() >= 8 < 18) and on () (day_of_week() > 0 < 6)';
    const rules = `groups: [{ name: g, rules: [{ alert: ByDay, expr: '${expr}' }, { alert: Always, expr: up == 0 }] }]\n`;
    const cwd = await folderOf({ 'rules.yml': rules });
    expect((await run(['explain', 'ByDay'], { cwd })).stdout).toContain(
      '\n  fires   Mon-Fri 08:00-18:00 (UTC)\n',
    );
    expect((await run(['explain', 'Always'], { cwd })).stdout).not.toContain('  fires ');
    const json = JSON.parse((await run(['explain', 'ByDay', '-f', 'json'], { cwd })).stdout) as object;
    expect(json).toMatchObject({ alerts: [{ times: 'Mon-Fri 08:00-18:00 (UTC)' }] });
  });

  it('is 2 for a name that is neither, with the closest one', async () => {
    const { code, stderr } = await run(['explain', 'WebDwon'], { cwd: await folderOf(FILES) });
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean "WebDown"?');
  });
});

import { expect, it } from 'vitest';
import { folderOf, run } from '../support.ts';

const CONFIG = `route:
  receiver: everyone
  routes:
    - { matchers: [team="web"], receiver: web }
    - { matchers: [team="storage"], receiver: storage }
receivers:
  - { name: everyone }
  - { name: web, webhook_configs: [{ url: 'http://127.0.0.1:1/' }] }
  - { name: storage, webhook_configs: [{ url: 'http://127.0.0.1:1/' }] }
`;
const FILES = {
  'alertmanager.yml': CONFIG,
  'new.txt': CONFIG.replace('team="storage"', 'team="disks"'),
};
const rules = (expr: string): string => `groups:
  - name: g
    rules:
      - alert: DbGone
        expr: ${expr}
        labels: { severity: critical }
`;

it('a label that the expression selects decides in every command', async () => {
  const cwd = await folderOf({ ...FILES, 'rules.yml': rules('up{job="db", team="storage"} == 0') });
  const out = async (...argv: string[]) => (await run(argv, { cwd })).stdout;
  expect(await out('routes', 'coverage')).toContain('DbGone  team=storage  storage\n');
  expect(await out('routes', 'show')).toContain('{team="storage"}  receiver storage, 1 alert\n');
  expect(await out('explain', 'DbGone')).toContain('  storage\n    ✔ root\n');
  expect(await out('routes', 'simulate', 'DbGone')).toContain('storage webhook');
  expect(await out('routes', 'diff', 'alertmanager.yml', 'new.txt')).toBe(
    'DbGone\n  - storage\n  + everyone\n\n{team="disks"}\n  - everyone\n  + storage\n\n' +
      '1 of 1 alert and 1 of 2 label sets of the matchers change\n',
  );
});

it('several values are named, each with its receivers, and simulate says which it takes', async () => {
  const cwd = await folderOf({ ...FILES, 'rules.yml': rules('up{team=~"web|storage"} == 0') });
  const out = async (...argv: string[]) => (await run(argv, { cwd })).stdout;
  expect(await out('routes', 'coverage')).toContain('web if team="web"; storage if team="storage"\n');
  expect(await out('routes', 'show')).toContain('receiver storage, 1 alert if team="storage"\n');
  expect(await out('routes', 'show', '-f', 'mermaid')).toContain('DbGone if team=&quot;storage&quot;');
  expect(await out('explain', 'DbGone')).toContain('  web if team="web"\n  storage if team="storage"\n');
  const { stdout, stderr } = await run(['routes', 'simulate', 'DbGone'], { cwd });
  expect(stdout).toContain('web webhook');
  expect(stderr).toContain('"DbGone" goes to web here, but can also go to storage if team="storage"');
  expect(await out('routes', 'diff', 'alertmanager.yml', 'new.txt')).toBe(
    'DbGone\n  if team="storage":\n  - storage\n  + everyone\n\n{team="disks"}\n  - everyone\n  + storage\n\n' +
      '1 of 1 alert and 1 of 1 label set of the matchers change\n',
  );
});

it('a changed inhibition rule is a change of the alerts that it may mute', async () => {
  const inhibit = `${CONFIG}inhibit_rules:\n  - { source_matchers: [alertname="A"], target_matchers: [team="web"] }\n`;
  const files = { 'rules.yml': rules('up{team=~"web|storage"} == 0'), 'one.yml': CONFIG, 'two.txt': inhibit };
  const cwd = await folderOf(files);
  const { stdout } = await run(['routes', 'diff', 'one.yml', 'two.txt'], { cwd });
  expect(stdout).toContain(
    'DbGone\n  if team="web":\n  inhibit_rules [] → [{alertname="A"} mutes {team="web"}]\n',
  );
  expect(stdout).toContain('1 of 1 alert and 1 other setting change\n');
});

it('where too many labels decide, diff says so rather than that nothing changes', async () => {
  const many = (first: string): string => {
    const routes = Array.from(
      { length: 8 },
      (_, i) => `    - { matchers: [l${i}="x"], receiver: ${i === 0 ? first : 'web'}, continue: true }`,
    );
    return `route:\n  receiver: everyone\n  routes:\n${routes.join('\n')}\nreceivers: [{ name: everyone }, { name: web }, { name: storage }]\n`;
  };
  const files = { 'rules.yml': rules('up == 0'), 'one.yml': many('web'), 'two.txt': many('storage') };
  const cwd = await folderOf(files);
  const { stdout } = await run(['routes', 'diff', 'one.yml', 'two.txt'], { cwd });
  expect(stdout).toContain(
    'DbGone\n  depending on its labels:\n  - web, everyone\n  + storage, web, everyone\n',
  );
  expect((await run(['routes', 'diff', 'one.yml', 'one.yml'], { cwd })).stdout).toContain('no changes');
  expect((await run(['routes', 'coverage', '--config.file', 'one.yml'], { cwd })).stdout).toContain(
    'everyone (default only); depending on its labels web',
  );
});

import { expect, test } from 'vitest';
import { fakeServer } from '../live/fake-server.ts';
import { folderOf, run } from './support.ts';

const RULES =
  'groups:\n  - name: shop\n    rules:\n      - alert: Down\n        expr: up == 0\n        for: 5m\n';
const RUNNING =
  'team:\n  - name: shop\n    rules:\n      - alert: Down\n        expr: up == 0\n        for: 1m\n';
const ANSWER = JSON.stringify({
  status: 'success',
  data: {
    groups: [
      {
        name: 'shop',
        file: 'a',
        rules: [{ type: 'alerting', name: 'Down', query: 'up == 0', duration: 300 }],
      },
    ],
  },
});

test('no difference is exit code 0, one is 1, in each format', async () => {
  const cwd = await folderOf({ 'rules.yml': RULES, 'saved.json': ANSWER, 'ruler.yaml': RUNNING });
  const same = await run(['rules', 'diff', 'rules.yml', '--prometheus', 'saved.json'], { cwd });
  expect(same).toMatchObject({
    code: 0,
    stdout: '✔ saved.json runs the 1 rule of the files and no others\n',
  });
  const from = ['rules', 'diff', 'rules.yml', '--mimir', 'ruler.yaml', '--tenant', 'a'];
  const text = await run(from, { cwd });
  expect(text.code).toBe(1);
  expect(text.stdout).toBe(`group "shop" (rules.yml)
  ~ alert Down
      for: 5m in the file, 1m on the server

ruler.yaml (tenant a): 0 missing, 0 extra, 1 different, of 1 rule in the files
`);
  const markdown = await run([...from, '-f', 'markdown'], { cwd });
  expect(markdown.stdout).toContain(
    '| group "shop" (rules\\.yml) | \\~ alert Down; for\\: 5m in the file, 1m on the server |',
  );
  const json = JSON.parse((await run([...from, '-f', 'json'], { cwd })).stdout) as { groups: unknown[] };
  expect(json.groups).toMatchObject([
    { name: 'shop', file: 'rules.yml', source: 'team', rules: [{ change: 'differs' }] },
  ]);
});

test('each server is asked at the address of its rules, as the tenant', async () => {
  const server = await fakeServer((url, response) => {
    if (url.pathname.startsWith('/loki')) response.writeHead(404).end('no rule groups found\n');
    else response.end(url.pathname.startsWith('/prometheus') ? RUNNING : ANSWER);
  });
  const cwd = await folderOf({ 'rules.yml': RULES });
  const codes: number[] = [];
  for (const option of ['--prometheus', '--mimir', '--loki'])
    codes.push((await run(['rules', 'diff', option, server.url, '--tenant', 'team-a'], { cwd })).code);
  expect(codes).toEqual([0, 1, 0]);
  expect(server.asked.map(({ url, headers }) => [url.pathname, headers['x-scope-orgid']])).toEqual([
    ['/api/v1/rules', 'team-a'],
    ['/prometheus/config/v1/rules', 'team-a'],
    ['/loki/api/v1/rules', 'team-a'],
  ]);
});

test('--namespace compares with a part of the server', async () => {
  const cwd = await folderOf({
    'rules.yml': RULES,
    'ruler.yaml': RUNNING.replace('1m', '5m') + RUNNING.replace('team', 'other'),
  });
  const from = ['rules', 'diff', 'rules.yml', '--mimir', 'ruler.yaml'];
  expect((await run(from, { cwd })).code).toBe(1);
  expect((await run([...from, '--namespace', 'te*'], { cwd })).code).toBe(0);
});

test.each([
  [[], 2, /needs a server/],
  [['--prometheus', 'a', '--loki', 'b'], 2, /compares with one server/],
  [['--prometheus', 'absent.json'], 2, /does not exist/],
  [['--prometheus', 'page.html'], 3, /did not answer/],
  [['--prometheus', 'http://127.0.0.1:1'], 3, /cannot be reached/],
])('%j', async (args, code, message) => {
  const cwd = await folderOf({ 'rules.yml': RULES, 'page.html': '<html></html>' });
  const said = await run(['rules', 'diff', ...args], { cwd });
  expect(said.code).toBe(code);
  expect(said.stderr).toMatch(message);
});

test('a folder that is called rules is still checked', async () => {
  const cwd = await folderOf({ 'rules/a.yml': RULES });
  expect((await run(['rules'], { cwd })).stdout).toContain('1 rule (1 alert) in 1 file');
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fakeServer, json } from '../live/fake-server.ts';
import { folderOf, NO_TOOLS, run } from './support.ts';

const PAGE = '# TYPE a_total counter\na_total{b="c"} 1\n';
const CATALOGUE = 'metrics:\n  a_total: { type: gauge } # ours\n';

test('the diff is shown, --check fails, --write writes', async () => {
  const server = await fakeServer((_, response) => response.end(PAGE));
  const cwd = await folderOf({ 'metrics.yml': CATALOGUE });
  const from = ['catalogue', 'from', `${server.url}/metrics`, '--into', 'metrics.yml'];
  const shown = await run(from, { cwd });
  expect(shown.code).toBe(0);
  expect(shown.stdout).toContain(
    '-  a_total: { type: gauge } # ours\n+  a_total: { type: counter, labels: [b] } # ours\n',
  );
  expect(shown.stderr).toBe('0 metrics added, 1 changed\n');
  expect((await run([...from, '--check'], { cwd })).code).toBe(1);
  expect(readFileSync(join(cwd, 'metrics.yml'), 'utf8')).toBe(CATALOGUE);
  expect((await run([...from, '--write'], { cwd })).stdout).toBe('metrics.yml written\n');
  expect(readFileSync(join(cwd, 'metrics.yml'), 'utf8')).toBe(
    'metrics:\n  a_total: { type: counter, labels: [b] } # ours\n',
  );
  const again = await run([...from, '--check'], { cwd });
  expect(again).toMatchObject({
    code: 0,
    stdout: '',
    stderr: 'the catalogue lists every metric and label of the sources\n',
  });
});

test('files, standard input and several sources; names that nobody wants are left out', async () => {
  const metadata = JSON.stringify({ a_total: [{ type: 'counter', help: 'A.', unit: '' }] });
  const cwd = await folderOf({ 'metadata.json': metadata });
  const series = JSON.stringify([{ __name__: 'a_total', b: 'c' }, { __name__: 'z' }]);
  const { stdout, code } = await run(['catalogue', 'from', 'metadata.json', '-', '--match', 'a_*'], {
    cwd,
    stdin: series,
  });
  expect(code).toBe(0);
  expect(stdout).toBe('metrics:\n  a_total:\n    type: counter\n    help: A.\n    labels: [b]\n');
});

test('a new file is written beside and appears whole', async () => {
  const cwd = await folderOf({ 'page.txt': PAGE });
  const written = await run(['catalogue', 'from', 'page.txt', '--into', 'new.yml', '--write'], { cwd });
  expect(written.code).toBe(0);
  expect(readFileSync(join(cwd, 'new.yml'), 'utf8')).toContain('a_total:');
  const lost = await run(['catalogue', 'from', 'page.txt', '--into', 'absent/new.yml', '--write'], { cwd });
  expect(lost.code).toBe(3);
  expect(lost.stderr).toContain('cannot write "absent/new.yml": ENOENT');
});

test('tenant, headers and a token of the environment reach the server, a token file goes before', async () => {
  const server = await fakeServer((_, response) => json(response, []));
  const cwd = await folderOf({ token: 'of-file\n', pair: 'me:pass\n' });
  const from = [
    'catalogue',
    'from',
    `${server.url}/prometheus/api/v1/series?match[]=up`,
    '--tenant',
    'a',
    '--header',
    'X-Y: z',
  ];
  const env = { ...NO_TOOLS, RULECHECK_TOKEN: 'of-env' };
  await run(from, { cwd, env });
  await run([...from, '--token-file', 'token'], { cwd, env });
  await run([...from, '--basic-auth-file', 'pair'], { cwd, env });
  const headers = server.asked.map(({ headers }) => [
    headers['x-scope-orgid'],
    headers['x-y'],
    headers.authorization,
  ]);
  expect(headers).toEqual([
    ['a', 'z', 'Bearer of-env'],
    ['a', 'z', 'Bearer of-file'],
    ['a', 'z', `Basic ${btoa('me:pass')}`],
  ]);
  expect(server.asked[0]!.url.searchParams.get('match[]')).toBe('up');
});

test.each([
  [['absent.txt'], 2, /"absent.txt" does not exist/],
  [['http://127.0.0.1:1/metrics'], 3, /cannot be reached/],
  [['page.html'], 2, /contains no metrics/],
  [['page.txt', '--write'], 2, /--write and --check need a catalogue file/],
  [['page.txt', '--into', 'page.html'], 2, /"page.html" is not a catalogue/],
  [['http://me:secret@127.0.0.1:1/metrics'], 2, /contains a user or a password/],
])('%j', async (args, code, message) => {
  const cwd = await folderOf({ 'page.txt': PAGE, 'page.html': '<html></html>' });
  const said = await run(['catalogue', 'from', ...args], { cwd });
  expect(said.code).toBe(code);
  expect(said.stderr).toMatch(message);
  expect(said.stderr).not.toContain('secret');
});

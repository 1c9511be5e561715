import { expect, test } from 'vitest';
import { ALERTMANAGER, BROKEN_RULES, CLEAN_RULES, run } from '../support.ts';
import { Client } from './client.ts';

/** The findings of the command line, in the words of the protocol. */
async function asLint(folder: string, path: string): Promise<unknown[]> {
  const { stdout } = await run(['lint', '--format', 'json', path], { cwd: folder });
  interface Told {
    readonly check: string;
    readonly message: string;
    readonly range: { readonly start: { readonly line: number; readonly column: number } };
  }
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly Told[] };
  return diagnostics.map(({ check, message, range: { start } }) => [
    check,
    message,
    start.line - 1,
    start.column - 1,
  ]);
}

const firstLine = (message: unknown): unknown =>
  typeof message === 'string' ? message.split('\n')[0] : message;

const told = ({ diagnostics }: Awaited<ReturnType<Client['diagnostics']>>): unknown[] =>
  diagnostics.map(({ code, message, range }) => [
    code,
    firstLine(message),
    range.start.line,
    range.start.character,
  ]);

test('shows what lint says, and nothing once the unsaved text is right', async () => {
  const client = await Client.start({ 'rules.yml': BROKEN_RULES, 'alertmanager.yml': ALERTMANAGER });
  await client.open('rules.yml', BROKEN_RULES);
  const first = await client.diagnostics('rules.yml');
  expect(first.diagnostics[0]).toMatchObject({ code: 'syntax/promql', severity: 1, source: 'rulecheck' });
  const pointing = await client.diagnostics('alertmanager.yml');
  expect([...told(pointing), ...told(first)]).toEqual(await asLint(client.folder, 'rules.yml'));
  await client.replace('rules.yml', 'up{job="web" == 0', 'up{job="web"} == 0');
  const second = await client.diagnostics('rules.yml');
  expect(second.version).toBe(2);
  expect(second.diagnostics.map(({ code }) => code)).not.toContain('syntax/promql');
  expect(await client.stop()).toBe(0);
});

test('judges a file by the content of the others, unsaved texts included', async () => {
  const uses = 'groups:\n  - name: b\n    rules:\n      - alert: Slow\n        expr: job:latency:mean > 1\n';
  const records =
    'groups:\n  - name: a\n    rules:\n      - record: job:latency:mean\n        expr: avg by (job) (latency)\n';
  const client = await Client.start({ 'a.yml': records, 'b.yml': uses });
  await client.open('b.yml', uses);
  const codes = async (): Promise<unknown[]> =>
    (await client.diagnostics('b.yml')).diagnostics.map(({ code }) => code);
  expect(await codes()).not.toContain('records/unknown');
  await client.open('a.yml', records);
  await client.diagnostics('a.yml');
  const before = client.published('b.yml');
  await client.replace('a.yml', 'job:latency:mean', 'job:latency:meen');
  await expect.poll(() => client.published('b.yml')).toBeGreaterThan(before);
  expect(await codes()).toContain('records/unknown');
});

test('points to the other place of a finding', async () => {
  const twice = CLEAN_RULES + CLEAN_RULES.split('\n').slice(3).join('\n');
  const client = await Client.start({ 'rules.yml': twice });
  await client.open('rules.yml', twice);
  const { diagnostics } = await client.diagnostics('rules.yml');
  const related = diagnostics.flatMap((each) => each.relatedInformation ?? []);
  expect(related[0]?.location).toMatchObject({ uri: client.uri('rules.yml') });
});

test('counts columns in UTF-16 code units and lines as the protocol does', async () => {
  const text = CLEAN_RULES.replace('summary: the', 'summary: 🚒 {{ $value | nope }} the').replaceAll(
    '\n',
    '\r\n',
  );
  const client = await Client.start({ 'rules.yml': text });
  await client.open('rules.yml', text);
  const { diagnostics } = await client.diagnostics('rules.yml');
  const wrong = diagnostics.find(({ code }) => code === 'templates/syntax');
  const line = text.split('\r\n').findIndex((each) => each.includes('🚒'));
  const column = text.split('\r\n')[line]!.indexOf('nope');
  expect(wrong?.range.start.line).toBe(line);
  expect(wrong?.range.end.character).toBe(column + 'nope'.length);
});

test('keeps the configuration that was valid last, and says what is wrong with the new one', async () => {
  const client = await Client.start({ 'rulecheck.yaml': 'presets: [strict]\n', 'rules.yml': BROKEN_RULES });
  await client.open('rulecheck.yaml', 'preset: [strict]\n');
  const { diagnostics } = await client.diagnostics('rulecheck.yaml');
  expect(diagnostics[0]).toMatchObject({ code: 'config/invalid', severity: 1 });
  await client.open('rules.yml', BROKEN_RULES);
  expect((await client.diagnostics('rules.yml')).diagnostics[0]?.code).toBe('syntax/promql');
});

test('tells the findings of every file where the editor asks for them', async () => {
  const client = await Client.start(
    { 'a.yml': BROKEN_RULES, 'b.yml': CLEAN_RULES },
    { initializationOptions: { diagnostics: 'project' } },
  );
  expect((await client.diagnostics('a.yml')).diagnostics[0]?.code).toBe('syntax/promql');
});

test('looks at documents that are in no folder, and at those that were never saved', async () => {
  const client = await Client.start({});
  await client.open('untitled:Untitled-1', BROKEN_RULES);
  expect((await client.diagnostics('untitled:Untitled-1')).diagnostics[0]?.code).toBe('syntax/promql');
  const other = await Client.start({ 'other.yml': BROKEN_RULES });
  const uri = other.uri('other.yml');
  await client.open(uri, BROKEN_RULES);
  expect((await client.diagnostics(uri)).diagnostics[0]?.code).toBe('syntax/promql');
});

test('leaves out what the baseline accepts', async () => {
  const client = await Client.start({ 'rules.yml': BROKEN_RULES });
  await run(['lint', '--baseline', 'accepted.json'], { cwd: client.folder });
  const again = await Client.in(client.folder, { args: ['--baseline', 'accepted.json'] });
  await again.open('rules.yml', BROKEN_RULES);
  expect((await again.diagnostics('rules.yml')).diagnostics).toEqual([]);
});

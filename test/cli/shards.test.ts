import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../support/pack.ts';
import { folderWith, runCli } from '../support/run-cli.ts';

const FORMATS = ['json', 'sarif', 'gitlab', 'markdown', 'text'] as const;

/** The parts that differ in each run. */
const timeless = (text: string): string => text.replace(/ in [\d.]+ m?s/g, '');

/** A whole run plays one kind of tests after the other, a merge has them in the order of their files. */
function inOrder(text: string): object {
  const { tests, ...others } = JSON.parse(text) as {
    readonly tests: readonly { readonly durationMs?: number }[];
  };
  const lines = tests.map(({ durationMs: _, ...one }) => JSON.stringify(one));
  return { ...others, tests: lines.sort() };
}

const rules = (name: string): string => `groups:
  - name: ${name}
    rules:
      - alert: ${name}Down
        expr: up{job="${name}"} == 2
      - alert: Twice
        expr: rate(shop_errors_total[5m]) > 0
`;

const FILES = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [`rules/${name}.yml`, rules(name)]));

async function shards(cwd: string, of: number, command: readonly string[]): Promise<string> {
  const folder = folderWith({});
  for (let index = 1; index <= of; index++) {
    const part = ['--shard', `${index}/${of}`, '--output', `blob=${join(folder, 'blobs')}`];
    const { stderr, code } = await runCli(cwd, [...command, ...part]);
    expect(code, stderr).toBeLessThan(2);
  }
  return join(folder, 'blobs');
}

describe('shards', () => {
  test('of a lint give the findings of one run, in every format', async () => {
    const cwd = folderWith(FILES);
    const blobs = await shards(cwd, 3, ['lint']);
    for (const format of FORMATS) {
      const whole = await runCli(cwd, ['lint', '--format', format]);
      const merged = await runCli(cwd, ['merge-reports', blobs, '--format', format]);
      expect(timeless(merged.stdout)).toBe(timeless(whole.stdout));
      expect(merged.code).toBe(1);
    }
  });

  test('of the tests of the pack give the results of one run', { timeout: 120_000 }, async () => {
    const asked = ['test', '--engine', 'embedded', 'fixtures'];
    const blobs = await shards(ROOT, 4, asked);
    const whole = await runCli(ROOT, [...asked, '--format', 'json']);
    const merged = await runCli(ROOT, ['merge-reports', blobs, '--format', 'json']);
    expect(inOrder(merged.stdout)).toEqual(inOrder(whole.stdout));
    expect(merged.code).toBe(0);
  });

  test('fail the merge where one is missing, twice there, of another count, release or form', async () => {
    const cwd = folderWith(FILES);
    const blobs = await shards(cwd, 2, ['lint']);
    const [first, second] = readdirSync(blobs).map((name) => join(blobs, name)) as [string, string];
    const merge = () => runCli(cwd, ['merge-reports', blobs]);
    const text = readFileSync(second, 'utf8');

    rmSync(second);
    expect((await merge()).stderr).toContain('the report of shard 2/2 of "rulecheck lint" is missing');
    copyFileSync(first, second);
    expect((await merge()).stderr).toContain('is the second one of shard 1/2');
    writeFileSync(second, text.replace('"of":2', '"of":3'));
    expect((await merge()).stderr).toContain('are parts of 2 and of 3 shards');
    writeFileSync(second, text.replace(/"version":"[^"]+"/, '"version":"9.9.9"'));
    expect((await merge()).stderr).toContain('was written by rulecheck 9.9.9');
    for (const broken of [text.slice(0, -20), text.replace('"$source":0', '"$source":99'), '{}', 'null']) {
      writeFileSync(second, broken);
      const { stderr, code } = await merge();
      expect(stderr).toContain('is not a report of a shard');
      expect(code).toBe(2);
    }
  });

  test('are asked for by an index within the count', async () => {
    const cwd = folderWith(FILES);
    for (const wrong of ['0/2', '3/2', '1', '1/0', '-1/2', '1/99999']) {
      const { code, stderr } = await runCli(cwd, ['lint', '--shard', wrong]);
      expect(stderr).toContain('Write INDEX/COUNT');
      expect(code).toBe(2);
    }
  });

  test('may have no files; a folder without reports is an error', async () => {
    const cwd = folderWith({ 'rules/a.yml': rules('a') });
    expect((await runCli(cwd, ['lint', '--shard', '2/2'])).code).toBe(0);
    mkdirSync(join(cwd, 'empty'));
    const { stderr, code } = await runCli(cwd, ['merge-reports', 'empty']);
    expect(stderr).toContain('has no reports');
    expect(code).toBe(2);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../support/pack.ts';
import { folderWith, runCli } from '../support/run-cli.ts';

const RULES = `groups:
  - name: shop
    rules:
      - alert: ShopDown
        expr: up{job="shop"} == 2
`;

const withReporter = (code: string): string => folderWith({ 'rules.yml': RULES, 'own.mjs': code });

describe('a reporter of the user', () => {
  test('prints what the example of docs/output.md says', async () => {
    const [, example] = /```js\n(export default [\s\S]*?)```/.exec(
      readFileSync(`${ROOT}docs/output.md`, 'utf8'),
    )!;
    const { code, stdout } = await runCli(withReporter(example!), ['lint', '--format', './own.mjs']);
    expect(stdout).toMatch(/^[1-9]\d* findings in 1 files\n$/);
    expect(code).toBe(1);
  });

  test('gets the document of the JSON format', async () => {
    const cwd = withReporter('export default (report) => JSON.stringify(report, null, 2) + "\\n";');
    const own = await runCli(cwd, ['lint', '--format', './own.mjs']);
    const json = await runCli(cwd, ['lint', '--format', 'json']);
    expect(own.stdout).toBe(json.stdout);
  });

  test('writes into a file, may be asynchronous, and sees tests', async () => {
    const cwd = folderWith({
      'own.mjs': 'export default async ({ tests }) => tests.map((each) => each.status).join() + "\\n";',
      'rules.yml': RULES.replace('== 2', '== 0'),
      'shop.yml': `alert: ShopDown
scenarios:
  - name: fires at once
    series: { 'up{job="shop"}': 0x10 }
    expect: [{ at: 1m, state: firing }]
`,
    });
    const { stderr } = await runCli(cwd, ['test', '--engine', 'embedded', '--output', './own.mjs=out.txt']);
    expect(readFileSync(join(cwd, 'out.txt'), 'utf8')).toBe('passed\n');
    expect(stderr).not.toContain('own.mjs');
  });

  test.each([
    ['export const report = () => "";', 'has no function as its default export'],
    ['export default () => 5;', 'returned number instead of a string'],
    ['export default () => { throw new Error("no paper"); };', 'failed: no paper'],
    ['export default (', 'cannot be loaded'],
  ])('that is %s ends with 2', async (code, words) => {
    const ran = await runCli(withReporter(code), ['lint', '--format', './own.mjs']);
    expect(ran.stderr).toContain(words);
    expect(ran.code).toBe(2);
  });

  test('that does not exist, and a name without a slash, end with 2', async () => {
    const absent = await runCli(withReporter(''), ['lint', '--format', './other.mjs']);
    expect(absent.stderr).toContain('the reporter "./other.mjs" does not exist');
    const name = await runCli(withReporter(''), ['lint', '--format', 'own.mjs']);
    expect(name.stderr).toContain('or the path of a reporter');
    expect([absent.code, name.code]).toEqual([2, 2]);
  });

  test('writes no workflow command out of a file', async () => {
    const cwd = withReporter('export default () => "::set-output name=a::b\\n";');
    const { stdout } = await runCli(cwd, ['lint', '--format', './own.mjs']);
    expect(stdout).not.toMatch(/^::/m);
  });
});

import { expect, it } from 'vitest';
import { expandAlertTemplate } from '../../src/template/prometheus/expand.ts';
import { LONGEST_TEXT, MOST_TEXT } from '../../src/template/value/text-limit.ts';
import { folderOf, run } from '../cli/support.ts';

const DATA = { labels: { job: 'api' }, value: 1.5, nowMs: 60_000, alertName: 'A' };

/** A text that each of many assignments makes longer. */
const growing = (step: string, start = '"aaaaaaaaaa"'): string =>
  `{{ $x := ${start} }}${`{{ $x = ${step} }}`.repeat(60)}{{ $x }}`;

const LONG = `{{ $x := "a" }}${'{{ $x = print $x $x }}'.repeat(19)}`;

it.each([
  ['quotes in quotes', growing('printf "%q" $x', String.raw`"\"\""`)],
  ['twice in printf', growing('printf "%s%s" $x $x')],
  ['twice in print', growing('print $x $x')],
  ['a replacement that grows', growing('reReplaceAll "a" "aa" $x')],
  ['a long text for every empty match', `${LONG}{{ reReplaceAll "" $x $x }}`],
  ['widths in one call', `{{ printf "${'%99999[1]d'.repeat(500)}" 1 }}`],
  ['many arguments', `${LONG}{{ print ${'$x '.repeat(500)} }}`],
  ['a variable for each text', LONG + '{{ $y := print $x "b" }}'.repeat(100)],
])('%s: the error names the limit', (_what, text) => {
  const before = process.cpuUsage();
  const result = expandAlertTemplate(text, DATA);
  expect('error' in result && result.error.code).toBe('limit-text');
  expect('error' in result && result.error.message).toMatch(
    new RegExp(`limit of (?:${LONGEST_TEXT}|${MOST_TEXT}) characters`),
  );
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(3000);
});

it('the linter says so too', async () => {
  const summary = growing('printf "%q" $x', String.raw`"\"\""`);
  const rule = { alert: 'X', expr: 'up == 0', for: '1m', annotations: { summary } };
  const cwd = await folderOf({ 'r.yml': JSON.stringify({ groups: [{ name: 'a', rules: [rule] }] }) });
  const { stdout } = await run(['lint', 'r.yml'], { cwd });
  expect(stdout).toContain('limit of');
  expect(stdout).not.toContain('nest too deeply');
});

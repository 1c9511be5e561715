import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../support/pack.ts';
import { runGiven } from './run.ts';

const blocks = [
  ...readFileSync(`${ROOT}docs/notifications.md`, 'utf8').matchAll(/^```yaml\n([\s\S]*?)^```$/gm),
].map(([, text]) => text!);
const rules = blocks.find((text) => text.startsWith('groups:'))!;
const alertmanager = blocks.find((text) => text.startsWith('route:'))!;
const scenarios = blocks.filter((text) => text.startsWith('alert:'));

describe('the examples of docs/notifications.md hold', () => {
  it('and there are some', () => {
    expect(scenarios.length).toBeGreaterThan(1);
  });

  it.each(scenarios.map((text) => [/name: (.*)/.exec(text)![1]!, text] as const))('%s', async (_, text) => {
    const results = await runGiven({ rules, alertmanager, scenarios: text });
    expect(results.flatMap(({ failures }) => failures.map(({ message }) => message))).toEqual([]);
    expect(results.map(({ status }) => status)).toEqual(results.map(() => 'passed'));
  });
});

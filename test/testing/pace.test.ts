import { describe, expect, it } from 'vitest';
import { Pace } from '../../src/testing/pace.ts';
import { allAtOnce } from '../../src/util/steps.ts';
import type { Steps } from '../../src/util/steps.ts';
import { folderOf, run } from '../cli/support.ts';

/** Work of some steps, each of which takes 20 milliseconds of a clock that only it moves. */
function clocked(count: number): { now: () => number; steps: () => Steps<string> } {
  let ms = 0;
  const steps = function* (): Steps<string> {
    for (let i = 0; i < count; i++) {
      ms += 20;
      yield;
    }
    return 'done';
  };
  return { now: () => ms, steps };
}

describe('work in steps', () => {
  it('is left after 50 milliseconds, so that timers and signals have their turn', async () => {
    const { now, steps } = clocked(30);
    let rests = 0;
    const rest = (): Promise<void> => {
      rests++;
      return Promise.resolve();
    };
    const pace = new Pace({ now, rest, onProgress: () => undefined });
    const test = {};
    expect(await pace.timeSteps(test, steps())).toBe('done');
    expect(rests).toBe(10);
    expect(pace.timeOf(test)).toBe(600);
  });

  it('is done at once where nobody waits', async () => {
    const { steps } = clocked(30);
    expect(await new Pace().timeSteps({}, steps())).toBe('done');
    expect(allAtOnce(steps())).toBe('done');
  });
});

const RULES = `groups:
  - name: a
    interval: 15s
    rules: [{ alert: Down, expr: 'up == 0', for: 5m, labels: { severity: page } }]
`;
const SCENARIO = `alert: Down
scenarios:
  - name: a long one
    start: 2026-03-01T00:00:00Z
    series: { 'up{job="a"}': 1x36000 }
    expect:
      - { at: 150h, state: inactive }
      - { notifications: [], until: 150h }
`;
const PROMTOOL = `rule_files: [r.yml]
evaluation_interval: 15s
tests:
  - interval: 15s
    input_series: [{ series: 'up{job="a"}', values: '1x180000' }]
    alert_rule_test: [{ eval_time: 750h, alertname: Down, exp_alerts: [] }]
`;

it.each([
  ['a scenario', 'Down.yml', SCENARIO],
  ['a unit test of promtool', 't.yml', PROMTOOL],
])('%s of many evaluations lets timers fire while it is played', async (_, name, text) => {
  const cwd = await folderOf({
    'r.yml': RULES,
    'alertmanager.yml': 'route: { receiver: a }\nreceivers: [{ name: a }]\n',
    [name]: text,
  });
  let ticks = 0;
  const timer = setInterval(() => ticks++, 10);
  const { code, stdout } = await run(['test', '--engine', 'embedded'], {
    cwd,
    clock: () => performance.now(),
  });
  clearInterval(timer);
  expect(stdout).toContain('1 passed');
  expect(code).toBe(0);
  expect(ticks).toBeGreaterThan(2);
});

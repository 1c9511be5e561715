import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FAULTS } from '../../demo/faults.ts';
import { PrometheusApi } from './prometheus-api.ts';
import { startStack } from './stack.ts';
import type { Stack } from './stack.ts';

/**
 * Faults that change different conditions are on at the same time; those that change the same take turns. The first
 * round stays on: two of its alerts look at an hour, six minutes here.
 */
const LASTING = ['forgotten-pause', 'cache-growth'];
const ROUNDS: readonly (readonly string[])[] = [
  [
    ...[
      'resolution-storm',
      'swap-storm',
      'source-down',
      'digest-failure',
      'signature-failure',
      'too-many-instances',
    ],
    ...['unhealthy-provider', 'shadowed-candidates', 'draining-domain', 'extreme-latency', 'slow-swaps'],
    ...['slow-source', 'heavy-traffic'],
  ],
  ['high-latency', 'rollbacks', 'domain-failures', 'sync-objective'],
  ['domain-swap-failures', 'resolution-objective'],
  ['swap-objective'],
  ['restart'],
  ['first-syncs'],
  ['paused-domain'],
];
/** A cache that is large for a while shrinks afterwards, and the trend of an hour is then none of growth: it waits. */
const AFTER_LASTING = ['large-cache'];
const ROUND_LIMIT_MS = 150_000;
const LASTING_LIMIT_MS = 480_000;
const POLL_MS = 1000;
/** Rates and ratios forget the round before within their window, half a minute here. */
const BETWEEN_ROUNDS_MS = 32_000;

let stack: Stack;
let api: PrometheusApi;
/** When each fault's alert fired, milliseconds after the fault was switched on. */
const firedAfter = new Map<string, number>();

beforeAll(async () => {
  stack = await startStack();
  api = new PrometheusApi(stack.prometheusUrl);
  await sleep(20_000);
  const lasting = play(LASTING, LASTING_LIMIT_MS);
  for (const round of ROUNDS) {
    await play(round, ROUND_LIMIT_MS);
    await sleep(BETWEEN_ROUNDS_MS);
  }
  await lasting;
  await play(AFTER_LASTING, ROUND_LIMIT_MS);
}, 1_500_000);

afterAll(() => stack.stop());

/** Switches faults on, waits until their alerts fire, and switches them off. */
async function play(names: readonly string[], limitMs: number): Promise<void> {
  const startMs = Date.now();
  for (const name of names) stack.demo().set(name, true);
  const missing = new Set(names);
  while (missing.size > 0 && Date.now() - startMs < limitMs) {
    await sleep(POLL_MS);
    const firing = new Set(
      (await api.query('ALERTS{alertstate="firing"}')).map(({ metric }) => metric['alertname']),
    );
    for (const name of missing)
      if (firing.has(FAULTS.find((fault) => fault.name === name)!.alert)) {
        firedAfter.set(name, Date.now() - startMs);
        missing.delete(name);
      }
  }
  for (const name of names) stack.demo().set(name, false);
}

test('there is a fault for each of the 26 alerts, and each is played', () => {
  expect(new Set(FAULTS.map(({ alert }) => alert)).size).toBe(26);
  expect([...LASTING, ...AFTER_LASTING, ...ROUNDS.flat()].sort()).toEqual(
    FAULTS.map(({ name }) => name).sort(),
  );
});

test.each(FAULTS.map(({ name, alert }) => [name, alert] as const))('%s fires %s', (name) => {
  expect(firedAfter.get(name), 'milliseconds until it fired').toBeGreaterThan(0);
});

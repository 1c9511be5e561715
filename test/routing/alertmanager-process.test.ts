import { describe, expect, it } from 'vitest';
import { alertmanagerPeers } from '../../scripts/peers/alertmanager.ts';
import type { AlertmanagerPeer } from '../../scripts/peers/alertmanager.ts';
import { compareRun } from './process/compare.ts';
import type { RunComparison } from './process/compare.ts';
import { runCases } from './process/run.ts';

/** Plays random configurations and alerts through a real Alertmanager on loopback and through the simulation. */

const peers = await alertmanagerPeers(process.env);

const CASES = 40;

async function compare(peer: AlertmanagerPeer, seeds: readonly number[]): Promise<RunComparison> {
  return compareRun(await runCases(seeds, peer), peer.version);
}

describe.concurrent('the simulation does what a real Alertmanager does', () => {
  it.skipIf(peers.length > 0)(
    'is not compared: no Alertmanager in the cache (scripts/ensure-alertmanager.ts)',
    (context) => {
      context.skip();
    },
  );

  for (const peer of peers) {
    it(peer.version, { timeout: 90_000 }, async ({ expect: check }) => {
      const seeds = Array.from({ length: CASES }, (_, i) => i + 1);
      const first = await compare(peer, seeds);
      check(first.compared).toBeGreaterThan(CASES / 3);
      check(first.messages).toBeGreaterThan(100);
      check(first.states).toBeGreaterThan(100);
      if (first.differences.length === 0) return;
      // A machine that pauses for half a second causes false differences: a real one comes again.
      const again = [...new Set(first.differences.map(({ caseId }) => Number(caseId.slice(1))))];
      const second = await compare(peer, again);
      check(second.differences).toEqual([]);
    });
  }
});

it('brings Alertmanagers of both ends where it brings any', () => {
  if (peers.length > 0) expect(peers.map(({ version }) => version.replace(/\.\d+$/, ''))).toContain('0.25');
});

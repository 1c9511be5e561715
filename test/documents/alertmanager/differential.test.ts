import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { VERSIONS } from '../../../src/documents/alertmanager/version.ts';
import type { AlertmanagerVersion } from '../../../src/documents/alertmanager/version.ts';
import { compareCase } from './compare.ts';
import { compareMutations } from './compare-mutations.ts';
import { everyKey } from './every-key.ts';
import { SEEDS } from './seeds.ts';

const amtool = process.env['RULECHECK_AMTOOL'] ?? 'amtool';
const old = process.env['RULECHECK_AMTOOL_OLD'];
const version = versionOf(amtool);
const reason =
  version === undefined ? ' (skipped: no amtool 0.25 to 0.34 on PATH or in RULECHECK_AMTOOL)' : '';

function versionOf(tool: string): AlertmanagerVersion | undefined {
  const said = spawnSync(tool, ['--version'], { encoding: 'utf8' });
  const found =
    said.error === undefined ? /amtool, version (\d+\.\d+)/.exec(said.stdout + said.stderr) : null;
  return VERSIONS.find((known) => known === found?.[1]);
}

describe.skipIf(version === undefined)(`agrees with amtool${reason}`, () => {
  it.each(Array.from({ length: 25 }, (_, i) => i + 1))('on random configuration %i', async (seed) => {
    const { differences } = await compareCase(seed, amtool, version!);
    expect(differences).toEqual([]);
  });

  it.each([amtool, ...(old === undefined ? [] : [old])])(
    'on configurations that people write, as they are and after accidents: %s',
    async (tool) => {
      const { differences, comparisons, accepted } = await compareMutations(
        SEEDS,
        1,
        200,
        tool,
        versionOf(tool)!,
      );
      expect(differences).toEqual([]);
      expect(comparisons).toBe(SEEDS.length + 200);
      // Both answers must occur, or nothing is compared.
      expect(accepted).toBeGreaterThan(20);
      expect(accepted).toBeLessThan(comparisons - 20);
    },
    60_000,
  );

  it.each([amtool, ...(old === undefined ? [] : [old])])(
    'on keys with values of every kind: %s',
    async (tool) => {
      // Some of 66,000; scripts/differential-routing.ts compares all of them.
      const texts = everyKey().filter((_, i) => i % 397 === 0);
      const { differences, comparisons, accepted } = await compareMutations(
        texts,
        1,
        0,
        tool,
        versionOf(tool)!,
      );
      expect(differences).toEqual([]);
      expect(comparisons).toBeGreaterThan(150);
      expect(accepted).toBeGreaterThan(20);
    },
    60_000,
  );
});

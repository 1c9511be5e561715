import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { VERSIONS } from '../../../src/documents/alertmanager/version.ts';
import { compareCase } from './compare.ts';

const amtool = process.env['RULECHECK_AMTOOL'] ?? 'amtool';
const said = spawnSync(amtool, ['--version'], { encoding: 'utf8' });
const found = said.error === undefined ? /amtool, version (\d+\.\d+)/.exec(said.stdout + said.stderr) : null;
const version = VERSIONS.find((known) => known === found?.[1]);
const reason = version === undefined ? ' (skipped: no amtool 0.25 to 0.34 on PATH or in RULECHECK_AMTOOL)' : '';

describe.skipIf(version === undefined)(`agrees with amtool${reason}`, () => {
  it.each(Array.from({ length: 25 }, (_, i) => i + 1))('on random configuration %i', async (seed) => {
    const { differences } = await compareCase(seed, amtool, version!);
    expect(differences).toEqual([]);
  });
});

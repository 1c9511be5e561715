import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { rulecheckEngine } from '../../scripts/conformance/rulecheck-engine.ts';
import { describeAnswer } from '../../scripts/differential/answer.ts';
import { generateCases } from '../../scripts/differential/case.ts';
import { isKnown } from '../../scripts/differential/known.ts';
import { differentialOptions, runCase } from '../../scripts/differential/run.ts';

const promtool = process.env['RULECHECK_PROMTOOL'] ?? 'promtool';

/** Major version of the installed promtool; undefined without one. */
function promtoolVersion(): 2 | 3 | undefined {
  const { stdout, stderr, error } = spawnSync(promtool, ['--version'], { encoding: 'utf8' });
  if (error !== undefined) return undefined;
  const major = /version (\d+)\./.exec(stdout + stderr)?.[1];
  return major === '2' ? 2 : major === '3' ? 3 : undefined;
}

const version = promtoolVersion();

/** `scripts/differential.ts` is the long run. */
describe.skipIf(version === undefined)(`random expressions in ${promtool}`, () => {
  it('have the same answers in rulecheck', { timeout: 60_000 }, () => {
    const engine = rulecheckEngine(differentialOptions(version!));
    const differences = generateCases(version!, 3, 30, 20)
      .flatMap((test) => runCase(test, engine, promtool, version!))
      .filter((difference) => !isKnown(difference, version!))
      .map(({ check, own, promtool: other }) => ({
        ...check,
        rulecheck: describeAnswer(own),
        promtool: describeAnswer(other),
      }));
    expect(differences).toEqual([]);
  });
});

/**
 * Compares rulecheck's reading and routing with the real amtool on random configurations, label sets and faults.
 *
 *   node --import tsx scripts/differential-routing.ts --amtool PATH --version 0.33 [--cases 1000] [--seed 1]
 *
 * Prints every difference with the seed that gives it again; exits with 1 where there was one.
 */
import { parseArgs } from 'node:util';
import { compareCase } from '../test/documents/alertmanager/compare.ts';
import { VERSIONS } from '../src/documents/alertmanager/version.ts';

const { values } = parseArgs({
  options: {
    amtool: { type: 'string', default: process.env['RULECHECK_AMTOOL'] ?? 'amtool' },
    version: { type: 'string', default: '0.33' },
    cases: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
  },
});

const version = VERSIONS.find((known) => known === values.version);
if (version === undefined) throw new Error(`--version must be one of ${VERSIONS.join(', ')}`);

let differences = 0;
let comparisons = 0;
const first = Number(values.seed);
for (let seed = first; seed < first + Number(values.cases); seed++) {
  const result = await compareCase(seed, values.amtool, version);
  comparisons += result.comparisons;
  for (const difference of result.differences) {
    differences++;
    console.log(`seed ${seed}: ${difference}`);
  }
}
console.log(`${comparisons} comparisons with amtool (as ${version}), ${differences} differences`);
process.exitCode = differences === 0 ? 0 : 1;

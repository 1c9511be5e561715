/**
 * Compares rulecheck's reading and routing with the real amtool: on random configurations, label sets and faults, and
 * on the text of configurations after small accidents (a folder of *.yml of your own with --corpus).
 *
 *   node --import tsx scripts/differential-routing.ts --amtool PATH --version 0.33 [--cases 1000] [--seed 1] [--corpus DIR]
 *     [--every-key]: every key of every section with values of every kind, and pairs of keys; 66,000 configurations
 *
 * Prints every difference with the seed that gives it again; exits with 1 where there was one.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compareCase } from '../test/documents/alertmanager/compare.ts';
import { compareMutations } from '../test/documents/alertmanager/compare-mutations.ts';
import { everyKey } from '../test/documents/alertmanager/every-key.ts';
import { SEEDS } from '../test/documents/alertmanager/seeds.ts';
import { VERSIONS } from '../src/documents/alertmanager/version.ts';

const { values } = parseArgs({
  options: {
    amtool: { type: 'string', default: process.env['RULECHECK_AMTOOL'] ?? 'amtool' },
    version: { type: 'string', default: '0.33' },
    cases: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    corpus: { type: 'string' },
    'every-key': { type: 'boolean', default: false },
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
const { corpus } = values;
const texts =
  corpus === undefined
    ? SEEDS
    : readdirSync(corpus)
        .filter((name) => /\.ya?ml$/.test(name))
        .map((name) => readFileSync(join(corpus, name), 'utf8'));
const BLOCK = 1000;
const keyed = values['every-key'] ? everyKey() : [];
for (let i = 0; i < keyed.length; i += BLOCK) {
  const result = await compareMutations(keyed.slice(i, i + BLOCK), 0, 0, values.amtool, version);
  comparisons += result.comparisons;
  differences += result.differences.length;
  for (const difference of result.differences) console.log(difference);
}
for (let seed = first; seed < first + Number(values.cases); seed += BLOCK) {
  const count = Math.min(BLOCK, first + Number(values.cases) - seed);
  const result = await compareMutations(texts, seed, count, values.amtool, version);
  comparisons += result.comparisons;
  differences += result.differences.length;
  for (const difference of result.differences) console.log(difference);
}
console.log(`${comparisons} comparisons with amtool (as ${version}), ${differences} differences`);
process.exitCode = differences === 0 ? 0 : 1;

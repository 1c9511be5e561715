/**
 * Compares grouping, inhibition, time intervals and the moments of notifications with a real Alertmanager process.
 *
 *   node --import tsx scripts/differential-notifications.ts [--version 0.33] [--cases 1000] [--seed 1] [--batch 60]
 *
 * A batch of cases runs side by side in one process and takes about 15 s. Prints every difference that comes in three
 * runs, with the seed that gives it again; exits with 1 where there was one.
 */
import { parseArgs } from 'node:util';
import { compareRun } from '../test/routing/process/compare.ts';
import type { RunComparison } from '../test/routing/process/compare.ts';
import { runCases } from '../test/routing/process/run.ts';
import type { ProcessRun } from '../test/routing/process/run.ts';
import { alertmanagerPeers } from './peers/alertmanager.ts';

const { values } = parseArgs({
  options: {
    version: { type: 'string', default: '0.33' },
    cases: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    batch: { type: 'string', default: '60' },
  },
});

const peer = (await alertmanagerPeers(process.env)).find(({ version }) => version.startsWith(values.version));
if (peer === undefined)
  throw new Error(`no Alertmanager ${values.version}: node --import tsx scripts/ensure-alertmanager.ts`);

/** A batch in which the machine paused for longer is repeated: messages came late, or in another order. */
const STOOD_STILL_MS = 150;
const ATTEMPTS = 4;

let [compared, messages, states, differences, changing, disturbed] = [0, 0, 0, 0, 0, 0];
const undecided = new Map<string, number>();
const [first, count, batch] = [Number(values.seed), Number(values.cases), Number(values.batch)];
for (let seed = first; seed < first + count; seed += batch) {
  const seeds = Array.from({ length: Math.min(batch, first + count - seed) }, (_, i) => seed + i);
  const { run, result } = await compareQuietly(seeds);
  compared += result.compared;
  messages += result.messages;
  states += result.states;
  for (const [reason, cases] of result.undecided)
    undecided.set(reason, (undecided.get(reason) ?? 0) + cases.length);
  const once = casesOf(result);
  // What differs is played twice more: only where Alertmanager does the same each time is the simulation wrong.
  const again = await playAgain(once);
  changing += once.length - again.length;
  for (const { caseId, text } of result.differences.filter((one) => again.includes(one.caseId))) {
    differences++;
    console.log(
      `seed ${caseId.slice(1)}: ${text}\n${JSON.stringify(run.cases.find(({ id }) => id === caseId))}`,
    );
  }
}
for (const [reason, cases] of undecided) console.log(`${cases} cases not compared: ${reason}`);
console.log(`${changing} cases differed in one run and not in another one of the same Alertmanager`);
console.log(
  `${disturbed} batches were disturbed: the machine stood still for more than ${STOOD_STILL_MS} ms`,
);
console.log(
  `${compared} cases, ${messages} messages, ${states} states compared with Alertmanager ${peer.version}: ${differences} differences`,
);
process.exitCode = differences === 0 ? 0 : 1;

/** Plays a batch until the machine let it run in peace, a few times at most. */
async function compareQuietly(seeds: readonly number[]): Promise<{ run: ProcessRun; result: RunComparison }> {
  for (let attempt = 1; ; attempt++) {
    const run = await runCases(seeds, peer!);
    const result = compareRun(run, peer!.version);
    if (run.lateMs <= STOOD_STILL_MS || result.differences.length === 0) return { run, result };
    disturbed++;
    if (attempt === ATTEMPTS) return { run, result };
  }
}

/** Those of the cases that differ in two further runs, too. */
async function playAgain(cases: readonly string[]): Promise<readonly string[]> {
  let left = cases;
  for (let i = 0; i < 2 && left.length > 0; i++) {
    const { result } = await compareQuietly(left.map((id) => Number(id.slice(1))));
    left = casesOf(result);
  }
  return left;
}

function casesOf({ differences: found }: RunComparison): string[] {
  return [...new Set(found.map(({ caseId }) => caseId))];
}

/**
 * Compares grouping, inhibition, time intervals and the moments of notifications with a real Alertmanager process.
 *
 *   node --import tsx scripts/differential-notifications.ts [--version 0.33] [--cases 1000] [--seed 1] [--batch 60]
 *
 * A batch of cases runs side by side in one process and takes about 12 s. Prints every difference with the seed
 * that gives it again; exits with 1 where there was one.
 */
import { parseArgs } from 'node:util';
import { compareRun } from '../test/routing/process/compare.ts';
import { runCases } from '../test/routing/process/run.ts';
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

let [compared, messages, states, differences] = [0, 0, 0, 0];
const undecided = new Map<string, number>();
const [first, count, batch] = [Number(values.seed), Number(values.cases), Number(values.batch)];
for (let seed = first; seed < first + count; seed += batch) {
  const seeds = Array.from({ length: Math.min(batch, first + count - seed) }, (_, i) => seed + i);
  const run = await runCases(seeds, peer);
  const result = compareRun(run, peer.version);
  compared += result.compared;
  messages += result.messages;
  states += result.states;
  for (const [reason, cases] of result.undecided)
    undecided.set(reason, (undecided.get(reason) ?? 0) + cases.length);
  for (const { caseId, text } of result.differences) {
    differences++;
    console.log(
      `seed ${caseId.slice(1)}: ${text}\n${JSON.stringify(
        run.cases.find(({ id }) => id === caseId),
        undefined,
        1,
      )}`,
    );
  }
}
for (const [reason, cases] of undecided) console.log(`${cases} cases not compared: ${reason}`);
console.log(
  `${compared} cases, ${messages} messages, ${states} states compared with Alertmanager ${peer.version}: ${differences} differences`,
);
process.exitCode = differences === 0 ? 0 : 1;

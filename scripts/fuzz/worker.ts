import { openSync, writeSync } from 'node:fs';
import { Random, mutate } from './mutate.ts';
import { targets } from './targets.ts';

/**
 * Runs cases until the time is over and prints each failure as a line of JSON. Which case runs is written into a file
 * first, so that the parent can tell it when it hangs. Arguments: seconds, seed, file, targets.
 */
const [seconds = '10', seed = '1', file = '', wanted = ''] = process.argv.slice(2);
const place = openSync(file, 'w');
const all = Object.entries(targets()).filter(([name]) => wanted === '' || wanted.split(',').includes(name));
const until = Date.now() + Number(seconds) * 1000;
/** Processor milliseconds that a case may take: no case has more than 60,000 characters. */
const SLOW_MS = 5000;
/** A target that does more for each case gets fewer. */
const CASES_IN_TURN: Readonly<Record<string, number>> = { lint: 20, cli: 2, yaml: 50 };

const counts: Record<string, number> = {};
let failures = 0;
for (let turn = Number(seed) * 1_000_000; Date.now() < until && failures < 20; turn++) {
  for (const [name, target] of all) {
    for (let i = 0; i < (CASES_IN_TURN[name] ?? 300); i++) {
      const random = new Random(turn * 1009 + i * 7919 + name.length);
      const text = mutate(random.of(target.seeds), target.seeds, random);
      writeSync(place, `${JSON.stringify({ name, text })}\n`, 0);
      const before = process.cpuUsage();
      let problem: string | undefined;
      try {
        await target.run(text);
      } catch (error) {
        problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
      }
      const { user, system } = process.cpuUsage(before);
      if ((user + system) / 1000 > SLOW_MS) problem ??= `took ${Math.round((user + system) / 1000)} ms`;
      counts[name] = (counts[name] ?? 0) + 1;
      if (problem === undefined) continue;
      failures++;
      process.stdout.write(`${JSON.stringify({ target: name, problem, text })}\n`);
    }
  }
}
process.stdout.write(`${JSON.stringify({ counts })}\n`);

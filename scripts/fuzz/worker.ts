import { openSync, writeSync } from 'node:fs';
import { Random } from './random.ts';
import { targets } from './targets.ts';
import type { Target } from './targets.ts';

/**
 * Runs cases until the time is over or there are enough, and prints each failure as a line of JSON. The name of the case
 * is written into a file first, so that the parent knows which one hangs. Arguments: seconds, seed, file, targets, number
 * of cases of parsers, one case to repeat (`promql:7000000:12`).
 */
const [seconds = '10', seed = '1', file = '', wanted = '', most = '', only = ''] = process.argv.slice(2);
const place = openSync(file, 'w');
const asked = wanted.split(',').filter((name) => name !== '');
const all = Object.entries(targets()).filter(
  ([name, { kind }]) => asked.length === 0 || asked.includes(name) || asked.includes(`${kind}s`),
);
const startedMs = Date.now();
const until = startedMs + Number(seconds) * 1000;
const enough = most === '' ? Infinity : Number(most);
/** Processor milliseconds that a case may take: no case has more than 60,000 characters. */
const SLOW_MS = 5000;
const MOST_FAILURES = 20;

const counts: Record<string, number> = {};
const spentMs: Record<string, number> = {};
let parsed = 0;
let failures = 0;

/** Tries one case; a failure is printed. */
async function tryCase(name: string, target: Target, turn: number, i: number): Promise<void> {
  const id = `${name}:${turn}:${i}`;
  writeSync(place, id.padEnd(60), 0);
  const random = new Random(turn * 1009 + i * 7919 + name.length);
  const text = target.make(random);
  const before = process.cpuUsage();
  const begunMs = performance.now();
  let problem: string | undefined;
  try {
    await target.run(text);
  } catch (error) {
    problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  // On a busy machine a case waits for its turn: the time of the processor counts.
  if (performance.now() - begunMs > SLOW_MS) {
    const { user, system } = process.cpuUsage(before);
    if ((user + system) / 1000 > SLOW_MS) problem ??= `took ${Math.round((user + system) / 1000)} ms`;
  }
  if (problem === undefined) return;
  failures++;
  process.stdout.write(`${JSON.stringify({ target: name, case: id, problem, text })}\n`);
}

async function takeTurn(name: string, target: Target, turn: number): Promise<void> {
  const begunMs = performance.now();
  for (let i = 0; i < target.cases; i++) await tryCase(name, target, turn, i);
  counts[name] = (counts[name] ?? 0) + target.cases;
  spentMs[name] = (spentMs[name] ?? 0) + performance.now() - begunMs;
  if (target.kind === 'parser') parsed += target.cases;
}

if (only !== '') {
  const [name = '', turn = '', i = ''] = only.split(':');
  const target = targets()[name];
  if (target === undefined) throw new Error(`there is no target "${name}"`);
  await tryCase(name, target, Number(turn), Number(i));
} else {
  for (let turn = Number(seed) * 1_000_000; Date.now() < until && parsed < enough; turn++)
    for (const [name, target] of all) if (failures < MOST_FAILURES) await takeTurn(name, target, turn);
}
const perSecond = Object.fromEntries(
  Object.entries(counts).map(([name, count]) => [name, Math.round((count * 1000) / spentMs[name]!)]),
);
const took = Math.round((Date.now() - startedMs) / 1000);
process.stdout.write(`${JSON.stringify({ counts, perSecond, parsed, seconds: took })}\n`);

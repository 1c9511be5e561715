// `npm start`: builds, brings promtool and amtool, then runs rulecheck with the arguments that follow `--`. Says what it
// does on standard error, in a pipe too: nothing in it takes long, and no step is silent for the whole run.
import { spawn } from 'node:child_process';

const began = performance.now();
const seconds = () => `${((performance.now() - began) / 1000).toFixed(1)} s`;
const say = (text) => process.stderr.write(`[${seconds()}] ${text}\n`);
const args = process.argv.slice(2);
/** How often a long step says that it goes on (milliseconds). */
const STILL_MS = 5_000;

await run('building', ['scripts/build.js'], true);
// Without them the embedded engines answer alone, and the run says so.
await run('looking for promtool and amtool', ['bin/rulecheck.js', 'tools', 'install', '--if-missing']);
const what = args.length > 0 ? `rulecheck ${args.join(' ')}` : 'linting and testing the shipped pack';
const code = await run(what, ['bin/rulecheck.js', ...args]);
say(code === 0 ? 'done' : `ended with exit code ${code}`);
process.exitCode = code;

/** Runs a program of this repository to its end; a step that is needed and fails ends the whole. */
async function run(step, argv, needed = false) {
  say(step);
  const still = setInterval(() => say(`still ${step}`), STILL_MS);
  const status = await new Promise((done) => {
    const child = spawn(process.execPath, argv, { stdio: 'inherit' });
    child.on('close', (exitCode) => done(exitCode ?? 3)).on('error', () => done(3));
  });
  clearInterval(still);
  if (needed && status !== 0) process.exit(status);
  return status;
}

// Brings promtool and amtool for the tests: the newest, and the oldest that rulecheck is tested against. Without
// a network the tests that need them skip with a line that says so.
import { spawnSync } from 'node:child_process';

for (const suite of ['sid', 'bookworm']) {
  const args = ['bin/rulecheck.js', 'tools', 'install', '--if-missing', '--suite', suite];
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0)
    console.error(`promtool and amtool of Debian ${suite} could not be had: tests that need them will skip`);
}

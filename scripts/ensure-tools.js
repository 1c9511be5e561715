// Brings promtool and amtool for the tests: the newest, and the oldest that rulecheck is tested against. Without
// a network the tests that need them skip with a line that says so.
import { spawnSync } from 'node:child_process';

const rulecheck = (...args) =>
  spawnSync(process.execPath, ['bin/rulecheck.js', 'tools', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });

/** The suites of Debian and what `tools list` shows when their tools are there. */
const SUITES = [
  { suite: 'sid', there: [/promtool +3\./, /amtool +0\.(2[6-9]|[3-9]\d)/] },
  { suite: 'bookworm', there: [/promtool +2\.42/, /amtool +0\.25/] },
];

const listed = rulecheck('list').stdout;
for (const { suite, there } of SUITES) {
  if (there.every((tool) => tool.test(listed))) continue;
  if (rulecheck('install', '--suite', suite).status !== 0) {
    console.error(`promtool and amtool of Debian ${suite} could not be had: tests that need them will skip`);
  }
}

// `npm run smoke`: runs the built program under the newest long-term versions of Node, which the package `node` of npm
// brings: one lint, one test and one plugin each. Without a network it says so and tries what is there.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const VERSIONS = [22, 24, 26];
const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'rulecheck/node');
const PROGRAM = resolve('bin/rulecheck.js');
const FOLDER = mkdtempSync(join(tmpdir(), 'rulecheck-smoke-'));

const RULES = `groups:
  - name: web
    rules:
      - { alert: WebDown, expr: 'up{job="web"} == 0', for: 5m, labels: { severity: page } }
`;
const SCENARIO = `alert: WebDown
scenarios: [{ name: s, series: { 'up{job="web"}': 0x60 }, expect: [{ at: 10m, state: firing }] }]
`;
const PLUGIN = `import { defineCheck } from 'rulecheck/plugin';
export const checks = [
  defineCheck({
    meta: { id: 'smoke/plugin', summary: 's', severity: 'warning', options: { schema: { type: 'object', additionalProperties: false, properties: {} }, defaults: {} }, examples: { wrong: [], right: [] } },
    messages: { found: () => ({ message: 'seen by the plugin' }) },
    create: (context) => ({ AlertingRule: (rule) => context.report('found', { file: rule.file, range: rule.name.range }, {}) }),
  }),
];
`;

try {
  writeFileSync(join(FOLDER, 'rules.yml'), RULES);
  writeFileSync(join(FOLDER, 'WebDown.yml'), SCENARIO);
  writeFileSync(join(FOLDER, 'checks.mjs'), PLUGIN);
  writeFileSync(join(FOLDER, 'plugins.yaml'), 'plugins: ./checks.mjs\n');
  // The package that the plugin imports is this folder.
  mkdirSync(join(FOLDER, 'node_modules'));
  symlinkSync(resolve('.'), join(FOLDER, 'node_modules/rulecheck'));
  for (const version of VERSIONS) {
    const node = binary(version);
    if (node === undefined) console.log(`Node ${version} could not be had: not tried`);
    else console.log(`✔ ${smoke(node)}`);
  }
} finally {
  rmSync(FOLDER, { recursive: true, force: true });
}

/** The command, on one line; @throws AssertionError */
function smoke(node) {
  const env = { ...process.env, XDG_CACHE_HOME: join(FOLDER, 'cache'), FORCE_COLOR: undefined };
  const run = (...args) => {
    const { status, stdout, stderr } = spawnSync(node, [PROGRAM, ...args], {
      cwd: FOLDER,
      env,
      encoding: 'utf8',
    });
    // A run that takes long says how long.
    return { status, stdout: stdout.replace(/ in [\d.]+ s\n$/, '\n'), stderr };
  };
  const clean = { status: 0, stdout: '✔ 1 rule (1 alert) in 2 files: no findings\n', stderr: '' };
  for (let i = 0; i < 2; i++) assert.deepEqual(run('lint', '--no-cache', 'rules.yml', 'WebDown.yml'), clean);
  const tested = run('test', '--engine', 'embedded');
  assert.equal(tested.stderr, '');
  assert.match(tested.stdout, /1 passed/);
  assert.match(
    run('lint', '--config', 'plugins.yaml', 'rules.yml').stdout,
    /seen by the plugin \[smoke\/plugin\]/,
  );
  return `Node ${spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()}: lint, test, plugin`;
}

/** The executable of a version, from npm's package for this machine; undefined: it cannot be had. */
function binary(version) {
  const folder = join(CACHE, `node-${version}`);
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const executable = join(
    folder,
    'node_modules',
    name,
    process.platform === 'win32' ? 'bin/node.exe' : 'bin/node',
  );
  if (existsSync(executable)) return executable;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund'];
  spawnSync('npm', ['install', ...flags, `${name}@${version}`], { cwd: folder, stdio: 'ignore' });
  return existsSync(executable) ? executable : undefined;
}

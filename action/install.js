// The first step of the action: installs the published package, which brings nothing else, into a folder of its own, and
// names its command in RULECHECK for the steps after it.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const folder = join(process.env.RUNNER_TEMP, 'rulecheck');

const wanted = packageOf(process.env.VERSION.trim());
mkdirSync(folder, { recursive: true });
// npm works here and not in the checkout, whose .npmrc it would obey.
writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
const { status, error } = spawnSync('npm', ['install', ...flags, wanted], { cwd: folder, stdio: 'inherit' });
if (status !== 0) {
  console.log(
    `::error title=rulecheck::${wanted} cannot be installed${error === undefined ? '' : `: ${error.message}`}`,
  );
  process.exit(3);
}
const installed = JSON.parse(readFileSync(join(folder, 'node_modules/rulecheck/package.json'), 'utf8'));
appendFileSync(process.env.GITHUB_ENV, `RULECHECK=${join(folder, 'node_modules/.bin/rulecheck')}\n`);
appendFileSync(process.env.GITHUB_OUTPUT, `version=${installed.version}\n`);

/** A version, a file of the workspace or an address, as npm takes it. */
function packageOf(version) {
  if (version === '')
    return `rulecheck@${JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version}`;
  if (/^https:\/\/\S+$/.test(version)) return version;
  const path = isAbsolute(version) ? version : resolve(process.env.GITHUB_WORKSPACE ?? '.', version);
  if (version.endsWith('.tgz') && existsSync(path)) return path;
  if (/^v?\d+(?:\.\d+){0,2}(?:-[\w.]+)?$|^[a-z]+$/.test(version))
    return `rulecheck@${version.replace(/^v/, '')}`;
  console.log(
    '::error title=rulecheck::"version" is no version, no tarball of the workspace and no https address',
  );
  process.exit(2);
}

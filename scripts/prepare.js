// npm's `prepare`: builds dist/. `npm install --global git+...` (pre-commit installs its hooks so) hands `--global` down
// to the checkout, whose own dependencies are then not there: bring them first.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';

if (!hasDependencies()) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_config_(?:global|location|prefix)$/i.test(name)),
  );
  const npm = env.npm_execpath;
  const args = ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
  // npm names itself in the environment of its scripts; elsewhere it is on PATH.
  if (npm === undefined) execFileSync('npm', args, { env, stdio: 'inherit' });
  else execFileSync(process.execPath, [npm, ...args], { env, stdio: 'inherit' });
}
await import('./build.js');

function hasDependencies() {
  try {
    createRequire(import.meta.url).resolve('esbuild');
    return true;
  } catch {
    return false;
  }
}

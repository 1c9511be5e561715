import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';

/** The promtool binaries to compare with: RULECHECK_PROMTOOL (several with `:` between), else the one on PATH. */
export function promtools(): { path: string; version: string }[] {
  const names = (env['RULECHECK_PROMTOOL'] ?? 'promtool').split(':');
  return names.flatMap((path) => {
    const run = spawnSync(path, ['--version'], { encoding: 'utf8' });
    const version = /version (\d+\.\d+\.\d+)/.exec(`${run.stdout}${run.stderr}`)?.[1];
    return version === undefined ? [] : [{ path, version }];
  });
}

/** Runs promtool in a folder of its own that holds `files`; gives the exit code and all it printed. */
export function runPromtool(
  path: string,
  args: readonly string[],
  files: Readonly<Record<string, string>>,
): { code: number; output: string } {
  const folder = mkdtempSync(join(tmpdir(), 'rulecheck-template-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const run = spawnSync(path, args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
    return { code: run.status ?? -1, output: `${run.stdout}${run.stderr}` };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

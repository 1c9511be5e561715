import { expect, it } from 'vitest';
import { folderOf, run } from '../cli/support.ts';
import { SIZES } from './sizes.ts';

/** Milliseconds of processor time that a run over some files takes. */
async function costOf(files: Readonly<Record<string, string>>): Promise<number> {
  const cwd = await folderOf(files);
  const before = process.cpuUsage();
  const { code, stderr } = await run(['check', '--quiet', '--engine', 'embedded'], { cwd });
  const { user, system } = process.cpuUsage(before);
  expect(stderr).not.toContain('internal error');
  expect(code).toBeLessThan(2);
  return (user + system) / 1000;
}

const MANY = 1600;

/** Below this (milliseconds) a run costs what any run costs. */
const NEGLIGIBLE = 1000;

it.each(Object.keys(SIZES))(
  'a project with many: %s, takes time in proportion',
  { timeout: 120_000 },
  async (name) => {
    const files = SIZES[name]!;
    await costOf(files(20));
    const large = await costOf(files(MANY));
    if (large < NEGLIGIBLE) return;
    const small = await costOf(files(MANY / 4));
    expect(large / Math.max(small, NEGLIGIBLE / 6), `${small} ms at n, ${large} ms at 4n`).toBeLessThan(10);
  },
);

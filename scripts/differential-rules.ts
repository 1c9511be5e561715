// Mutates rule files and compares what `promtool check rules` and rulecheck's syntax checks say of each: accepted or
// refused. Usage: tsx scripts/differential-rules.ts [--count N] [--seed N] [--promtool PATH] FILE...
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { lintFiles } from '../test/support/lint-files.ts';
import { mutate, random } from './differential-rules/mutate.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    promtool: { type: 'string', default: process.env.RULECHECK_PROMTOOL ?? 'promtool' },
  },
});

/** The checks whose findings mean that Prometheus refuses the file. */
const REFUSALS = /^(?:syntax\/|groups\/duplicate-name|templates\/syntax)/;
const folder = mkdtempSync(join(tmpdir(), 'rulecheck-differential-'));
const path = join(folder, 'rules.yml');
const next = random(Number(values.seed));
let differences = 0;
let refused = 0;

function promtool(text: string): string | undefined {
  writeFileSync(path, text);
  try {
    execFileSync(values.promtool, ['check', 'rules', '--lint=none', path], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    const { stderr } = error as { stderr: Buffer | null };
    if (stderr === null) throw error;
    return stderr.toString();
  }
}

for (let i = 0; i < Number(values.count); i++) {
  const seed = readFileSync(positionals[Math.floor(next() * positionals.length)]!, 'utf8');
  const text = mutate(seed, next);
  const theirs = promtool(text);
  const ours = lintFiles({ 'rules.yml': text }, { named: true }).filter(({ check }) => REFUSALS.test(check));
  if (theirs !== undefined) refused++;
  if ((theirs === undefined) === (ours.length === 0)) continue;
  differences++;
  const copy = join(tmpdir(), `rulecheck-difference-${differences}.yml`);
  writeFileSync(copy, text);
  const said = ours
    .map(({ message, file, range }) => `${file.position(range.start).line}: ${message}`)
    .join(' | ');
  console.log(
    `${copy}: promtool: ${(theirs ?? 'accepted').trim().slice(0, 300)}\n  rulecheck: ${said || 'accepted'}`,
  );
}
rmSync(folder, { recursive: true });
console.log(`${values.count} files, ${refused} refused by promtool, ${differences} differences`);

// npm run fuzz -- [--seconds N] [--seed N] [--only promql,engines] [--cases N] [--case ID]: mutated and generated texts for every
// parser, both engines, the linter and the command line. A failure is an exception, "internal error of rulecheck", answers of an engine that
// contradict each other, a case that takes seconds, or one that does not end. --cases ends after so many cases of parsers.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1000) },
    only: { type: 'string', default: '' },
    cases: { type: 'string', default: '' },
    case: { type: 'string', default: '' },
  },
});
/** After this time without a new case the one at hand hangs (milliseconds). */
const HANG_MS = 120_000;

const seconds = values.seconds ?? (values.cases === '' ? '60' : '86400');
const folder = mkdtempSync(join(tmpdir(), 'rulecheck-fuzz-'));
const place = join(folder, 'case');
const worker = fileURLToPath(new URL('./fuzz/worker.ts', import.meta.url));
const child = spawn(
  process.execPath,
  [
    '--max-semi-space-size=64',
    '--import',
    'tsx',
    worker,
    seconds,
    values.seed,
    place,
    values.only,
    values.cases,
    values.case,
  ],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
let said = '';
child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
const start = Date.now();
let hung: string | undefined;
const watch = setInterval(() => {
  const changed = statSync(place, { throwIfNoEntry: false })?.mtimeMs ?? start;
  if (Date.now() - Math.max(changed, start) < HANG_MS) return;
  hung = readFileSync(place, 'utf8').trim();
  child.kill('SIGKILL');
}, 1000);
const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
clearInterval(watch);
rmSync(folder, { recursive: true, force: true });

const lines = said.split('\n').filter((line) => line !== '');
const results = lines.map((line) => JSON.parse(line) as { target?: string; counts?: object });
const failures = results.filter(({ target }) => target !== undefined);
for (const failure of failures) process.stdout.write(`${JSON.stringify(failure, null, 2)}\n`);
if (hung !== undefined) process.stdout.write(`a case does not end; repeat it with --case ${hung}\n`);
const summary = JSON.stringify(results.find(({ counts }) => counts !== undefined) ?? {});
process.stdout.write(`seed ${values.seed}: ${summary}, ${failures.length} failures\n`);
process.exitCode = failures.length > 0 || hung !== undefined || code !== 0 ? 1 : 0;

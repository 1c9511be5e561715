// Runs what people run most, over the rules of this repository, and keeps the code that V8 has compiled meanwhile.
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const ROOT = dirname(dirname(import.meta.dirname));
const folder = resolve(process.argv[2]);
const require = createRequire(import.meta.url);
const { ProgramLoader } = require(join(folder, 'start.js'));
const program = new ProgramLoader(folder, require);
const { main } = program.cli();

const FAULTY = `groups:
  - name: web
    rules:
      - alert: Down
        expr: rate(up{job="web"}[5m]) == 0
        labels: { severity: '{{ $value }}' }
`;

const RUNS = [
  ['lint'],
  ['lint', '-'],
  ['test', '--engine', 'embedded', 'fixtures/OneiricRemoteSyncSlow.yml'],
];
const output = { write: () => undefined, isTTY: false, columns: 80 };
for (const argv of RUNS) {
  await main(argv, {
    cwd: ROOT,
    env: {},
    stdout: output,
    stderr: output,
    readStdin: () => Promise.resolve(FAULTY),
    now: () => Date.UTC(2026, 0, 1),
  });
}
program.keepCompiledCode();

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/cli/main.ts';
import { CHECKS } from '../../src/checks/index.generated.ts';
import { lintTexts } from '../../src/lint/texts.ts';
import { engines } from './engines.ts';
import { mutate } from './mutate.ts';
import { parsers } from './parsers.ts';
import type { ParserTarget } from './parsers.ts';
import type { Random } from './random.ts';
import { shipped } from './seeds.ts';

export interface Target {
  readonly kind: 'parser' | 'engine' | 'program';
  readonly make: (random: Random) => string;
  /** Must end soon and never throw, whatever the text. */
  readonly run: (text: string) => unknown;
  /** Cases in a turn: what does more for each case gets fewer. */
  readonly cases: number;
}

/** Cases of parsers in a turn, so that each has about the same time; 1,000 of those that are not listed. */
const CASES: Readonly<Record<string, number>> = {
  ...{
    promql: 4000,
    logql: 2000,
    matchers: 4000,
    series: 4000,
    patterns: 3000,
    directives: 8000,
    scalars: 500,
  },
  ...{ template: 2000, notification: 2000, markdown: 500, yaml: 50, config: 50, documents: 30, json: 15 },
};

/** All that is fuzzed, by name. */
export function targets(): Readonly<Record<string, Target>> {
  const all = shipped(['rules', 'prometheus', 'loki', 'alertmanager', 'fixtures']);
  const parsed = Object.entries(parsers()).map(
    ([name, parser]) =>
      [name, { kind: 'parser', ...mutated(parser), run: parser.run, cases: CASES[name] ?? 1000 }] as const,
  );
  const evaluated = Object.entries(engines()).map(
    ([name, engine]) => [name, { kind: 'engine', ...engine, cases: 100 }] as const,
  );
  return {
    ...Object.fromEntries(parsed),
    ...Object.fromEntries(evaluated),
    lint: {
      kind: 'program',
      ...mutated({ seeds: all }),
      run: (text) => lintTexts({ 'a.yml': text }, CHECKS, { named: true }),
      cases: 20,
    },
    cli: { kind: 'program', ...mutated({ seeds: all }), run: commandLine, cases: 2 },
  };
}

function mutated({ seeds }: Pick<ParserTarget, 'seeds'>): Pick<Target, 'make'> {
  return { make: (random) => mutate(random.of(seeds), seeds, random) };
}

/** The command line, on a folder with the text as a file of several kinds. */
async function commandLine(text: string): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), 'rulecheck-fuzz-'));
  const said = { text: '' };
  const output = { write: (part: string) => void (said.text += part), isTTY: false, columns: 80 };
  try {
    for (const name of ['a.yml', 'rulecheck.yaml', '.gitignore', 'CODEOWNERS']) {
      writeFileSync(join(cwd, name), text);
      for (const args of [
        ['lint', '--all'],
        ['check', '--engine', 'embedded', '--format', 'json'],
      ]) {
        const code = await main(args, {
          cwd,
          env: { PATH: '/nonexistent', HOME: '/nonexistent' },
          stdout: output,
          stderr: output,
          readStdin: () => Promise.resolve(''),
          now: () => 0,
        });
        if (said.text.includes('internal error of rulecheck')) throw new Error(said.text.slice(0, 2000));
        if (code > 3) throw new Error(`exit code ${code}`);
      }
      rmSync(join(cwd, name));
    }
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

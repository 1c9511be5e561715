import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/cli/main.ts';
import { CHECKS } from '../../src/checks/index.generated.ts';
import { lintTexts } from '../../src/lint/texts.ts';
import { parseLogql } from '../../src/logql/syntax/parse.ts';
import { parseSeriesDescription } from '../../src/promql/eval/series/index.ts';
import { parseExpr } from '../../src/promql/syntax/parse.ts';
import { parseMatchers } from '../../src/routing/matchers/parse.ts';
import { expandAlertTemplate } from '../../src/template/prometheus/expand.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

export interface Target {
  readonly seeds: readonly string[];
  /** Must end soon and never throw, whatever the text. */
  readonly run: (text: string) => unknown;
}

const ROOT = new URL('../../', import.meta.url).pathname;

/** The texts of the files that are shipped. */
function shipped(folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(?:ya?ml|json|md)$/.test(name))
      .map((name) => readFileSync(join(ROOT, folder, name), 'utf8'))
      .filter((text) => text.length < 20_000),
  );
}

/** Lines of files as texts of the languages inside them. */
const linesOf = (files: readonly string[], wanted: RegExp): string[] =>
  files.flatMap((text) => text.split('\n').flatMap((line) => wanted.exec(line)?.[1] ?? []));

export function targets(): Readonly<Record<string, Target>> {
  const rules = shipped(['rules', 'prometheus']);
  const all = [...rules, ...shipped(['loki', 'alertmanager', 'fixtures'])];
  const expressions = linesOf(all, /^\s*(?:expr: )?(.*[({[].*)$/);
  const templates = linesOf(rules, /^\s*\w+: (.*\{\{.*)$/);
  return {
    promql: { seeds: expressions, run: (text) => parseExpr(text) },
    logql: { seeds: expressions, run: (text) => parseLogql(text) },
    matchers: { seeds: linesOf(all, /^\s*(.*[=~].*)$/), run: (text) => parseMatchers(text) },
    series: { seeds: linesOf(all, /^\s*(.*\}.*x\d+.*)$/).concat('up{a="b"} 0+1x10 _x3'), run: parseSeries },
    template: { seeds: templates.concat('{{ $value | humanize }}'), run: expand },
    yaml: { seeds: all, run: (text) => parseYaml(text) },
    lint: { seeds: all, run: (text) => lintTexts({ 'a.yml': text }, CHECKS, { named: true }) },
    cli: { seeds: all, run: commandLine },
  };
}

const parseSeries = (text: string): unknown => parseSeriesDescription(text);

const expand = (text: string): unknown =>
  expandAlertTemplate(text, { labels: { job: 'a' }, value: 1.5, nowMs: 0, alertName: 'A' });

/** The command line, on a folder with the text as a file of several kinds. */
async function commandLine(text: string): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), 'rulecheck-fuzz-'));
  const said = { text: '' };
  const output = { write: (part: string) => void (said.text += part), isTTY: false, columns: 80 };
  try {
    for (const name of ['a.yml', 'rulecheck.yaml', '.gitignore']) {
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

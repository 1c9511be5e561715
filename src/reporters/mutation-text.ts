import { byFile, countsOf, scoreOf } from '../testing/mutation/index.ts';
import type { Mutant, MutantResult, MutationReport, Survivor } from '../testing/mutation/index.ts';
import { plural } from '../util/plural.ts';
import { printable } from '../util/printable.ts';
import type { Style } from '../util/style.ts';
import { table } from './table.ts';

/** How many survivors are shown with their diff; the other formats have all. */
export interface MutationTextOptions {
  readonly style: Style;
  /** undefined: all. */
  readonly most?: number | undefined;
}

/** Survivors as diffs, a line per file, and the score. */
export function mutationText(report: MutationReport, { style, most }: MutationTextOptions): string {
  const { survivors, failing, results, tookMs } = report;
  const shown = most === undefined ? survivors : survivors.slice(0, most);
  const left = survivors.length - shown.length;
  const parts = [
    ...shown.map((survivor) => survivorText(survivor, style)),
    ...(left > 0 ? [`${left} more survived: --all shows them`] : []),
    ...equivalents(results, style),
    fileTable(report, style),
    ...failing.map(
      ({ file, name }) =>
        `${style.yellow('skipped')} ${printable(`${file.path}: "${name}"`)} fails without a mutant`,
    ),
    summary(results, tookMs, style),
  ];
  return `${parts.join('\n\n')}\n`;
}

function survivorText({ result, hint }: Survivor, style: Style): string {
  const { mutant, covering, status } = result;
  const { file, range, mutator } = mutant;
  const { line } = file.position(range.start);
  const what = status === 'no-coverage' ? 'not covered' : 'survived';
  const head = `${style.red(what)} ${style.bold(`${file.path}:${line}`)} ${mutator}${nameOf(mutant)}`;
  const tests =
    status === 'no-coverage' ? 'no test evaluates this' : `${plural(covering.length, 'test')} ran and passed`;
  const lines = [head, ...diffLines(mutant).map((text) => paint(printable(text), style)), `  ${tests}`];
  if (hint === undefined) return lines.join('\n');
  const where = printable(`${hint.unit.file.path}: "${hint.unit.name}"`);
  if (hint.expectation === undefined)
    return [...lines, `  closest: ${where}, but the result is the same at every evaluation`].join('\n');
  const instead = hint.instead === undefined ? '' : `  (the mutant: ${printable(hint.instead)})`;
  return [
    ...lines,
    `  closest: ${where}`,
    `  to kill it, expect ${printable(hint.expectation)}${instead}`,
  ].join('\n');
}

function nameOf(mutant: Mutant): string {
  return mutant.kind === 'rule' ? ` of ${printable(mutant.rule.name.value)}` : '';
}

/** The changed lines before and after. */
function diffLines({ file, range, replacement }: Mutant): string[] {
  const { text } = file;
  const start = text.lastIndexOf('\n', range.start - 1) + 1;
  const next = text.indexOf('\n', Math.max(range.start, range.end - 1));
  const end = next < 0 ? text.length : next;
  const before = text.slice(start, end);
  const after = text.slice(start, range.start) + replacement + text.slice(range.end, end);
  const lines = (block: string, sign: string): string[] =>
    block.split('\n').map((line) => `  ${sign} ${line.trimEnd()}`);
  const [old, now] = withoutCommon(lines(before, '-'), lines(after, '+'));
  return [...old, ...now];
}

/** Without the lines that both have at the beginning and the end. */
function withoutCommon(before: readonly string[], after: readonly string[]): [string[], string[]] {
  const same = (a: string | undefined, b: string | undefined): boolean => a?.slice(3) === b?.slice(3);
  let from = 0;
  while (from < Math.min(before.length, after.length) && same(before[from], after[from])) from++;
  let back = 0;
  while (
    back < Math.min(before.length, after.length) - from &&
    same(before.at(-1 - back), after.at(-1 - back))
  )
    back++;
  return [before.slice(from, before.length - back), after.slice(from, after.length - back)];
}

function paint(line: string, style: Style): string {
  return line.startsWith('  +') ? style.green(line) : style.red(line);
}

/** How many equivalent mutants were left out, by reason. */
function equivalents(results: readonly MutantResult[], style: Style): string[] {
  const reasons = results.flatMap(({ mutant }) => mutant.equivalent ?? []);
  if (reasons.length === 0) return [];
  const lines = results
    .filter(({ mutant }) => mutant.equivalent !== undefined)
    .map(({ mutant }) => {
      const { line } = mutant.file.position(mutant.range.start);
      const what = mutant.replacement.trim() === '' ? 'removed' : `→ ${mutant.replacement}`;
      return `  ${printable(`${mutant.file.path}:${line} ${mutant.mutator} ${what}: ${mutant.equivalent}`)}`;
    });
  return [[style.dim(`equivalent, not counted (${reasons.length}):`), ...lines].join('\n')];
}

function fileTable({ results }: MutationReport, style: Style): string {
  const rows = [...byFile(results)].map(([file, own]) => {
    const { killed, survived, 'no-coverage': uncovered } = countsOf(own);
    const score = scoreOf(own);
    return [
      file.path,
      score === undefined ? '-' : `${score.toFixed(1)} %`,
      ...[killed, survived, uncovered].map(String),
    ];
  });
  return table(['file', 'score', 'killed', 'survived', 'not covered'], rows, style);
}

function summary(results: readonly MutantResult[], tookMs: number, style: Style): string {
  const counts = countsOf(results);
  const score = scoreOf(results);
  const run = counts.killed + counts.survived;
  const perSecond = tookMs === 0 ? 0 : (run / tookMs) * 1000;
  const rate = `${perSecond.toFixed(perSecond < 10 ? 1 : 0)} mutants per second`;
  const time = tookMs === 0 ? '' : `; ${(tookMs / 1000).toFixed(1)} s, ${rate}`;
  const text = score === undefined ? 'nothing to mutate' : `mutation score ${score.toFixed(1)} %`;
  return `${style.bold(text)}: ${plural(results.length, 'mutant')}, ${counts.killed} killed, ${counts.survived} survived, ${counts['no-coverage']} not covered, ${counts.equivalent} equivalent, ${counts.invalid} invalid${time}`;
}

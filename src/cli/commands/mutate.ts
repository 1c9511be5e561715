import { EXIT } from '../../diagnostics/exit-code.ts';
import { UserError } from '../../diagnostics/user-error.ts';
import { mutationText } from '../../reporters/mutation-text.ts';
import { mutationJson } from '../../reporters/mutation-json.ts';
import { scoreOf } from '../../testing/mutation/index.ts';
import type { MutationReport } from '../../testing/mutation/index.ts';
import { styleFor } from '../io.ts';
import type { Io } from '../io.ts';
import { loadAll } from '../load.ts';
import { mutateProject } from '../mutation/mutate-project.ts';
import { impactSince } from '../since.ts';
import type { SinceOptions } from '../since.ts';

export interface MutateOptions extends SinceOptions {
  readonly paths: readonly string[];
  readonly format: 'text' | 'json' | 'html';
  /** Exit with 1 below this score, in percent. */
  readonly failUnder?: number;
  /** Show each survivor. */
  readonly all?: true;
}

/** Survivors that are shown without --all. */
const MOST_SURVIVORS = 50;

/** `rulecheck mutate`: changes rules and routes one place at a time and says which changes no test notices. */
export async function mutateCommand(options: MutateOptions, io: Io): Promise<number> {
  const reports: MutationReport[] = [];
  for (const { project, io: entered } of await loadAll(options, io)) {
    if (project.tests.length === 0) continue;
    const impact = await impactSince(project, options, entered);
    reports.push(
      await mutateProject(project, impact, { ...options, mostHints: mostShown(options) }, entered),
    );
  }
  if (reports.length === 0) {
    throw new UserError(
      'there are no tests: each mutant would survive',
      EXIT.usage,
      'write scenarios first (docs/scenarios.md)',
    );
  }
  const report = joined(reports);
  io.stdout.write(await render(report, options, io));
  const score = scoreOf(report.results);
  const isLow = options.failUnder !== undefined && score !== undefined && score < options.failUnder;
  if (isLow)
    io.stderr.write(`the mutation score ${score.toFixed(1)} % is below --fail-under ${options.failUnder}\n`);
  return isLow ? EXIT.findings : EXIT.clean;
}

async function render(report: MutationReport, options: MutateOptions, io: Io): Promise<string> {
  if (options.format === 'json') return `${JSON.stringify(mutationJson(report, options), undefined, 2)}\n`;
  if (options.format === 'html') {
    const { mutationHtml } = await import('../../reporters/mutation-html.ts');
    const { mutationViewer } = await import('../mutation/viewer.ts');
    return mutationHtml(mutationJson(report, options), mutationViewer());
  }
  return mutationText(report, { style: styleFor(io.stdout, io.env), most: mostShown(options) });
}

const mostShown = ({ all, format }: MutateOptions): number | undefined =>
  all === true || format !== 'text' ? undefined : MOST_SURVIVORS;

function joined(reports: readonly MutationReport[]): MutationReport {
  return {
    results: reports.flatMap(({ results }) => results),
    survivors: reports.flatMap(({ survivors }) => survivors),
    tests: reports.flatMap(({ tests }) => tests),
    failing: reports.flatMap(({ failing }) => failing),
    tookMs: reports.reduce((sum, { tookMs }) => sum + tookMs, 0),
  };
}

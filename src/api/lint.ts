import { resolve } from 'node:path';
import { CHECKS } from '../checks/index.generated.ts';
import { load } from '../cli/load.ts';
import { report } from '../cli/report.ts';
import type { FORMATS } from '../cli/report.ts';
import { runProjectTests } from '../cli/run-tests.ts';
import { affected } from '../cli/test-projects.ts';
import { fromLayers } from '../config/layers.ts';
import { parseLayer } from '../config/parse.ts';
import { DEFAULT_CONFIG } from '../config/types.ts';
import { lint } from '../lint/run.ts';
import type { LintResult } from '../lint/run.ts';
import { readProject } from '../project/read-project.ts';
import { lintJson } from '../reporters/json-lint.ts';
import { testJson } from '../reporters/json-test.ts';
import { SourceFile } from '../source/source-file.ts';
import type { TestRun } from '../testing/index.ts';
import { libraryIo } from './io.ts';
import type { LintCounts, ReportedDiagnostic, ReportedTest, TestCounts } from './types.ts';

/** Where files are, and which configuration holds. */
export interface FileOptions {
  /** The folder that paths are relative to; default: the working directory. */
  readonly cwd?: string;
  /** Path of a configuration; default: `rulecheck.yaml` of the folder, if there is one. Its plugins are not loaded. */
  readonly config?: string;
}

/** What a lint found; `formatReport` writes it as the command line does. */
export interface Report {
  readonly diagnostics: readonly ReportedDiagnostic[];
  readonly summary: LintCounts;
}

/** The results of tests. */
export interface TestReport {
  readonly tests: readonly ReportedTest[];
  readonly summary: TestCounts;
}

/** What reports were made from: they are plain data, and formats need more. */
const linted = new WeakMap<Report, LintResult>();
const played = new WeakMap<TestReport, TestRun>();

/**
 * Lints texts in memory. Nothing outside of them is read.
 *
 * @param files texts by name
 * @param options.config the text of a `rulecheck.yaml`
 * @throws Error where the configuration is wrong
 */
export function lintTexts(
  files: Readonly<Record<string, string>>,
  { config: text }: { readonly config?: string } = {},
): Report {
  const config = text === undefined ? DEFAULT_CONFIG : readConfiguration(text);
  const found = Object.entries(files).map(([path, content]) => ({ path, text: content, named: false }));
  return toReport(lint(readProject(found, config.settings), CHECKS, config));
}

/**
 * Lints files and folders, as `rulecheck lint` does.
 *
 * @param paths files and folders; empty for all of the folder
 * @throws UserError (with `message` and `help`) for a path or a configuration that cannot be read
 */
export async function lintFiles(paths: readonly string[], options: FileOptions = {}): Promise<Report> {
  const io = libraryIo(resolve(options.cwd ?? '.'));
  const { project, config } = await load({ paths, config: options.config }, io);
  return toReport(lint(project, CHECKS, config));
}

/**
 * Plays scenarios, promtool unit-test files and route tests on the embedded engine.
 *
 * @param paths files and folders; empty for all of the folder
 * @param options.run only the tests whose name matches this regular expression
 * @throws UserError for a path, a configuration or an expression that cannot be read
 */
export async function runTests(
  paths: readonly string[],
  options: FileOptions & { readonly run?: string } = {},
): Promise<TestReport> {
  const io = libraryIo(resolve(options.cwd ?? '.'));
  const { project } = await load({ paths, config: options.config }, io);
  const chosen = { engine: 'embedded', paths, config: options.config, run: options.run } as const;
  const run = await runProjectTests(project, affected(project, undefined), chosen, io);
  const { tests, summary } = testJson(run);
  const made: TestReport = { tests, summary };
  played.set(made, run);
  return made;
}

/**
 * A report as the command line writes it.
 *
 * @param format `text`, `json`, `sarif`, `junit`, `github`, `gitlab`, `markdown` or `agent`
 */
export async function formatReport(
  made: Report | TestReport,
  format: ReportFormat = 'text',
): Promise<string> {
  const [found, tests] = [linted.get(made as Report), played.get(made as TestReport)];
  const command = found === undefined ? 'test' : 'lint';
  const outcome = { lint: found, tests, checks: CHECKS, command } as const;
  if (outcome.lint === undefined && outcome.tests === undefined)
    throw new TypeError('a report is what lintTexts, lintFiles or runTests returned, not a copy of it');
  return report(outcome, format, libraryIo(resolve('.')));
}

/** The formats of a report. */
export type ReportFormat = (typeof FORMATS)[number];

function readConfiguration(text: string) {
  const layer = parseLayer(new SourceFile('rulecheck.yaml', text));
  if (layer.issues.length > 0) throw new Error(layer.issues.map(({ message }) => message).join('; '));
  return fromLayers([layer]);
}

function toReport(result: LintResult): Report {
  const { diagnostics, summary } = lintJson(result);
  const made: Report = { diagnostics, summary };
  linted.set(made, result);
  return made;
}

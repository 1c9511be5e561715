import { CHECKS } from '../../src/checks/index.generated.ts';
import { parseConfig } from '../../src/config/parse.ts';
import { DEFAULT_CONFIG } from '../../src/config/types.ts';
import type { Config } from '../../src/config/types.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { lint } from '../../src/lint/run.ts';
import { readProject } from '../../src/project/read-project.ts';
import { SourceFile } from '../../src/source/source-file.ts';

export interface LintFilesOptions {
  /** Content of rulecheck.yaml. */
  readonly config?: string;
  /** Run only this check, whatever the preset says. */
  readonly only?: string;
  /** Treat files as named on the command line, not as found in a folder (default false). */
  readonly named?: boolean;
}

/** Lints texts in memory, as the command would. */
export function lintFiles(
  files: string | Readonly<Record<string, string>>,
  options: LintFilesOptions = {},
): Diagnostic[] {
  const byName = typeof files === 'string' ? { 'rules.yml': files } : files;
  const config = configOf(options.config);
  const found = Object.entries(byName).map(([path, text]) => ({ path, text, named: options.named ?? false }));
  const project = readProject(found, config.settings);
  const { only } = options;
  if (only === undefined) return [...lint(project, CHECKS, config).diagnostics];
  const checks = new Map(config.checks);
  const check = CHECKS.find(({ meta }) => meta.id === only);
  if (check === undefined) throw new Error(`no check ${only}`);
  checks.set(only, checks.get(only) ?? { options: {} });
  return lint(project, CHECKS, { ...config, checks }).diagnostics.filter(
    (diagnostic) => diagnostic.check === only,
  );
}

function configOf(text: string | undefined): Config {
  if (text === undefined) return DEFAULT_CONFIG;
  const { config, issues } = parseConfig(new SourceFile('rulecheck.yaml', text));
  if (issues.length > 0) throw new Error(issues.map((issue) => issue.message).join('; '));
  return config;
}

/** The source text below each finding. */
export function textsBelow(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ file, range }) => file.slice(range));
}

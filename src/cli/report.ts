import type { AnyCheck } from '../checks/contract.ts';
import type { LintResult } from '../lint/run.ts';
import type { TestRun } from '../testing/index.ts';
import type { Style } from '../util/style.ts';
import { version } from './version.ts';

export type Format = 'text' | 'json' | 'sarif' | 'junit' | 'github' | 'gitlab';

/** The findings in a format; only the writer that is asked for is loaded. */
export async function reportLint(
  result: LintResult,
  format: Format,
  checks: readonly AnyCheck[],
  style: Style,
): Promise<string> {
  switch (format) {
    case 'text':
      return (await import('../reporters/text-lint.ts')).reportLintText(result, { style });
    case 'json':
      return (await import('../reporters/json-lint.ts')).reportLintJson(result);
    case 'junit':
      return (await import('../reporters/junit.ts')).reportLintJunit(result);
    case 'sarif':
      return (await import('../reporters/sarif.ts')).reportSarif(result.diagnostics, checks, version);
    case 'github':
      return (await import('../reporters/github.ts')).reportGithub(result.diagnostics);
    case 'gitlab':
      return (await import('../reporters/gitlab.ts')).reportGitlab(result.diagnostics);
  }
}

/** The results of tests in a format. */
export async function reportTests(run: TestRun, format: Format, style: Style): Promise<string> {
  switch (format) {
    case 'text':
      return (await import('../reporters/text-test.ts')).reportTestText(run, { style });
    case 'json':
      return (await import('../reporters/json-test.ts')).reportTestJson(run);
    case 'junit':
      return (await import('../reporters/junit.ts')).reportTestJunit(run);
    default: {
      const { testDiagnostics } = await import('../reporters/test-diagnostics.ts');
      const diagnostics = testDiagnostics(run);
      const summary = { files: 0, rules: 0, alerts: 0, errors: diagnostics.length, warnings: 0, infos: 0 };
      return reportLint({ diagnostics, summary }, format, [], style);
    }
  }
}

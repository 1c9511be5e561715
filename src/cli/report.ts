import type { AnyCheck } from '../checks/contract.ts';
import type { LintResult } from '../lint/run.ts';
import type { TextOptions } from '../reporters/text-lint.ts';
import type { TestRun } from '../testing/index.ts';
import { styleFor } from './io.ts';
import type { Io } from './io.ts';
import { version } from './version.ts';

export const FORMATS = ['text', 'json', 'sarif', 'junit', 'github', 'gitlab'] as const;
export type Format = (typeof FORMATS)[number];

/** What there is to report: findings, results of tests, or both. */
export interface Outcome {
  readonly lint?: LintResult | undefined;
  readonly tests?: TestRun | undefined;
  /** The checks that were run, for formats that describe them. */
  readonly checks: readonly AnyCheck[];
}

/** How reports for people are drawn on this run's standard output: lines are fitted to a terminal only. */
export function textOptions(io: Io): TextOptions {
  const style = styleFor(io.stdout, io.env);
  return io.stdout.isTTY ? { style, columns: io.stdout.columns } : { style };
}

/** The outcome in a format, one document for findings and tests together; only the writer that is asked for is loaded. */
export async function report(outcome: Outcome, format: Format, io: Io): Promise<string> {
  const { lint, tests, checks } = outcome;
  switch (format) {
    case 'text':
      return reportText(outcome, textOptions(io));
    case 'json': {
      const { lintJson } = await import('../reporters/json-lint.ts');
      const { testJson } = await import('../reporters/json-test.ts');
      const parts = [
        ...(lint === undefined ? [] : [lintJson(lint)]),
        ...(tests === undefined ? [] : [testJson(tests)]),
      ];
      const summary = Object.assign({}, ...parts.map((part) => part.summary)) as object;
      return `${JSON.stringify({ ...(Object.assign({}, ...parts) as object), summary }, null, 2)}\n`;
    }
    case 'junit':
      return (await import('../reporters/junit.ts')).reportJunit(lint, tests);
    case 'sarif':
      return (await import('../reporters/sarif.ts')).reportSarif(await findings(outcome), checks, version);
    case 'github':
      return (await import('../reporters/github.ts')).reportGithub(await findings(outcome));
    case 'gitlab':
      return (await import('../reporters/gitlab.ts')).reportGitlab(await findings(outcome));
  }
}

async function reportText({ lint, tests }: Outcome, options: TextOptions): Promise<string> {
  const parts: string[] = [];
  if (lint !== undefined)
    parts.push((await import('../reporters/text-lint.ts')).reportLintText(lint, options));
  if (tests !== undefined)
    parts.push((await import('../reporters/text-test.ts')).reportTestText(tests, options));
  return parts.join('\n');
}

/** Everything as findings, for formats that know nothing of tests. */
async function findings({ lint, tests }: Outcome): Promise<LintResult['diagnostics']> {
  const { testDiagnostics } = await import('../reporters/test-diagnostics.ts');
  return [...(lint?.diagnostics ?? []), ...(tests === undefined ? [] : testDiagnostics(tests))];
}

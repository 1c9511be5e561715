import type { LintResult } from '../lint/run.ts';
import { reportLintJson } from '../reporters/json-lint.ts';
import { reportTestJson } from '../reporters/json-test.ts';
import { reportLintText } from '../reporters/text-lint.ts';
import { reportTestText } from '../reporters/text-test.ts';
import type { TestRun } from '../testing/index.ts';
import type { Style } from '../util/style.ts';

export type Format = 'text' | 'json' | 'sarif' | 'junit' | 'github' | 'gitlab';

/** The findings in a format; writers that few need are loaded when asked for. */
export function reportLint(result: LintResult, format: Format, style: Style): string {
  switch (format) {
    case 'text':
      return reportLintText(result, { style });
    case 'json':
      return reportLintJson(result);
    default:
      throw new Error(`format ${format}`);
  }
}

/** The results of tests in a format. */
export function reportTests(run: TestRun, format: Format, style: Style): string {
  switch (format) {
    case 'text':
      return reportTestText(run, { style });
    case 'json':
      return reportTestJson(run);
    default:
      throw new Error(`format ${format}`);
  }
}

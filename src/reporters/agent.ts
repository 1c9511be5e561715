import type { Diagnostic, Severity } from '../diagnostics/diagnostic.ts';
import { isAtLeast } from '../diagnostics/exit-code.ts';
import { applyEdits } from '../lint/edits.ts';
import type { LintResult } from '../lint/run.ts';
import type { TestRun } from '../testing/index.ts';
import { plural } from '../util/plural.ts';
import { printable, printablePath } from '../util/printable.ts';
import { PLAIN } from '../util/style.ts';
import { unifiedDiff } from './diff.ts';
import { testDiagnostics } from './test-diagnostics.ts';

export interface AgentOptions {
  /** From which severity on a finding fails the run; default error. */
  readonly failOn?: Severity | 'never';
}

/**
 * What fails the run and nothing else, for programs that read and write rules: one line for each finding and each failed
 * expectation, a fix as a patch below it, and one line of counts.
 */
export function reportAgent(
  lint: LintResult | undefined,
  tests: TestRun | undefined,
  { failOn = 'error' }: AgentOptions,
): string {
  const fails = ({ severity }: Diagnostic): boolean =>
    isAtLeast(severity, failOn === 'never' ? 'error' : failOn);
  const findings = lint?.diagnostics ?? [];
  const failed = findings.filter(fails);
  const failures =
    tests === undefined ? [] : testDiagnostics(tests).filter(({ check }) => check === 'tests/failed');
  const lines = [...failed, ...failures].flatMap((each) => [lineOf(each), ...patchOf(each)]);
  return `${[...lines, ...counts(lint, tests, failed.length)].join('\n')}\n`;
}

/** `rules/web.yml:12:9: error: message [check]; why: ...; fix: ...` on one line. */
function lineOf({ check, severity, file, range, message, why, help, related }: Diagnostic): string {
  const { line, column } = file.position(range.start);
  const kind = check === 'tests/failed' ? 'failed' : severity;
  const name = check === 'tests/failed' ? '' : ` [${check}]`;
  const places = related.map((place) => {
    const at = place.file.position(place.range.start);
    return `${place.message} at ${place.file.path}:${at.line}`;
  });
  const parts = [
    `${message}${name}`,
    ...(why === undefined ? [] : [`why: ${why}`]),
    ...(help === undefined ? [] : [`fix: ${help}`]),
    ...(places.length === 0 ? [] : [`see: ${places.join(', ')}`]),
  ];
  return `${printablePath(file.path)}:${line}:${column}: ${kind}: ${printable(
    parts
      .join('; ')
      .split('\n')
      .map((line) => line.trim())
      .join(' '),
  )}`;
}

/** The fix of a finding, to be applied with `git apply` or `patch -p1`. */
function patchOf({ file, fix }: Diagnostic): string[] {
  if (fix === undefined || fix.edits.length === 0) return [];
  const after = applyEdits(file.text, fix.edits);
  return after === file.text ? [] : [unifiedDiff(file.path, file.text, after, PLAIN).trimEnd()];
}

function counts(lint: LintResult | undefined, tests: TestRun | undefined, failed: number): string[] {
  const lines: string[] = [];
  if (lint !== undefined) {
    const { rules, files } = lint.summary;
    const others = lint.diagnostics.length - failed;
    const rest =
      others === 0
        ? ''
        : `; ${plural(others, 'finding')} ${others === 1 ? 'does' : 'do'} not fail the run (--format text)`;
    lines.push(
      `lint: ${plural(failed, 'failing finding')}, ${plural(rules, 'rule')} in ${plural(files, 'file')}${rest}`,
    );
  }
  if (tests !== undefined) {
    const { passed, failed: broken, skipped } = tests.summary;
    lines.push(`test: ${broken} failed, ${passed} passed${skipped === 0 ? '' : `, ${skipped} skipped`}`);
  }
  return lines;
}

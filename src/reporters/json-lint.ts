import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { fingerprint } from '../diagnostics/fingerprint.ts';
import type { LintResult } from '../lint/run.ts';
import type { Scope } from '../lint/scope.ts';
import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';
import { docsUrl } from './docs-url.ts';

const jsonRange = (file: SourceFile, range: Range) => ({
  start: file.position(range.start),
  end: file.position(range.end),
});

/**
 * One finding as the JSON output has it; lines and columns from 1, the end exclusive.
 *
 * @param scope the rule or group that contains it, if known
 */
export function jsonDiagnostic(diagnostic: Diagnostic, scope?: Scope) {
  const { check, severity, message, why, help, file, range, related, fix } = diagnostic;
  return {
    check,
    severity,
    message,
    why: why ?? null,
    help: help ?? null,
    file: file.path,
    range: jsonRange(file, range),
    related: related.map((place) => ({
      file: place.file.path,
      range: jsonRange(place.file, place.range),
      message: place.message,
    })),
    fix:
      fix === undefined
        ? null
        : {
            description: fix.description,
            safe: fix.safe,
            edits: fix.edits.map((edit) => ({ range: jsonRange(file, edit.range), text: edit.text })),
          },
    group: scope?.group ?? null,
    rule: scope?.rule ?? null,
    owners: scope?.owners ?? [],
    fingerprint: fingerprint(diagnostic),
    docsUrl: docsUrl(check),
  };
}

/** The findings and the summary of a lint, ready for JSON. */
export function lintJson(result: LintResult) {
  const { diagnostics, summary, scopeOf } = result;
  return { diagnostics: diagnostics.map((each) => jsonDiagnostic(each, scopeOf(each))), summary };
}

import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { LintResult } from '../lint/run.ts';
import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';
import { docsUrl } from './docs-url.ts';

const jsonRange = (file: SourceFile, range: Range) => ({
  start: file.position(range.start),
  end: file.position(range.end),
});

/** One finding as the JSON output has it; lines and columns from 1, the end exclusive. */
export function jsonDiagnostic(diagnostic: Diagnostic) {
  const { check, severity, message, why, help, file, range, related } = diagnostic;
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
    docsUrl: docsUrl(check),
  };
}

/** The findings and the summary of a lint, ready for JSON. */
export function lintJson(result: LintResult) {
  return { diagnostics: result.diagnostics.map(jsonDiagnostic), summary: result.summary };
}

import type { Diagnostic as EditorDiagnostic } from 'vscode-languageserver-types';
import type { Diagnostic, Severity } from '../diagnostics/diagnostic.ts';
import { docsUrl } from '../reporters/docs-url.ts';
import type { SourceFile } from '../source/source-file.ts';
import { Lines } from './lines.ts';

/** The name under which an editor shows our findings, apart from those of other servers. */
const SOURCE = 'rulecheck';

const SEVERITIES: Readonly<Record<Severity, 1 | 2 | 3>> = { error: 1, warning: 2, info: 3 };

/** A finding as the protocol has it. @param uriOf the address of a file */
export function toEditor(
  { check, severity, file, range, message, why, help, related }: Diagnostic,
  uriOf: (file: SourceFile) => string,
  linesOf: (file: SourceFile) => Lines = (each) => new Lines(each.text),
): EditorDiagnostic {
  const url = docsUrl(check);
  return {
    range: linesOf(file).range(range),
    severity: SEVERITIES[severity],
    code: check,
    source: SOURCE,
    message: [
      message,
      ...(why === undefined ? [] : [`why: ${why}`]),
      ...(help === undefined ? [] : [`fix: ${help}`]),
    ].join('\n'),
    ...(url === undefined ? {} : { codeDescription: { href: url } }),
    ...(related.length === 0
      ? {}
      : {
          relatedInformation: related.map((place) => ({
            location: { uri: uriOf(place.file), range: linesOf(place.file).range(place.range) },
            message: place.message,
          })),
        }),
  };
}

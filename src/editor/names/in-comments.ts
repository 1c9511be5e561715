import { readDirectives } from '../../lint/directives.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { Occurrence } from './occurrence.ts';

/** The checks that comments (`# rulecheck disable-next-line alerts/for -- reason`) switch off. */
export function namesInComments(file: SourceFile): Occurrence[] {
  return readDirectives(file).directives.flatMap(({ checks, range }) => {
    let from = range.start;
    return checks.map((name): Occurrence => {
      const start = file.text.indexOf(name, from);
      from = start + name.length;
      return { kind: 'check', name, role: 'use', file, range: { start, end: from }, fixed: true };
    });
  });
}

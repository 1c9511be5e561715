import type { Diagnostic, Severity } from '../diagnostics/diagnostic.ts';
import { groupDigits } from '../util/digits.ts';

/** Limit of reported findings of one check in one file: a file with a fault on every line needs no more. */
export const MOST_OF_A_CHECK = 1000;
/** Limit of reported findings of a run: GitHub reads so many results of a SARIF file. */
const MOST_OF_A_RUN = 25_000;

const GRAVITY: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

/**
 * At most so many findings of each check in each file, and of the run. The others are counted by one finding in their place,
 * with the highest severity among them, so that no run is green for it.
 *
 * @param diagnostics in the order of the report
 */
export function bounded(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.length <= MOST_OF_A_CHECK) return diagnostics;
  const counts = new Map<unknown, Map<string, number>>();
  const kept: Diagnostic[] = [];
  const beyond = new Map<unknown, Map<string, Diagnostic[]>>();
  for (const diagnostic of diagnostics) {
    const { file, check } = diagnostic;
    const ofFile = counts.get(file) ?? new Map<string, number>();
    counts.set(file, ofFile);
    const count = (ofFile.get(check) ?? 0) + 1;
    ofFile.set(check, count);
    if (count <= MOST_OF_A_CHECK) kept.push(diagnostic);
    else listOf(beyond, file, check).push(diagnostic);
  }
  const rest = [...beyond.values()].flatMap((ofFile) => [...ofFile.values()]);
  const counted = rest.map((list) => summary(list, `of ${list[0]!.check} in this file`));
  const shown = kept.slice(0, MOST_OF_A_RUN);
  const cut = kept.slice(MOST_OF_A_RUN);
  return [...shown, ...counted, ...(cut.length === 0 ? [] : [summary(cut, 'of this run')])];
}

function listOf(lists: Map<unknown, Map<string, Diagnostic[]>>, file: unknown, check: string): Diagnostic[] {
  const ofFile = lists.get(file) ?? new Map<string, Diagnostic[]>();
  lists.set(file, ofFile);
  const list = ofFile.get(check) ?? [];
  ofFile.set(check, list);
  return list;
}

function summary(left: readonly Diagnostic[], of: string): Diagnostic {
  const [first] = left as [Diagnostic];
  const severity = left.reduce<Severity>(
    (most, each) => (GRAVITY[each.severity] > GRAVITY[most] ? each.severity : most),
    'info',
  );
  const { check, file, range } = first;
  const message = `${groupDigits(left.length)} more ${left.length === 1 ? 'finding' : 'findings'} ${of} ${left.length === 1 ? 'is' : 'are'} omitted`;
  return { check, severity, file, range, message, help: 'fix those above first', related: [] };
}

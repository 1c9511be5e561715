import type { Place, ReportDetails } from '../checks/contract.ts';
import { SEVERITIES } from '../diagnostics/diagnostic.ts';
import type { Project } from '../project/project.ts';
import type { SourceFile } from '../source/source-file.ts';
import { isRecord } from '../util/is-record.ts';

/**
 * Judges a report of a plugin's check and the words that it makes of it, which no compiler may have seen: a finding with a
 * place outside its
 * text would fail far from here, in a reporter.
 *
 * @throws TypeError saying the fault of the report
 */
export function refuseReport(
  project: Project,
  messageId: string,
  words: unknown,
  place: Partial<Place> | undefined,
  details: ReportDetails | undefined,
): void {
  if (words === undefined) throw new TypeError(`it reports "${messageId}", which is not one of its messages`);
  if (!isRecord(words) || typeof words.message !== 'string')
    throw new TypeError(`its message "${messageId}" returns no { message } with a text`);
  refusePlace(project, place, 'the place of a report');
  for (const related of details?.related ?? []) refusePlace(project, related, 'a related place');
  const severity = details?.severity;
  if (severity !== undefined && !SEVERITIES.includes(severity))
    throw new TypeError(`"${severity}" is not a severity`);
  for (const { range } of details?.fix?.edits ?? []) refuseRange(range, place?.file, 'an edit of a fix');
}

function refusePlace(project: Project, place: Partial<Place> | undefined, what: string): void {
  const file = place?.file;
  if (file === undefined || !project.files.some((parsed) => parsed.file === file))
    throw new TypeError(`${what} has no file of the project: pass { file, range } of the visited node`);
  refuseRange(place?.range, file, what);
}

function refuseRange(range: Place['range'] | undefined, file: SourceFile | undefined, what: string): void {
  const { start, end } = range ?? { start: NaN, end: NaN };
  const length = file?.text.length ?? 0;
  if (!(Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end && end <= length))
    throw new TypeError(`the range of ${what} is outside its file`);
}

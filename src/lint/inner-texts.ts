import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { EncodedText, ParsedFile } from '../documents/types.ts';
import type { Project } from '../project/project.ts';
import type { SourceFile } from '../source/source-file.ts';

/** The files of a project that hold texts which are not what the file says. */
const files = new WeakMap<Project, ReadonlyMap<SourceFile, ParsedFile>>();

function parsed(project: Project, file: SourceFile): ParsedFile | undefined {
  let known = files.get(project);
  if (known === undefined) {
    const special = project.files.filter(
      ({ generated, encoded }) => generated !== undefined || encoded !== undefined,
    );
    known = new Map(special.map((each) => [each.file, each]));
    files.set(project, known);
  }
  return known.get(file);
}

/** Whether a finding is about what nobody wrote: a default of a chart. */
export function isGenerated(project: Project, { file, range }: Pick<Diagnostic, 'file' | 'range'>): boolean {
  const places = parsed(project, file)?.generated ?? [];
  return places.some(({ start }) => start === range.start && range.end <= start + 1);
}

/**
 * A finding in a text that the file holds in base64: it also says where it is in the text itself, and nothing can be
 * replaced there.
 */
export function inEncoded<D extends Pick<Diagnostic, 'file' | 'range' | 'message' | 'fix'>>(
  project: Project,
  finding: D,
): D {
  const encoded = parsed(project, finding.file)?.encoded ?? [];
  const { start } = finding.range;
  const within = encoded.find(({ range }) => range.start <= start && start <= range.end);
  if (within === undefined) return finding;
  return { ...finding, message: `${finding.message} (${placeIn(within, start)})`, fix: undefined };
}

/** `line 3, column 7 of "alertmanager.yaml"`. */
function placeIn({ text, name, offsets }: EncodedText, outer: number): string {
  const places = offsets();
  let at = places.findIndex((place) => place >= outer);
  if (at < 0) at = text.length;
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  return `line ${line}, column ${at - before.lastIndexOf('\n')} of "${name}"`;
}

/** Whether a text is what a command printed (`<helm template .>`): there is no file in which something could be replaced. */
export function isRendered({ path }: SourceFile): boolean {
  return path.startsWith('<') && path !== '<stdin>';
}

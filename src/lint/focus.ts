import type { ProjectDocument } from '../documents/types.ts';
import type { Rule } from '../documents/rules/types.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { mentions } from '../project/mentions.ts';
import type { Project, Query } from '../project/project.ts';
import type { Impact } from './impact.ts';
import { CHECK_FAILED } from './visitors.ts';

/** Documents without facts about other files, or only through the names of their rules. */
const BY_NAME: ReadonlySet<ProjectDocument['kind']> = new Set([
  'rules',
  'queries',
  'scenarios',
  'promtool-test',
  'route-tests',
  'pipeline-test',
]);

/**
 * Which findings to report where some files of a project were asked about: those in these files, and those elsewhere that
 * point into them (a label that an alert misses was dropped in a recording rule here). What a check that failed would have
 * found is not known anywhere, so that is always reported.
 */
export function isAskedAbout(project: Project): (diagnostic: Diagnostic) => boolean {
  if (project.isReportedWhole) return () => true;
  return ({ check, file, related }) =>
    project.isReported(file) ||
    related.some((place) => project.isReported(place.file)) ||
    check === CHECK_FAILED;
}

/**
 * The queries in which a check may find something to report. All of them where a file was asked about that every rule may
 * depend on (routes, a catalogue, templates); else those of the files themselves and those that use what is recorded there,
 * through other recording rules too. An expression elsewhere that a recording rule here holds already is not looked for.
 *
 * @param impact what depends on it is to be reported too
 * @returns undefined: all of them
 */
export function focusOf(project: Project, impact?: Impact): ((query: Query) => boolean) | undefined {
  if (project.isReportedWhole || impact?.everything === true || (impact?.targets.length ?? 0) > 0)
    return undefined;
  const documents = project.files
    .filter(({ file }) => project.isReported(file) || impact?.files.has(file.path) === true)
    .flatMap((file) => file.documents);
  if (documents.some(({ kind }) => !BY_NAME.has(kind))) return undefined;
  const used = usersOf(project, impact?.names ?? []);
  for (const rule of impact?.rules ?? []) used.add(rule);
  return ({ file, owner }) =>
    project.isReported(file) || (owner.kind === 'rule' ? used.has(owner.rule) : false);
}

/** The rules that use what a reported file records, or one of some names; by the words of their expressions. */
function usersOf(project: Project, names: Iterable<string>): Set<Rule> {
  const here = project.records.filter(({ file }) => project.isReported(file));
  const seen = new Set([...names, ...here.map(({ name }) => name.value)]);
  const found = new Set<Rule>();
  if (seen.size === 0) return found;
  const users = mentions(project, seen);
  // Elements that are added during the walk are walked too.
  for (const name of seen)
    for (const { owner } of users.get(name) ?? []) {
      if (owner.kind !== 'rule') continue;
      found.add(owner.rule);
      if (owner.rule.kind === 'record') seen.add(owner.rule.name.value);
    }
  return found;
}

import type { Occurrence } from './names/occurrence.ts';
import type { OpenFile, Spot } from './place.ts';

/** Where the thing under the cursor is defined. */
export function definitionsAt({ names, file }: OpenFile, offset: number): readonly Occurrence[] {
  const here = names.at(file, offset);
  if (here === undefined) return [];
  return names.same(here).filter(({ role }) => role === 'definition');
}

/**
 * Every place that names the thing under the cursor. Of an alert also its runbook page and its dashboard panel, to which
 * its annotations lead.
 *
 * @param withDefinition those where it is defined too
 */
export function referencesAt(open: OpenFile, offset: number, withDefinition: boolean): readonly Spot[] {
  const { names, file } = open;
  const here = names.at(file, offset);
  if (here === undefined) return [];
  const all = names.same(here);
  const linked = here.kind === 'alert' ? all.flatMap((each) => linkedFrom(each, open)) : [];
  return [...all.filter(({ role }) => withDefinition || role === 'use'), ...linked];
}

/** The pages and panels that the annotations of a rule link to. */
function linkedFrom({ role, whole, file }: Occurrence, { names }: OpenFile): readonly Occurrence[] {
  if (role !== 'definition' || whole === undefined) return [];
  const links = names
    .in(file)
    .filter(
      ({ kind, range }) =>
        (kind === 'page' || kind === 'panel') && range.start >= whole.start && range.end <= whole.end,
    );
  return links.flatMap((link) => names.same(link).filter((each) => each.role === 'definition'));
}

/** The places in one file that name the same thing. */
export function highlightsAt({ names, file }: OpenFile, offset: number): readonly Occurrence[] {
  const here = names.at(file, offset);
  return here === undefined ? [] : names.same(here).filter((each) => each.file === file);
}

import { UserError } from '../diagnostics/user-error.ts';
import { EXIT } from '../diagnostics/exit-code.ts';
import type { Occurrence } from './names/occurrence.ts';
import type { OpenFile, Spot } from './place.ts';

const RENAMED = {
  series: 'recorded series',
  receiver: 'receiver',
  interval: 'time interval',
  alert: 'alert',
  template: 'template',
} as const;

type Renamed = keyof typeof RENAMED;

const isRenamed = (kind: Occurrence['kind']): kind is Renamed => Object.hasOwn(RENAMED, kind);

/** The name at a place that can be renamed everywhere. @throws UserError with the reason where it cannot */
export function renamable({ names, file }: OpenFile, offset: number): Occurrence {
  const here = names.at(file, offset);
  if (here === undefined || !isRenamed(here.kind))
    throw refused('only recorded series, alerts, receivers, time intervals and templates can be renamed');
  const all = names.same(here);
  const what = RENAMED[here.kind];
  if (!all.some(({ role }) => role === 'definition'))
    throw refused(`the ${what} "${here.name}" is not defined in this project, so it cannot be renamed here`);
  if (all.some(({ fixed }) => fixed === true))
    throw refused(`"${here.name}" is a metric of the catalogue: its name is what the application exports`);
  return here;
}

/**
 * Every place where a name is written, to be replaced by another one.
 *
 * @throws UserError for a name that is not valid, or that is taken
 */
export function renamePlaces(open: OpenFile, offset: number, name: string): readonly Spot[] {
  const here = renamable(open, offset);
  if (!isValid(here.kind, name))
    throw refused(`"${name}" is not a valid name of a ${RENAMED[here.kind as Renamed]}`);
  const taken = open.names
    .same({ ...here, name })
    .some(({ role, scope }) => role === 'definition' && scope === here.scope);
  if (taken && name !== here.name)
    throw refused(`the name "${name}" is already defined; the two would become one`);
  return open.names.same(here);
}

/** A name that can be written at every place of the old one without quotes. */
function isValid(kind: Occurrence['kind'], name: string): boolean {
  return kind === 'series'
    ? /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name)
    : /^[\w][\w .:/@-]{0,199}$/.test(name) && !/: |\s$/.test(name);
}

const refused = (message: string): UserError => new UserError(message, EXIT.usage);

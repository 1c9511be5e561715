import { posix } from 'node:path';
import { operatorAlertmanager } from '../../documents/alertmanager-document.ts';
import type { AlertmanagerSettings } from '../../config/types.ts';
import { selects } from '../../documents/alertmanager/selector.ts';
import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { Project } from '../../project/project.ts';

/** A configuration that an Alertmanager of the project could run with. */
export interface AlertmanagerCandidate {
  readonly document: AlertmanagerDocument;
  /** Where it is written: one file, or those of all AlertmanagerConfig objects, which the operator puts together. */
  readonly paths: readonly string[];
}

/** Which configuration is meant. */
export type AlertmanagerChoice =
  | { readonly status: 'found'; readonly document: AlertmanagerDocument }
  | { readonly status: 'none' }
  /** Several could be meant, or the named one is not among them. */
  | { readonly status: 'unclear'; readonly candidates: readonly AlertmanagerCandidate[] };

/**
 * The configurations of a project that route alerts. The AlertmanagerConfig objects are one, with the base that
 * `alertmanager.base_file` or `alertmanager.base_object` names; the base is not one of its own.
 */
export function alertmanagerCandidates(project: Project): readonly AlertmanagerCandidate[] {
  return project.once(collect);
}

function collect({ alertmanagers, settings }: Project): readonly AlertmanagerCandidate[] {
  const files = alertmanagers.filter(({ origin, tree }) => origin === 'file' && tree !== undefined);
  const { baseFile } = settings.alertmanager;
  const base = files.find(({ file }) => isPath(file.path, baseFile));
  const all = alertmanagers.filter(({ origin }) => origin === 'object');
  const objects = all.filter((one) => one.isVictoria !== true && isSelected(one, settings.alertmanager));
  const joined = operatorAlertmanager(objects, base);
  const candidates: AlertmanagerCandidate[] = files
    .filter((document) => joined === undefined || document !== base)
    .map((document): AlertmanagerCandidate => ({ document, paths: [document.file.path] }));
  const victoria = all.filter((one) => one.isVictoria === true);
  for (const [document, of] of [
    [joined, objects] as const,
    [operatorAlertmanager(victoria), victoria] as const,
  ]) {
    if (document?.tree === undefined) continue;
    candidates.push({ document, paths: [...new Set(of.map(({ file }) => file.path))] });
  }
  return candidates;
}

/** Whether the Alertmanager object of the project takes an AlertmanagerConfig object; the base is taken by its name. */
export function isSelected(
  { objectLabels, objectKey = '', config }: AlertmanagerDocument,
  { selection }: AlertmanagerSettings,
): boolean {
  if (selection === undefined || config.isBase === true) return true;
  const { selector, namespace } = selection;
  if (namespace !== undefined && namespace !== '' && !objectKey.startsWith(`${namespace}/`)) return false;
  return selector !== 'nothing' && selects(selector, objectLabels ?? new Map());
}

/**
 * The configuration that is meant: the one that is named; else the closest to a test, in its folder or the next one
 * above that holds any; else the one that `alertmanager.file` of the configuration names.
 *
 * @param named a path like those of documents; nothing else is looked at where it is given
 * @param beside the path of a test
 */
export function chooseAlertmanager(
  project: Project,
  { named, beside }: { readonly named?: string | undefined; readonly beside?: string | undefined } = {},
): AlertmanagerChoice {
  const all = alertmanagerCandidates(project);
  if (named !== undefined) return only(at(all, named), all);
  if (all.length === 0) return { status: 'none' };
  const close = beside === undefined ? all : closest(all, beside);
  const { file } = project.settings.alertmanager;
  if (close.length > 1 && file !== undefined) return only(at(all, file), all);
  return only(close, close);
}

function only(
  found: readonly AlertmanagerCandidate[],
  candidates: readonly AlertmanagerCandidate[],
): AlertmanagerChoice {
  const [first] = found;
  if (first === undefined || found.length > 1) return { status: 'unclear', candidates };
  return { status: 'found', document: first.document };
}

function at(all: readonly AlertmanagerCandidate[], path: string): AlertmanagerCandidate[] {
  return all.filter(({ paths }) => paths.some((one) => isPath(one, path)));
}

function isPath(path: string, named: string | undefined): boolean {
  return named !== undefined && posix.normalize(path) === posix.normalize(named);
}

/** The candidates in the folder of a file, else below it, else those of the folder above, and so on. */
function closest(all: readonly AlertmanagerCandidate[], path: string): readonly AlertmanagerCandidate[] {
  let folder = posix.dirname(posix.normalize(path));
  for (;;) {
    const inFolder = (test: (of: string) => boolean): AlertmanagerCandidate[] =>
      all.filter(({ paths }) => paths.some((one) => test(posix.dirname(posix.normalize(one)))));
    const here = folder;
    const direct = inFolder((of) => of === here);
    if (direct.length > 0) return direct;
    if (here === '.' || here === '/' || here.endsWith('..')) return all;
    const below = inFolder((of) => of.startsWith(`${here}/`));
    if (below.length > 0) return below;
    folder = posix.dirname(here);
  }
}

/** The candidates in a sentence: `a.yml, b.yml and the AlertmanagerConfig objects of c.yaml`. */
export function namesOfCandidates(candidates: readonly AlertmanagerCandidate[]): string {
  const names = candidates.map(nameOf);
  const last = names.pop() ?? '';
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`;
}

function nameOf({ document, paths }: AlertmanagerCandidate): string {
  const [first = '', ...rest] = paths;
  if (document.origin === 'file') return first;
  const others =
    rest.length === 0 ? '' : ` and ${rest.length === 1 ? '1 other file' : `${rest.length} other files`}`;
  return `the AlertmanagerConfig objects of ${first}${others}`;
}

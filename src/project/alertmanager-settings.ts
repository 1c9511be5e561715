import { ALERTMANAGER_VERSIONS } from '../config/types.ts';
import type { AlertmanagerSettings } from '../config/types.ts';
import { alertmanagerObjects, mayHoldAlertmanagerObject } from '../documents/alertmanager/object.ts';
import type { AlertmanagerObject } from '../documents/alertmanager/object.ts';
import type { FoundFile } from './discover.ts';

/**
 * What the Alertmanager objects of a project (with the patches of them, and the values of a chart that makes one) say of
 * the Alertmanager that reads its AlertmanagerConfig objects, below what rulecheck's configuration says. A setting in
 * which several of them differ is left open.
 */
export function withAlertmanagerObjects(
  files: readonly FoundFile[],
  configured: AlertmanagerSettings,
): AlertmanagerSettings {
  const enforces = files.some(({ text }) => /^[ \t]*enforcedNamespaceLabel[ \t]*:[ \t]*["']?\w/m.test(text));
  const settings: AlertmanagerSettings = enforces ? { ...configured, enforcesNamespace: true } : configured;
  const objects = files
    .filter(({ text }) => mayHoldAlertmanagerObject(text))
    .flatMap(({ text }) => alertmanagerObjects(text));
  if (objects.length === 0) return settings;
  const version = only(objects, (object) => releaseOf(object.version));
  const matcherStrategy = only(objects, (object) => object.matcherStrategy);
  const namespace = only(objects, (object) => object.namespace);
  const baseObject = only(objects, (object) => object.baseObject);
  const retentionMs = only(objects, (object) => object.retentionMs);
  const selection = selectionOf(objects);
  return {
    ...(version === undefined ? {} : { version }),
    ...(matcherStrategy === undefined ? {} : { matcherStrategy }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(baseObject === undefined ? {} : { baseObject }),
    ...(retentionMs === undefined ? {} : { retentionMs }),
    ...(selection === undefined ? {} : { selection }),
    ...settings,
  };
}

/** The one value that objects have which have any; undefined: none, or several. */
function only<T extends string | number>(
  objects: readonly AlertmanagerObject[],
  value: (object: AlertmanagerObject) => T | undefined,
): T | undefined {
  const values = new Set(objects.map(value).filter((one) => one !== undefined));
  return values.size === 1 ? [...values][0] : undefined;
}

/** `v0.28.1` is the release 0.28, where that is known. */
function releaseOf(version: string | undefined): AlertmanagerSettings['version'] {
  const [, release] = /^v?(\d+\.\d+)(?:\.|$)/.exec(version ?? '') ?? [];
  return ALERTMANAGER_VERSIONS.find((known) => known === release);
}

/**
 * Which AlertmanagerConfig objects are taken. An object and patches of it say so together: the one selector that is
 * written counts. Without any, a single object that is whole takes nothing.
 */
function selectionOf(objects: readonly AlertmanagerObject[]): AlertmanagerSettings['selection'] {
  const written = objects.filter(({ selector }) => selector !== 'nothing');
  const texts = new Set(
    written.map(({ selector, otherNamespaces }) => JSON.stringify([selector, otherNamespaces])),
  );
  if (texts.size > 1) return undefined;
  const [first = objects[0]!] = written;
  if (written.length === 0 && objects.length > 1) return undefined;
  const { selector, otherNamespaces, namespace } = first;
  return { selector, ...(otherNamespaces ? {} : { namespace: namespace ?? '' }) };
}

import { ALERTMANAGER_VERSIONS } from '../config/types.ts';
import type { AlertmanagerSettings } from '../config/types.ts';
import {
  alertmanagerObjects,
  mayHoldAlertmanagerObject,
  patchedObject,
} from '../documents/alertmanager/object.ts';
import { alertmanagerPatches, mayPatch } from '../documents/alertmanager/object-patches.ts';
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
  const objects = objectsOf(files);
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

/** The Alertmanager objects as they are applied: a single one with the patches of it, where these agree. */
function objectsOf(files: readonly FoundFile[]): readonly AlertmanagerObject[] {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const patched = files
    .filter(({ path, text }) => mayPatch(path, text))
    .map(({ path, text }) => ({ path, ...alertmanagerPatches(path, text, (file) => texts.get(file)) }));
  const patches = patched.flatMap((one) => one.patches);
  const sources = new Set(patched.flatMap(({ path, files: own }) => [path, ...own]));
  const whole = files
    .filter(({ path, text }) => !sources.has(path) && mayHoldAlertmanagerObject(text))
    .flatMap(({ text }) => alertmanagerObjects(text));
  if (patches.length === 0) return whole;
  const parts = patches.map(({ object }) => patchedObject(object));
  const removes = new Set(patches.flatMap((patch) => patch.removes));
  const joined = whole.length > 1 ? undefined : joinedObject(whole[0], parts, removes);
  return joined === undefined ? [...whole, ...parts] : [joined];
}

/** An object with its patches; undefined where two patches differ, as those of two clusters do. */
function joinedObject(
  base: AlertmanagerObject | undefined,
  patches: readonly AlertmanagerObject[],
  removes: ReadonlySet<string>,
): AlertmanagerObject | undefined {
  const fields = ['version', 'retentionMs', 'matcherStrategy', 'baseObject'] as const;
  for (const field of fields)
    if (new Set(patches.flatMap((patch) => patch[field] ?? [])).size > 1) return undefined;
  const selectors = patches.map(({ selector }) => selector).filter((selector) => selector !== 'nothing');
  if (new Set(selectors.map((selector) => JSON.stringify(selector))).size > 1) return undefined;
  const kept = base === undefined ? [] : [withoutRemoved(base, removes)];
  const last = <K extends keyof AlertmanagerObject>(field: K): AlertmanagerObject[K] | undefined =>
    [...kept, ...patches].map((one) => one[field]).findLast((value) => value !== undefined);
  return {
    name: base?.name ?? last('name'),
    namespace: base?.namespace ?? last('namespace'),
    version: last('version'),
    retentionMs: last('retentionMs'),
    matcherStrategy: last('matcherStrategy'),
    baseObject: last('baseObject'),
    selector: selectors[0] ?? kept[0]?.selector ?? 'nothing',
    otherNamespaces: [...kept, ...patches].some(({ otherNamespaces }) => otherNamespaces),
  };
}

/** The keys of `spec` that a patch may remove, by the fields that they become. */
function withoutRemoved(object: AlertmanagerObject, removes: ReadonlySet<string>): AlertmanagerObject {
  return {
    ...object,
    ...(removes.has('version') ? { version: undefined } : {}),
    ...(removes.has('retention') ? { retentionMs: undefined } : {}),
    ...(removes.has('alertmanagerConfigMatcherStrategy') ? { matcherStrategy: undefined } : {}),
    ...(removes.has('alertmanagerConfiguration') ? { baseObject: undefined } : {}),
    ...(removes.has('alertmanagerConfigSelector') ? { selector: 'nothing' as const } : {}),
    ...(removes.has('alertmanagerConfigNamespaceSelector') ? { otherNamespaces: false } : {}),
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

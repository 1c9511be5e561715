import { groupBy } from '../../util/group-by.ts';

/** A part of a configuration other than the tree that differs between two versions. */
export interface OtherChange {
  readonly what: 'inhibition' | 'time interval' | 'template' | 'receiver' | 'global';
  /** The rule in words, or the name of the part. */
  readonly name: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** Of a receiver: the settings that differ, as paths. */
  readonly details: readonly string[];
}

/** Parts of a configuration that are compared as a whole, each by a name and a text that says all of it. */
export interface ConfigParts {
  readonly inhibition: readonly string[];
  readonly intervals: ReadonlyMap<string, string>;
  readonly templates: readonly string[];
  /** For each receiver its settings by path: `slack[0].channel`. */
  readonly receivers: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly global: ReadonlyMap<string, string>;
}

/** What two versions of a configuration differ in besides where alerts go. */
export function diffParts(before: ConfigParts, after: ConfigParts): OtherChange[] {
  return [
    ...lists('inhibition', before.inhibition, after.inhibition),
    ...maps('time interval', before.intervals, after.intervals),
    ...lists('template', before.templates, after.templates),
    ...receivers(before.receivers, after.receivers),
    ...maps('global', before.global, after.global),
  ];
}

function change(
  what: OtherChange['what'],
  name: string,
  kind: OtherChange['change'],
  details: readonly string[] = [],
): OtherChange {
  return { what, name, change: kind, details };
}

/** Rules are compared as a bag: their order means nothing. */
function lists(
  what: OtherChange['what'],
  before: readonly string[],
  after: readonly string[],
): OtherChange[] {
  const counts = (list: readonly string[]): Map<string, number> =>
    new Map([...groupBy(list, (text) => text)].map(([text, { length }]) => [text, length]));
  const [old, now] = [counts(before), counts(after)];
  const missing = (from: Map<string, number>, to: Map<string, number>): string[] =>
    [...from].filter(([text, count]) => count > (to.get(text) ?? 0)).map(([text]) => text);
  return [
    ...missing(old, now).map((text) => change(what, text, 'removed')),
    ...missing(now, old).map((text) => change(what, text, 'added')),
  ];
}

function maps(
  what: OtherChange['what'],
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): OtherChange[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].flatMap((name) => {
    const [old, now] = [before.get(name), after.get(name)];
    if (old === now) return [];
    if (old === undefined) return [change(what, name, 'added')];
    return [change(what, name, now === undefined ? 'removed' : 'changed')];
  });
}

function receivers(before: ConfigParts['receivers'], after: ConfigParts['receivers']): OtherChange[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].flatMap((name) => {
    const [old, now] = [before.get(name), after.get(name)];
    if (old === undefined) return [change('receiver', name, 'added')];
    if (now === undefined) return [change('receiver', name, 'removed')];
    const details = [...new Set([...old.keys(), ...now.keys()])].filter(
      (path) => old.get(path) !== now.get(path),
    );
    return details.length === 0 ? [] : [change('receiver', name, 'changed', details)];
  });
}

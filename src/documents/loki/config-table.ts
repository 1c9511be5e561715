import { isAtLeast } from '../../util/loki-release.ts';
import type { LokiRelease } from '../../util/loki-release.ts';
import data from './config-keys.json' with { type: 'json' };

/** A block of the table: its keys, `[]` for the items of a list, `{}` for the values of a map with names of the user's. */
export interface Block {
  readonly [key: string]: string | Block;
}

/**
 * Every key of Loki's configuration with its type and releases. The names and releases are those of the reference that
 * Loki generates from its own structures (docs/sources/shared/configuration.md of the last patch release of 2.9 and of
 * 3.0 to 3.7, and of the development branch); the types, and the keys that the reference leaves out, are those of the structures of
 * 3.7.6, read by reflection over `loki.Config`. "s" is a text in all releases of its block, "s3.4" since 3.4, "s..2.9"
 * up to 2.9; "$7" is the block `shared.7`, "$7@3.4" the same since 3.4; "@" has the releases of a block.
 */
const KEYS = data.keys as Block;
const SHARED = data.shared as Block;

/** Keys that structures before 3.7 had and the reference left out, wherever they are. */
export const UNDOCUMENTED: ReadonlySet<string> = new Set(data.undocumented);

/** A key of the table, read. */
export interface TableEntry {
  /** undefined: there is no bound. */
  readonly since?: LokiRelease;
  readonly until?: LokiRelease;
  /** The type of a value (config-values.ts), or the keys of a block. */
  readonly holds: string | Block;
}

/** The outermost block. */
export const ROOT: Block = KEYS;

/** The entry of a key; undefined: the block never had it. */
export function entryIn(block: Block, name: string): TableEntry | undefined {
  const known = Object.hasOwn(block, name) && name !== '@' ? block[name] : undefined;
  if (known === undefined) return undefined;
  if (typeof known === 'object') return { ...boundsOf(known['@']), holds: known };
  if (!known.startsWith('$')) return { ...boundsOf(known.slice(1)), holds: known.slice(0, 1) };
  const [index = '', bounds] = known.slice(1).split('@');
  return { ...boundsOf(bounds), holds: SHARED[index]! };
}

/** The names of a block's keys that a release has. */
export function namesIn(block: Block, release: LokiRelease): string[] {
  return Object.keys(block).filter((name) => {
    const entry = entryIn(block, name);
    return entry !== undefined && isIn(entry, release);
  });
}

/** Whether a release has an entry. */
function isIn({ since, until }: TableEntry, release: LokiRelease): boolean {
  return (since === undefined || isAtLeast(release, since)) && !isPast(until, release);
}

/** Whether a release came after the last one that had an entry. */
export function isPast(until: LokiRelease | undefined, release: LokiRelease): boolean {
  return until !== undefined && release !== until && isAtLeast(release, until);
}

/** The blocks, by their path, that have a key in a release: those nearest to the outermost block. */
export function blocksWith(name: string, release: LokiRelease): string[] {
  let level: readonly (readonly [path: string, block: Block])[] = [['', ROOT]];
  for (let depth = 0; depth < 4; depth++) {
    const found = level.filter(([, block]) => namesIn(block, release).includes(name));
    if (found.length > 0) return found.map(([path]) => path);
    level = level.flatMap(([path, block]) => blocksIn(path, block, release));
  }
  return [];
}

function blocksIn(path: string, block: Block, release: LokiRelease): [string, Block][] {
  return namesIn(block, release).flatMap((name) => {
    const holds = entryIn(block, name)?.holds;
    if (typeof holds !== 'object' || name === '[]' || name === '{}') return [];
    return [[path === '' ? name : `${path}.${name}`, holds]];
  });
}

function boundsOf(text: string | Block | undefined): Pick<TableEntry, 'since' | 'until'> {
  const [since, until] = typeof text === 'string' ? text.split('..') : [];
  return {
    ...(since ? { since: since as LokiRelease } : {}),
    ...(until ? { until: until as LokiRelease } : {}),
  };
}

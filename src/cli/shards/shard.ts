import { InvalidArgumentError } from '@commander-js/extra-typings';
import type { FoundFile } from '../../project/discover.ts';

/** One of several machines that share a run: the part `index` of `of`, from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** A run that nobody shares. */
export const WHOLE: Shard = { index: 1, of: 1 };

/** The name of the file that a shard writes into the folder of `--output blob=FOLDER`. */
export function blobName(command: string, { index, of }: Shard = WHOLE): string {
  return `rulecheck-${command}-${index}-of-${of}.json`;
}

/** Most parts of a run. */
const MOST = 1000;

/** Reads `2/4`. @throws InvalidArgumentError for a text that is not a part of a whole */
export function readShard(text: string): Shard {
  const [, index, of] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? [];
  const shard = { index: Number(index), of: Number(of) };
  if (shard.index >= 1 && shard.index <= shard.of && shard.of <= MOST) return shard;
  throw new InvalidArgumentError('Write INDEX/COUNT, with an index from 1 to the count: 1/4.');
}

/** The items that fall to a shard: those with the same key go to the same shard, in the order of their keys. */
export function ofShard<T>(items: readonly T[], keyOf: (item: T) => string, { index, of }: Shard): T[] {
  const keys = [...new Set(items.map(keyOf))].sort();
  const turns = new Map(keys.map((key, turn) => [key, turn]));
  return items.filter((item) => turns.get(keyOf(item))! % of === index - 1);
}

/**
 * The files of a run as one shard sees them: all are known, and each file is reported on by one shard. The files are dealt
 * out in path order, so that every machine with the same tree deals alike.
 */
export function inShard(files: readonly FoundFile[], { index, of }: Shard): FoundFile[] {
  let turn = 0;
  return files.map((file) => {
    if (file.unreported === true || file.context === true || file.nested === true) return file;
    const isOurs = turn % of === index - 1;
    turn += 1;
    return isOurs ? file : { ...file, unreported: true };
  });
}

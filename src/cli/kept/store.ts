import { createHash, randomBytes } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { isOursAlone } from '../../tools/working-tree.ts';
import { errorCode } from '../../util/error-code.ts';

/** How many entries are kept, and how large they may be (bytes): one, and all together. */
export const LIMITS = { entries: 200, entryBytes: 8 * 1024 * 1024, totalBytes: 64 * 1024 * 1024 };

/** What a process that died left half written is removed after this time (milliseconds). */
const ABANDONED_MS = 60 * 60 * 1000;

/** `.cache/rulecheck/results` below somebody's home, but not the home of somebody who has none. */
const MOST_FOLDERS = 3;

const ENTRY = /^[0-9a-f]{64}$/;

/** The SHA-256 of a text, in hexadecimal digits. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * A folder of texts by key that only its owner can write. Whatever is wrong with it or with an entry (damage, rights,
 * a full disk), the entry is not there: nothing here throws. Processes may use it at the same time.
 */
export class Store {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @param key 64 hexadecimal digits */
  read(key: string): string | undefined {
    try {
      if (!isOurFolder(this.#folder)) return undefined;
      const text = readFileSync(join(this.#folder, key), 'utf8');
      const end = text.indexOf('\n');
      const value = text.slice(end + 1);
      return end === 64 && text.slice(0, end) === sha256(value) ? value : undefined;
    } catch {
      return undefined;
    }
  }

  /** Says that an entry was of use: the oldest go first. */
  touch(key: string, nowMs: number): void {
    try {
      utimesSync(join(this.#folder, key), nowMs / 1000, nowMs / 1000);
    } catch {
      // Another process has removed it, or the folder is not to be written.
    }
  }

  write(key: string, value: string, nowMs: number): void {
    if (value.length > LIMITS.entryBytes) return;
    const temporary = join(this.#folder, `${key}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`);
    try {
      makeFolder(this.#folder, MOST_FOLDERS);
      if (!isOurFolder(this.#folder)) return;
      writeFileSync(temporary, `${sha256(value)}\n${value}`, { flag: 'wx', mode: 0o600 });
      utimesSync(temporary, nowMs / 1000, nowMs / 1000);
      renameSync(temporary, join(this.#folder, key));
      this.#tidy(nowMs);
    } catch {
      remove(temporary);
    }
  }

  #tidy(nowMs: number): void {
    const entries: { path: string; size: number; mtimeMs: number }[] = [];
    for (const name of readdirSync(this.#folder)) {
      const path = join(this.#folder, name);
      const info = statSync(path, { throwIfNoEntry: false });
      if (info?.isFile() !== true) continue;
      if (ENTRY.test(name)) entries.push({ path, size: info.size, mtimeMs: info.mtimeMs });
      else if (name.endsWith('.tmp') && nowMs - info.mtimeMs > ABANDONED_MS) remove(path);
    }
    let total = 0;
    entries.sort((a, b) => b.mtimeMs - a.mtimeMs);
    for (const [index, { path, size }] of entries.entries()) {
      total += size;
      if (index >= LIMITS.entries || total > LIMITS.totalBytes) remove(path);
    }
  }
}

/** Makes a folder, and the ones above that it lacks. @param most so many folders at most */
function makeFolder(folder: string, most: number): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || most === 1) throw error;
    makeFolder(dirname(folder), most - 1);
    makeFolder(folder, 1);
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It stays until somebody can.
  }
}

/** Is this a folder of our own that nobody else may write? Otherwise another could answer for us; a link may lead anywhere. */
function isOurFolder(folder: string): boolean {
  return lstatSync(folder).isDirectory() && isOursAlone(folder);
}

import type * as FileSystem from 'node:fs';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { Store, sha256 } from '../../src/cli/kept/store.ts';
import { folderOf } from './support.ts';

const disk = vi.hoisted(() => ({ isFull: false }));

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof FileSystem>();
  return {
    ...fs,
    writeFileSync: (path: string, text: string, options: object) => {
      fs.writeFileSync(path, disk.isFull ? text.slice(0, 10) : text, options);
      if (disk.isFull) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    },
  };
});

it('a full disk keeps the cached results, leaves no partial file and is not an error', async () => {
  const folder = join(await folderOf({}), 'results');
  const store = new Store(folder);
  const [key, other] = [sha256('a'), sha256('b')];
  store.write(key, 'first', 0);
  disk.isFull = true;
  store.write(key, 'second', 0);
  store.write(other, 'another', 0);
  expect(readdirSync(folder)).toEqual([key]);
  expect(store.read(key)).toBe('first');
  disk.isFull = false;
  store.write(key, 'third', 0);
  expect(store.read(key)).toBe('third');
});

import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readDeb } from '../../src/tools/archive-deb.ts';
import { readTar } from '../../src/tools/archive-tar.ts';
import { makeAr, makeTar } from './support.ts';

const names = (archive: Uint8Array): string[] => [...readTar(archive)].map((entry) => entry.name);

describe('readTar', () => {
  it('reads files and leaves links and folders out', () => {
    const archive = makeTar([
      { name: 'a/', data: '', type: '5' },
      { name: 'a/b', data: 'x'.repeat(700) },
      { name: 'a/link', data: '', type: '2' },
      { name: 'c', data: '' },
    ]);
    expect(names(archive)).toEqual(['a/b', 'c']);
    expect([...readTar(archive)][0]?.data.length).toBe(700);
  });

  it('reads long names of GNU and pax', () => {
    const long = `${'d/'.repeat(80)}promtool`;
    const record = `${String(' path='.length + long.length + 4)} path=${long}\n`;
    expect(
      names(
        makeTar([
          { name: '././@LongLink', data: `${long}\0`, type: 'L' },
          { name: 'd', data: 'x' },
        ]),
      ),
    ).toEqual([long]);
    expect(
      names(
        makeTar([
          { name: 'pax', data: record, type: 'x' },
          { name: 'd', data: 'x' },
          { name: 'e', data: '' },
        ]),
      ),
    ).toEqual([long, 'e']);
  });

  it('refuses archives that are cut off or damaged', () => {
    const archive = makeTar([{ name: 'a', data: 'x'.repeat(2000) }]);
    const damaged = Buffer.from(archive);
    damaged.write('zzzz', 100);
    for (const bad of [archive.subarray(0, 1024), archive.subarray(0, 2560), damaged]) {
      expect(() => names(bad)).toThrow(expect.objectContaining({ code: 'archive-corrupt' }));
    }
  });
});

describe('readDeb', () => {
  const tar = makeTar([{ name: './usr/bin/promtool', data: '#!/bin/sh\n' }]);
  const deb = (name: string, data: Buffer): Buffer =>
    makeAr([
      { name: 'debian-binary', data: Buffer.from('2.0\n') },
      { name: 'control.tar.gz', data: Buffer.from('abc') },
      { name, data },
    ]);

  it('finds the files of data.tar', async () => {
    for (const archive of [deb('data.tar', tar), deb('data.tar.gz', gzipSync(tar))]) {
      expect([...(await readDeb(archive))].map((entry) => entry.name)).toEqual(['./usr/bin/promtool']);
    }
  });

  it('refuses a file that is not a package, is truncated, or is compressed in another way', async () => {
    const whole = deb('data.tar.gz', gzipSync(tar));
    await expect(readDeb(Buffer.from('PK'))).rejects.toMatchObject({ code: 'archive-corrupt' });
    await expect(readDeb(whole.subarray(0, whole.length - 40))).rejects.toMatchObject({
      code: 'archive-corrupt',
    });
    await expect(readDeb(deb('data.tar.gz', gzipSync(tar).subarray(0, 40)))).rejects.toMatchObject({
      code: 'archive-corrupt',
    });
    await expect(readDeb(deb('data.tar.xz', Buffer.from('no xz')))).rejects.toMatchObject({
      code: 'archive-corrupt',
    });
    await expect(readDeb(deb('data.tar.zst', tar))).rejects.toMatchObject({ code: 'archive-unsupported' });
  });

  it('reads xz', async () => {
    const archive = deb('data.tar.xz', Buffer.from(XZ_SAMPLE, 'base64'));
    expect([...(await readDeb(archive))].map((entry) => entry.name)).toEqual(['usr/bin/promtool']);
  });
});

// What tar and xz made of a file usr/bin/promtool that holds "x".

const XZ_SAMPLE =
  '/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4Cf/AGpdADqcyosJHgFeUOJNyCl3HX1xd7AgY/WRXDfFrPKmlGTf2jlUNzRvGZ5pVtoUEG/l1Apy6bn0ru5vt5Jh5EzzacQBdeQsDCZqD1+gybCcJ6/TT8yRmCJt+bxwcnca2uT10HWjosjxTxaCAAAAAAB63BOrrX3lcAABhgGAUAAAI5I5t7HEZ/sCAAAAAARZWg==';

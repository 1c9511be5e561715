import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseDeb822Sources, parseSourcesList } from '../../src/tools/apt-sources.ts';
import { machineMirrors, unpackTool } from '../../src/tools/debian.ts';
import { installTools } from '../../src/tools/index.ts';
import { makeAr, makeTar, useTempFolders, versionScript } from './support.ts';

const tempFolder = useTempFolders();

function makeDeb(packageName: string, version: string, tool: string): Buffer {
  const control = `Package: ${packageName}\nVersion: ${version}\nArchitecture: all\nMaintainer: nobody\nDescription: x\n`;
  const script = `#!/bin/sh\n${versionScript(tool, version)}\n`;
  return makeAr([
    { name: 'debian-binary', data: Buffer.from('2.0\n') },
    { name: 'control.tar.gz', data: gzipSync(makeTar([{ name: './control', data: control }])) },
    { name: 'data.tar.gz', data: gzipSync(makeTar([{ name: './usr/bin/' + tool, data: script }])) },
  ]);
}

/** Writes a Debian mirror with one package and returns the folder. */
async function makeMirror(
  suite: string,
  packageName: string,
  version: string,
  tool: string,
): Promise<string> {
  const mirror = await tempFolder();
  const deb = makeDeb(packageName, version, tool);
  const sha256 = (data: Buffer | string): string => createHash('sha256').update(data).digest('hex');
  await writeFile(join(mirror, 'p.deb'), deb);
  const packages = `Package: ${packageName}\nVersion: ${version}\nArchitecture: all\nFilename: p.deb\nSize: ${deb.length}\nSHA256: ${sha256(deb)}\n\n`;
  for (const arch of ['all', 'amd64', 'arm64', 'i386', 'armhf']) {
    const folder = join(mirror, 'dists', suite, 'main', `binary-${arch}`);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'Packages'), packages);
  }
  const entries = ['all', 'amd64', 'arm64', 'i386', 'armhf'].map(
    (arch) => ` ${sha256(packages)} ${packages.length} main/binary-${arch}/Packages\n`,
  );
  const release = `Suite: ${suite}\nCodename: ${suite}\nComponents: main\nArchitectures: all amd64 arm64 i386 armhf\nDate: Thu, 01 Jan 2026 00:00:00 UTC\nSHA256:\n${entries.join('')}`;
  await writeFile(join(mirror, 'dists', suite, 'Release'), release);
  return mirror;
}

describe('installing from Debian', () => {
  it.skipIf(!existsSync('/usr/bin/apt-get'))(
    'brings the package of the suite that carries the tool',
    async () => {
      const mirror = await makeMirror('bookworm', 'prometheus', '2.42.0', 'promtool');
      const [etcApt, cache] = [await tempFolder(), await tempFolder()];
      await writeFile(join(etcApt, 'sources.list'), `deb [trusted=yes] file://${mirror} stable main\n`);
      const result = await installTools({
        env: {},
        platform: 'linux',
        arch: 'x64',
        cache,
        etcApt,
        tools: ['promtool'],
        source: 'debian',
        suite: 'bookworm',
      });
      expect(result).toEqual([
        {
          tool: 'promtool',
          path: join(cache, 'tools/prometheus-2.42.0/promtool'),
          status: 'installed',
          version: '2.42.0',
          from: `Debian bookworm (file://${mirror})`,
        },
      ]);
    },
  );

  it('unpacks without dpkg', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'p.deb'), makeDeb('promtool', '3.5.3', 'promtool'));
    const path = await unpackTool(join(folder, 'p.deb'), 'promtool', folder, join(folder, 'no-dpkg'));
    expect(existsSync(path)).toBe(true);
    await expect(unpackTool(join(folder, 'p.deb'), 'amtool', folder, 'no-dpkg')).rejects.toMatchObject({
      code: 'archive-corrupt',
    });
  });

  it('says so on a machine without mirrors', async () => {
    const options = {
      env: {},
      platform: 'linux',
      arch: 'x64',
      cache: await tempFolder(),
      etcApt: await tempFolder(),
    };
    await expect(installTools({ ...options, source: 'debian' })).rejects.toMatchObject({
      code: 'install-failed',
    });
  });
});

describe('apt sources', () => {
  it('reads one-line lists', () => {
    const text = [
      '# deb http://commented.example/debian stable main',
      'deb [arch=amd64 signed-by=/k.gpg] http://a.example/debian/ bookworm main contrib # note',
      'deb-src http://a.example/debian bookworm main',
      'deb http://a.example/debian-security bookworm-security main',
      'deb cdrom:[Debian]/ bookworm main',
      'deb [trusted=yes] file:///srv/debian sid main',
      'deb http://other.example/apt stable nonfree',
    ].join('\n');
    expect(parseSourcesList(text)).toEqual([
      { uri: 'http://a.example/debian', options: ['signed-by=/k.gpg'] },
      { uri: 'file:///srv/debian', options: ['trusted=yes'] },
    ]);
  });

  it('reads deb822 files, with continuation lines and disabled stanzas', () => {
    const text = [
      'Types: deb deb-src',
      '# a comment',
      'URIs: http://a.example/debian',
      ' http://b.example/debian/',
      'Suites: bookworm bookworm-updates',
      'Components: main',
      'Signed-By: /k.gpg',
      '',
      'Enabled: no',
      'Types: deb',
      'URIs: http://c.example/debian',
      'Suites: sid',
      'Components: main',
    ].join('\r\n');
    expect(parseDeb822Sources(text)).toEqual([
      { uri: 'http://a.example/debian', options: ['signed-by=/k.gpg'] },
      { uri: 'http://b.example/debian', options: ['signed-by=/k.gpg'] },
    ]);
  });

  it('joins the files of a machine and names each mirror once', async () => {
    const etcApt = await tempFolder();
    await mkdir(join(etcApt, 'sources.list.d'));
    await writeFile(join(etcApt, 'sources.list'), 'deb http://a.example/debian sid main\n');
    await writeFile(join(etcApt, 'sources.list.d', 'b.list'), 'deb http://a.example/debian/ sid main\n');
    await writeFile(join(etcApt, 'sources.list.d', 'c.list.bak'), 'deb http://c.example/debian sid main\n');
    expect((await machineMirrors(etcApt)).map((mirror) => mirror.uri)).toEqual(['http://a.example/debian']);
  });
});

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, readdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installTools, type InstallOptions } from '../../src/tools/index.ts';
import { makeTar, useTempFolders, versionScript } from './support.ts';
import { asOtherUser, hasOtherUser } from '../support/other-user.ts';

const tempFolder = useTempFolders();

const ARCHIVE = gzipSync(
  makeTar([
    { name: 'prometheus-3.5.3.linux-amd64/LICENSE', data: 'Apache' },
    {
      name: 'prometheus-3.5.3.linux-amd64/promtool',
      data: `#!/bin/sh\n${versionScript('promtool', '3.5.3')}\n`,
    },
  ]),
);
const NAME = 'prometheus-3.5.3.linux-amd64.tar.gz';

const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');

/** A release as the projects publish it, and ways in which it can be broken. */
function answer(kind: string, file: string): Buffer | 'cut' | undefined {
  const archive = kind === 'damaged' ? ARCHIVE.subarray(0, 200) : ARCHIVE;
  if (file === 'sha256sums.txt') {
    if (kind === 'no-sums') return undefined;
    if (kind === 'other-sums') return Buffer.from(`${'0'.repeat(64)}  another-file.tar.gz\n`);
    return Buffer.from(`${kind === 'changed' ? '0'.repeat(64) : sha256(archive)}  ${NAME}\n`);
  }
  if (file !== NAME || kind === 'no-archive') return undefined;
  return kind === 'cut' ? 'cut' : archive;
}

let server: Server;
let base: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const [, kind = '', , , file = ''] = (request.url ?? '').split('/');
    const body = answer(kind, file);
    if (body === undefined) {
      response.writeHead(404).end('not found');
    } else if (body === 'cut') {
      response.writeHead(200, { 'content-length': ARCHIVE.length });
      response.write(ARCHIVE.subarray(0, 100), () => response.destroy());
    } else {
      response.writeHead(200).end(body);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

function options(kind: string, cache: string): InstallOptions {
  return {
    env: { PATH: '' },
    platform: 'linux',
    arch: 'x64',
    cache,
    tools: ['promtool'],
    source: 'release',
    releaseBase: `${base}/${kind}/{project}/v{version}/`,
  };
}

async function failure(kind: string): Promise<unknown> {
  const cache = await tempFolder();
  const error: unknown = await installTools(options(kind, cache)).catch((thrown: unknown) => thrown);
  expect(await readdir(join(cache, 'tools'))).toEqual([]);
  expect(error).toMatchObject({ code: 'install-failed' });
  return (error as Error).cause;
}

describe('installing from a release', () => {
  it('checks and unpacks the archive into the cache', async () => {
    const cache = await tempFolder();
    const path = join(cache, 'tools/prometheus-3.5.3/promtool');
    expect(await installTools(options('good', cache))).toEqual([
      { tool: 'promtool', path, status: 'installed', version: '3.5.3', from: 'the release archive 3.5.3' },
    ]);
    expect(await readdir(join(cache, 'tools'))).toEqual(['prometheus-3.5.3']);
    expect(await installTools({ ...options('no-sums', cache), ifMissing: true })).toEqual([
      { tool: 'promtool', path, status: 'present' },
    ]);
  });

  it('is safe when several runs install at once', async () => {
    const cache = await tempFolder();
    const runs = await Promise.all(Array.from({ length: 6 }, () => installTools(options('good', cache))));
    expect(new Set(runs.flat().map((tool) => tool.path)).size).toBe(1);
    expect(await readdir(join(cache, 'tools'))).toEqual(['prometheus-3.5.3']);
  });

  it.each([
    ['changed', 'checksum-mismatch'],
    ['other-sums', 'checksum-missing'],
    ['no-sums', 'download-not-found'],
    ['no-archive', 'download-not-found'],
    ['cut', 'download-failed'],
    ['damaged', 'archive-corrupt'],
  ])('keeps nothing of a release that is %s: %s', async (kind, code) => {
    expect(await failure(kind)).toMatchObject({ code });
  });

  it('says that nobody answers, and that no archive is published for a platform', async () => {
    const cache = await tempFolder();
    const closed = { ...options('good', cache), releaseBase: 'http://127.0.0.1:9/' };
    await expect(installTools(closed)).rejects.toMatchObject({ cause: { code: 'download-failed' } });
    const other = { ...options('good', cache), platform: 'aix' };
    await expect(installTools(other)).rejects.toMatchObject({ cause: { code: 'platform-unsupported' } });
  });

  it('says that the cache cannot be written', async () => {
    const folder = await tempFolder();
    const file = join(folder, 'file');
    await writeFile(file, '');
    await expect(installTools(options('good', file))).rejects.toMatchObject({ code: 'cache-unwritable' });
    await chmod(folder, 0o555);
    if (!hasOtherUser) return;
    const install = (): Promise<unknown> => installTools(options('good', join(folder, 'cache')));
    await expect(asOtherUser(install)).rejects.toMatchObject({ code: 'cache-unwritable' });
  });

  it('says what was tried when everything fails', async () => {
    const etcApt = await tempFolder();
    await writeFile(join(etcApt, 'sources.list'), 'deb http://127.0.0.1:9/debian stable main\n');
    const install = installTools({ ...options('no-archive', await tempFolder()), source: undefined, etcApt });
    const error: unknown = await install.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'install-failed' });
    if (existsSync('/usr/bin/apt-get'))
      expect((error as Error).message).toContain('Debian sid (http://127.0.0.1:9/debian): apt-get');
    expect((error as Error).message).toContain(
      `the release archive 3.5.3: ${base}/no-archive/prometheus/v3.5.3/${NAME} does not exist`,
    );
  });
});

import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readDeb } from '../../src/tools/archive-deb.ts';
import { cacheFolder, openCache } from '../../src/tools/cache.ts';
import { fetchDebianPackage, machineMirrors } from '../../src/tools/debian.ts';
import type { DebianSuite } from '../../src/tools/index.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A real Prometheus server that tests start on loopback. */
export interface PrometheusPeer {
  readonly version: string;
  readonly program: string;
}

/** Prometheus servers of the cache folder, oldest first. */
export async function prometheusPeers(env: Environment): Promise<PrometheusPeer[]> {
  const root = join(cacheFolder(env), 'peers');
  const names = await readdir(root).catch(() => []);
  return names
    .flatMap((name) => /^prometheus-(\d+\.\d+\.\d+)$/.exec(name)?.[1] ?? [])
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((version) => ({ version, program: join(root, `prometheus-${version}`, 'prometheus') }));
}

/**
 * Brings the Prometheus server of a Debian suite into the cache, beside the tools, without root.
 * @throws ToolError where the package cannot be had
 */
export async function fetchPrometheus(suite: DebianSuite, env: Environment): Promise<void> {
  const folder = await mkdtemp(join(await openCache(cacheFolder(env)), '.install-'));
  try {
    const mirrors = await machineMirrors();
    const deb = await fetchDebianPackage({ package: 'prometheus', suite, mirrors, folder });
    const version = /_(\d+\.\d+\.\d+)/.exec(deb)?.[1];
    const files = [...(await readDeb(await readFile(deb)))];
    const program = files.find(({ name }) => name.replace(/^\.?\//, '') === 'usr/bin/prometheus');
    if (version === undefined || program === undefined) throw new Error(`${deb} holds no Prometheus server`);
    const staged = join(folder, 'staged');
    await mkdir(staged);
    await writeFile(join(staged, 'prometheus'), program.data, { mode: 0o755 });
    const place = join(cacheFolder(env), 'peers', `prometheus-${version}`);
    await mkdir(join(place, '..'), { recursive: true });
    // A run beside this one may have been first, and its copy may be running: it is the same version.
    await rename(staged, place).catch(async (error: unknown) => {
      if ((await readdir(place).catch(() => [])).length === 0) throw error;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

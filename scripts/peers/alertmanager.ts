import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readDeb } from '../../src/tools/archive-deb.ts';
import { cacheFolder, openCache } from '../../src/tools/cache.ts';
import { fetchDebianPackage, machineMirrors } from '../../src/tools/debian.ts';
import type { DebianSuite } from '../../src/tools/index.ts';

/** A real Alertmanager that tests start on loopback. */
export interface AlertmanagerPeer {
  readonly version: string;
  readonly program: string;
  /** Where `default.tmpl` and `email.tmpl` lie. */
  readonly templates: string;
  /** Where it has to run: it finds its templates from there. */
  readonly cwd: string;
}

/** Alertmanagers of a cache folder, oldest first. */
export async function alertmanagerPeers(
  env: Readonly<Record<string, string | undefined>>,
): Promise<AlertmanagerPeer[]> {
  const root = join(cacheFolder(env), 'peers');
  const names = await readdir(root).catch(() => []);
  return names
    .flatMap((name) => /^alertmanager-(\d+\.\d+\.\d+)$/.exec(name)?.[1] ?? [])
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((version) => {
      const cwd = join(root, `alertmanager-${version}`);
      return {
        version,
        cwd,
        program: join(cwd, 'alertmanager'),
        templates: join(cwd, 'share/prometheus/alertmanager'),
      };
    });
}

/** What Debian compiles in, and a path of the same length that starts where the program runs. */
const [COMPILED_IN, RELATIVE] = ['/usr/share/prometheus/alertmanager', './///share/prometheus/alertmanager'];

/**
 * Brings the Alertmanager of a Debian suite into the cache, beside the tools, without root.
 *
 * Debian's build does not carry the default templates inside: it reads them from an absolute folder of the system
 * and ends where it is missing. In the copy that is kept that text is replaced by a path relative to the working
 * directory; nothing else of the program changes.
 *
 * @throws ToolError where the package cannot be had
 */
export async function fetchAlertmanager(
  suite: DebianSuite,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const folder = await mkdtemp(join(await openCache(cacheFolder(env)), '.install-'));
  try {
    const deb = await fetchDebianPackage({
      package: 'prometheus-alertmanager',
      suite,
      mirrors: await machineMirrors(),
      folder,
    });
    const version = /_(\d+\.\d+\.\d+)/.exec(deb)?.[1];
    if (version === undefined) throw new Error(`the package ${deb} has no version in its name`);
    const staged = join(folder, 'staged');
    for (const { name, data } of await readDeb(await readFile(deb))) {
      const target = targetOf(name.replace(/^\.?\//, ''));
      if (target === undefined) continue;
      await mkdir(dirname(join(staged, target)), { recursive: true });
      const program = target === 'alertmanager';
      await writeFile(join(staged, target), program ? relocated(data) : data, {
        mode: program ? 0o755 : 0o644,
      });
    }
    const place = join(cacheFolder(env), 'peers', `alertmanager-${version}`);
    await mkdir(dirname(place), { recursive: true });
    // A run beside this one may have been first, and its copy may be running: it is the same version.
    await rename(staged, place).catch(async (error: unknown) => {
      if ((await readdir(place).catch(() => [])).length === 0) throw error;
    });
    return place;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Where a file of the package goes; undefined: not needed. */
function targetOf(name: string): string | undefined {
  if (name === 'usr/bin/prometheus-alertmanager') return 'alertmanager';
  return /^usr\/(share\/prometheus\/alertmanager\/[^/]+\.tmpl)$/.exec(name)?.[1];
}

function relocated(program: Uint8Array): Buffer {
  const bytes = Buffer.from(program);
  let found = 0;
  for (let at = bytes.indexOf(COMPILED_IN); at >= 0; at = bytes.indexOf(COMPILED_IN, at + 1)) {
    bytes.write(RELATIVE, at, 'latin1');
    found++;
  }
  if (found === 0) throw new Error('the program does not name the folder of its templates');
  return bytes;
}

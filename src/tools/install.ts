import { chmod, copyFile, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AptMirror } from './apt-sources.ts';
import { type Environment, cacheFolder, cachedToolPath, openCache, unwritable } from './cache.ts';
import { fetchDebianTool, machineMirrors } from './debian.ts';
import { ToolError, reasonOf } from './errors.ts';
import { type FindOptions, findTool } from './find.ts';
import { fetchReleaseTool } from './release.ts';
import { type DebianSuite, TOOL_NAMES, TOOL_SOURCES, type ToolName } from './tool.ts';
import { readVersion } from './version.ts';

/** Where `tools install` may bring a tool from. */
export type InstallSource = 'debian' | 'release';

export interface InstallOptions {
  readonly env: Environment;
  readonly platform: string;
  readonly arch: string;
  readonly cache?: string;
  /** The working directory: the cache must be outside its tree. Default: this process's own. */
  readonly cwd?: string;
  /** Which tools; default both. */
  readonly tools?: readonly ToolName[];
  /** Only this source; default Debian's packages where apt-get works, then the release archives. */
  readonly source?: InstallSource;
  /** The Debian suite; default sid, which has the newer tools. */
  readonly suite?: DebianSuite;
  /** A Debian mirror in place of those of the machine's apt sources. */
  readonly mirror?: string;
  /** Exact upstream versions, such as { promtool: '2.42.0' }; they are taken from the release archives. */
  readonly versions?: Readonly<Partial<Record<ToolName, string>>>;
  /** Where releases are published, with `{project}` and `{version}`. */
  readonly releaseBase?: string;
  /** Leave a tool alone that findTool finds. */
  readonly ifMissing?: boolean;
  /** Told what is being done, for a progress line. */
  readonly onProgress?: (message: string) => void;
  /** Where the machine's apt sources are; tests name another folder. */
  readonly etcApt?: string;
}

/** The result for one tool. */
export type InstalledTool = {
  readonly tool: ToolName;
  readonly path: string;
} & (
  | { readonly status: 'installed'; readonly version: string; readonly from: string }
  | { readonly status: 'present' }
);

/**
 * Brings promtool and amtool into the cache, without root and without touching the system. Throws ToolError:
 * `cache-unwritable`, or `install-failed` with every source that was tried and why it failed.
 */
export async function installTools(options: InstallOptions): Promise<InstalledTool[]> {
  const installed: InstalledTool[] = [];
  for (const tool of options.tools ?? TOOL_NAMES) {
    const { env, cache, cwd } = options;
    const find: FindOptions = { env, cache, cwd, version: options.versions?.[tool] };
    const found = options.ifMissing === true ? await findTool(tool, find) : undefined;
    if (found === undefined) installed.push(await installTool(tool, options));
    else installed.push({ tool, path: found.path, status: 'present' });
  }
  return installed;
}

interface Attempt {
  readonly name: string;
  readonly fetch: (folder: string) => Promise<string>;
}

async function installTool(tool: ToolName, options: InstallOptions): Promise<InstalledTool> {
  const cache = cacheFolder(options.env, options.cache);
  const tools = await openCache(cache, options.cwd);
  const failures: { name: string; error: unknown }[] = [];
  for (const attempt of await attempts(tool, options)) {
    options.onProgress?.(`fetching ${tool} from ${attempt.name}`);
    const folder = await mkdtemp(join(tools, '.install-')).catch((error: unknown) => {
      throw unwritable(cache, error);
    });
    try {
      const fetched = await attempt.fetch(folder);
      const version = await readVersion(tool, fetched);
      const path = await adopt(fetched, cachedToolPath(cache, tool, version), folder, cache);
      return { tool, path, status: 'installed', version, from: attempt.name };
    } catch (error) {
      if (error instanceof ToolError && error.code === 'cache-unwritable') throw error;
      failures.push({ name: attempt.name, error });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  throw installFailed(tool, failures);
}

async function attempts(tool: ToolName, options: InstallOptions): Promise<Attempt[]> {
  const version = options.versions?.[tool];
  const list: Attempt[] = [];
  if (options.source !== 'release' && version === undefined && options.platform === 'linux') {
    const suite = options.suite ?? 'sid';
    const mirrors: AptMirror[] =
      options.mirror === undefined
        ? await machineMirrors(options.etcApt)
        : [await namedMirror(options.mirror, options.etcApt)];
    for (const mirror of mirrors) {
      list.push({
        name: `Debian ${suite} (${mirror.uri})`,
        fetch: (folder) => fetchDebianTool({ tool, suite, mirrors: [mirror], folder }),
      });
    }
  }
  if (options.source !== 'debian') {
    const release = version ?? TOOL_SOURCES[tool].defaultRelease;
    const { platform, arch, releaseBase: base } = options;
    list.push({
      name: `the release archive ${release}`,
      fetch: (folder) => fetchReleaseTool({ tool, version: release, base, folder, platform, arch }),
    });
  }
  return list;
}

/** A mirror that the user names is checked with the keyring of the machine's own sources. */
async function namedMirror(uri: string, etcApt: string | undefined): Promise<AptMirror> {
  const own = (await machineMirrors(etcApt))[0];
  return { uri, options: own?.options.filter((option) => option.startsWith('signed-by=')) ?? [] };
}

/**
 * Moves an executable to its place in one step, so that a run beside this one sees all of it or nothing. Where
 * another run was first, its file stays: both are the same version.
 */
async function adopt(fetched: string, path: string, folder: string, cache: string): Promise<string> {
  const staged = join(folder, 'staged');
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o755 });
    await copyFile(fetched, staged);
    await chmod(staged, 0o755);
    await rename(staged, path);
    return path;
  } catch (error) {
    if (
      await stat(path).then(
        (found) => found.isFile(),
        () => false,
      )
    )
      return path;
    throw unwritable(cache, error);
  }
}

function installFailed(tool: ToolName, failures: readonly { name: string; error: unknown }[]): ToolError {
  if (failures.length === 0) {
    return new ToolError(
      'install-failed',
      `${tool} could not be installed: no Debian mirror is known on this machine`,
      {
        help: 'name one with --mirror, or use the release archives with --source release',
      },
    );
  }
  const tried = failures.map(({ name, error }) => `  ${name}: ${reasonOf(error)}`).join('\n');
  return new ToolError('install-failed', `${tool} could not be installed; tried:\n${tried}`, {
    help: `install ${tool} on PATH yourself, or name a mirror with --mirror`,
    cause: failures.at(-1)?.error,
  });
}

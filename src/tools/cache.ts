import { mkdir, readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { ToolError, reasonOf } from './errors.ts';
import { TOOL_SOURCES, type ToolName } from './tool.ts';
import { compareVersions } from './version.ts';
import { isInTree, isOursAlone, workingTree } from './working-tree.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folder that keeps what rulecheck downloads: `override`, else `$XDG_CACHE_HOME/rulecheck` (an XDG path that
 * is not absolute is ignored, as its specification says), else `~/.cache/rulecheck`.
 */
export function cacheFolder(env: Environment, override?: string): string {
  if (override !== undefined && override !== '') return override;
  const xdg = env['XDG_CACHE_HOME'];
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, 'rulecheck');
  return join(homeFolder(env), '.cache', 'rulecheck');
}

/**
 * Why a cache folder is not to be believed; undefined: it may be used. Files of a pull request below the working tree
 * could answer for rulecheck, or be run in the place of promtool.
 */
export function refusedCache(cache: string, cwd: string): string | undefined {
  const tree = workingTree(cwd);
  if (!isInTree(cache, tree)) return undefined;
  return `the cache folder ${cache} is inside the working tree, so a pull request could fill it`;
}

/** What to do about a refused cache. */
export const CACHE_HELP = 'Set XDG_CACHE_HOME to a folder outside the repository, or name one with --cache.';

function homeFolder(env: Environment): string {
  const home = env['HOME'];
  if (home !== undefined && isAbsolute(home)) return home;
  try {
    const known = homedir();
    if (isAbsolute(known)) return known;
  } catch {
    // A user of a container may be a mere number.
  }
  return '/nonexistent';
}

/** Where one version of a tool is in the cache: `<cache>/tools/prometheus-2.42.0/promtool`. */
export function cachedToolPath(cache: string, tool: ToolName, version: string): string {
  return join(cache, 'tools', `${TOOL_SOURCES[tool].project}-${version}`, tool);
}

export interface CachedTool {
  readonly version: string;
  readonly path: string;
}

/**
 * Every version of a tool in the cache, newest first; an absent cache holds none. What somebody else than this user
 * and root can write is not among them.
 */
export async function cachedTools(cache: string, tool: ToolName): Promise<CachedTool[]> {
  const prefix = `${TOOL_SOURCES[tool].project}-`;
  const names = await readdir(join(cache, 'tools')).catch(() => []);
  const versions = names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  return versions
    .filter((version) => /^\d+(\.\d+)+/.test(version))
    .sort((a, b) => compareVersions(b, a))
    .map((version) => ({ version, path: cachedToolPath(cache, tool, version) }))
    .filter(
      ({ path }) => isOursAlone(path) && isOursAlone(dirname(path)) && isOursAlone(join(cache, 'tools')),
    );
}

/**
 * Makes the cache's folder of tools and returns it.
 *
 * @throws ToolError `cache-refused` for a folder in the working tree or one that others can write; `cache-unwritable`
 */
export async function openCache(cache: string, cwd = process.cwd()): Promise<string> {
  const refused = refusedCache(cache, cwd);
  if (refused !== undefined) throw new ToolError('cache-refused', refused, { help: CACHE_HELP });
  const tools = join(cache, 'tools');
  try {
    await mkdir(tools, { recursive: true, mode: 0o755 });
    if (isOursAlone(tools)) return tools;
    throw new ToolError('cache-refused', `other users can write the cache folder ${tools}`, {
      help: 'remove their permission (chmod go-w), or use a folder of your own with --cache',
    });
  } catch (error) {
    throw error instanceof ToolError ? error : unwritable(cache, error);
  }
}

/** The error for a cache that cannot be written. */
export function unwritable(cache: string, error: unknown): ToolError {
  return new ToolError(
    'cache-unwritable',
    `the cache folder ${cache} cannot be written: ${reasonOf(error)}`,
    {
      help: 'use a folder of your own with --cache, or set XDG_CACHE_HOME',
      cause: error,
    },
  );
}

import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type Environment, cacheFolder, cachedTools } from './cache.ts';
import { ToolError } from './errors.ts';
import { INSTALL_COMMAND, TOOL_VARIABLES, type ToolName } from './tool.ts';
import { versionMatches } from './version.ts';

/** Where an executable was found. */
export type ToolOrigin = 'option' | 'environment' | 'path' | 'cache';

export interface FoundTool {
  readonly tool: ToolName;
  readonly path: string;
  readonly origin: ToolOrigin;
}

export interface FindOptions {
  readonly env: Environment;
  /** The executable that the user named; it goes before everything else. */
  readonly override?: string;
  /** The cache folder, when it is not the default one. */
  readonly cache?: string;
  /** Asks for one version (`2.42`, `3.5.3`) of the cache; PATH is then not looked at. */
  readonly version?: string;
}

/**
 * Finds a tool: the named executable, else the environment variable, else PATH, else the newest version in the
 * cache. A named executable that is none is an error (`tool-unusable`), never passed over in silence.
 */
export async function findTool(tool: ToolName, options: FindOptions): Promise<FoundTool | undefined> {
  const { env, override } = options;
  if (override !== undefined && override !== '') return named(tool, override, 'option');
  const variable = env[TOOL_VARIABLES[tool]];
  if (variable !== undefined && variable !== '') return named(tool, variable, 'environment');
  if (options.version === undefined) {
    const path = await onPath(tool, env['PATH'] ?? '');
    if (path !== undefined) return { tool, path, origin: 'path' };
  }
  for (const cached of await cachedTools(cacheFolder(env, options.cache), tool)) {
    if (options.version !== undefined && !versionMatches(cached.version, options.version)) continue;
    if (await isExecutable(cached.path)) return { tool, path: cached.path, origin: 'cache' };
  }
  return undefined;
}

/** As findTool, but a tool that is nowhere is the error `tool-missing`, with the command that brings it. */
export async function requireTool(tool: ToolName, options: FindOptions): Promise<FoundTool> {
  const found = await findTool(tool, options);
  if (found !== undefined) return found;
  throw missingTool(tool, options);
}

/** The error for a tool that is nowhere. */
export function missingTool(tool: ToolName, options: FindOptions): ToolError {
  const wanted = options.version === undefined ? tool : `${tool} ${options.version}`;
  return new ToolError(
    'tool-missing',
    `${wanted} is needed, and is neither on PATH nor in the cache ${cacheFolder(options.env, options.cache)}`,
    { help: `Run: ${INSTALL_COMMAND}` },
  );
}

async function named(tool: ToolName, path: string, origin: ToolOrigin): Promise<FoundTool> {
  if (await isExecutable(path)) return { tool, path, origin };
  const by = origin === 'option' ? 'on the command line' : `by ${TOOL_VARIABLES[tool]}`;
  throw new ToolError('tool-unusable', `${path}, named ${by} as ${tool}, is not an executable file`);
}

async function onPath(tool: ToolName, pathVariable: string): Promise<string | undefined> {
  for (const folder of pathVariable.split(delimiter)) {
    // An empty entry means the working directory to a shell; a pull request's files live there, so never here.
    if (folder === '' || folder === '.') continue;
    const candidate = join(folder, tool);
    if (await isExecutable(candidate)) return candidate;
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    if (!(await stat(path)).isFile()) return false;
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

import { cachedTools } from './cache.ts';
import { reasonOf } from './errors.ts';
import { type FindOptions, type ToolOrigin, findTool, usableCache } from './find.ts';
import { TOOL_NAMES, type ToolName } from './tool.ts';
import { readVersion } from './version.ts';

/** One row of `tools list`. */
export interface ListedTool {
  readonly tool: ToolName;
  readonly path: string;
  readonly origin: ToolOrigin;
  /** undefined when the executable does not answer; `problem` then says why. */
  readonly version: string | undefined;
  readonly problem: string | undefined;
  /** Whether `rulecheck test` uses this one. */
  readonly used: boolean;
}

/** Every promtool and amtool that rulecheck knows of on this machine, the one in use first for each. */
export async function listTools(options: FindOptions): Promise<ListedTool[]> {
  const listed: ListedTool[] = [];
  for (const tool of TOOL_NAMES) {
    const found = await findTool(tool, options);
    if (found !== undefined) listed.push(await describe(tool, found.path, found.origin, true));
    for (const cached of await cachedTools(usableCache(options), tool)) {
      if (cached.path !== found?.path) listed.push(await describe(tool, cached.path, 'cache', false));
    }
  }
  return listed;
}

async function describe(
  tool: ToolName,
  path: string,
  origin: ToolOrigin,
  used: boolean,
): Promise<ListedTool> {
  try {
    return { tool, path, origin, version: await readVersion(tool, path), problem: undefined, used };
  } catch (error) {
    return { tool, path, origin, version: undefined, problem: reasonOf(error), used };
  }
}

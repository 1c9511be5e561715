export { cacheFolder, type Environment } from './cache.ts';
export { ToolError, type ToolErrorCode } from './errors.ts';
export {
  findProgram,
  findTool,
  requireTool,
  type FindOptions,
  type FoundTool,
  type ToolOrigin,
} from './find.ts';
export { installTools, type InstallOptions, type InstalledTool, type InstallSource } from './install.ts';
export { listTools, type ListedTool } from './list.ts';
export { runTool, type RunErrorCode, type RunOptions, type RunResult } from './run.ts';
export { withTempFolder } from './temp.ts';
export { INSTALL_COMMAND, TOOL_NAMES, type DebianSuite, type ToolName } from './tool.ts';
export { readVersion } from './version.ts';
export { globFiles, globPaths } from './glob.ts';

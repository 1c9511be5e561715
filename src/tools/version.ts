import { ToolError } from './errors.ts';
import { runTool } from './run.ts';
import type { ToolName } from './tool.ts';

const VERSION_LINE = /^(promtool|amtool), version (\d+\.\d+\.\d+(?:-[0-9A-Za-z.]+)?)/;
const VERSION_TIMEOUT_MS = 20_000;

/**
 * The version in the output of `promtool --version` or `amtool --version`, without build metadata (Debian writes
 * `2.42.0+ds`), or undefined where the text is something else.
 */
export function parseVersion(tool: ToolName, output: string): string | undefined {
  const match = VERSION_LINE.exec(output.trimStart());
  return match?.[1] === tool ? match[2] : undefined;
}

/** Asks an executable for its version; throws a ToolError where it cannot run or is another program. */
export async function readVersion(tool: ToolName, path: string): Promise<string> {
  const result = await runTool(path, ['--version'], { timeoutMs: VERSION_TIMEOUT_MS, maxOutput: 100_000 });
  if (result.status === 'failed') throw new ToolError(result.code, result.message);
  // promtool 2.x prints the version to stdout, some builds of amtool to stderr.
  const version = parseVersion(tool, result.stdout) ?? parseVersion(tool, result.stderr);
  if (version !== undefined) return version;
  throw new ToolError(
    'tool-unusable',
    `${path} does not answer --version as ${tool} does (exit code ${result.exitCode})`,
    {
      help: 'name another executable, or remove this one from PATH',
    },
  );
}

/** Whether a version is the one asked for: `2.42` asks for any 2.42.x. */
export function versionMatches(version: string, wanted: string): boolean {
  return version === wanted || version.startsWith(`${wanted}.`);
}

/** Orders versions, oldest first; a pre-release goes before its release. */
export function compareVersions(a: string, b: string): number {
  const [coreA = '', preA] = a.split(/-(.*)/s);
  const [coreB = '', preB] = b.split(/-(.*)/s);
  const left = coreA.split('.').map(Number);
  const right = coreB.split('.').map(Number);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  if (preA === preB) return 0;
  if (preA === undefined) return 1;
  if (preB === undefined) return -1;
  return preA < preB ? -1 : 1;
}

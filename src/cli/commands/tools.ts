import { EXIT } from '../../diagnostics/exit-code.ts';
import { installTools, listTools } from '../../tools/index.ts';
import type { InstallSource, ListedTool } from '../../tools/index.ts';
import type { Style } from '../../util/style.ts';
import { printablePath } from '../../util/printable.ts';
import { styleFor } from '../io.ts';
import type { Io } from '../io.ts';
import { machine } from '../machine.ts';

export interface ToolsInstallOptions {
  readonly ifMissing?: true;
  readonly cache?: string;
  readonly suite?: 'bookworm' | 'sid';
  readonly source?: InstallSource;
  readonly mirror?: string;
  readonly releaseBase?: string;
  readonly promtoolVersion?: string;
  readonly amtoolVersion?: string;
}

/** `rulecheck tools install`: brings promtool and amtool into the cache folder. */
export async function toolsInstall(options: ToolsInstallOptions, io: Io): Promise<number> {
  const style = styleFor(io.stderr, io.env);
  const versions = { promtool: options.promtoolVersion, amtool: options.amtoolVersion };
  const installed = await installTools({
    ...options,
    ...machine(),
    env: io.env,
    cwd: io.cwd,
    versions,
    ifMissing: options.ifMissing ?? false,
    onProgress: (message) => io.stderr.write(`${style.dim(message)}\n`),
  });
  for (const tool of installed) {
    // With --if-missing in scripts, silence is the good news.
    if (tool.status === 'installed')
      io.stdout.write(`${tool.tool} ${tool.version} from ${tool.from}: ${tool.path}\n`);
    else if (options.ifMissing === undefined)
      io.stdout.write(`${tool.tool} is already installed: ${tool.path}\n`);
  }
  return EXIT.clean;
}

/** `rulecheck tools list`: which promtool and amtool are used, and which others are in the cache. */
export async function toolsList(
  options: { readonly cache?: string; readonly format: 'text' | 'json' },
  io: Io,
): Promise<number> {
  const tools = await listTools({
    env: io.env,
    cache: options.cache,
    cwd: io.cwd,
    onRefused: (note) => {
      io.stderr.write(`note: ${printablePath(note)}\n`);
    },
  });
  const style = styleFor(io.stdout, io.env);
  if (options.format === 'json') io.stdout.write(`${JSON.stringify({ tools }, null, 2)}\n`);
  else if (tools.length === 0)
    io.stdout.write(
      'found neither promtool nor amtool on PATH or in the cache; run: rulecheck tools install\n',
    );
  else io.stdout.write(`${tools.map((tool) => row(tool, style)).join('\n')}\n`);
  return EXIT.clean;
}

function row(tool: ListedTool, style: Style): string {
  const mark = tool.used ? style.green('*') : ' ';
  const version = tool.version ?? style.red(tool.problem ?? 'does not run');
  return `${mark} ${tool.tool.padEnd(8)}  ${version.padEnd(10)}  ${tool.origin.padEnd(11)}  ${tool.path}`;
}

import { join } from 'node:path';

/** What the settings of a folder say; empty texts say nothing. */
export interface Settings {
  readonly path: string;
  readonly config: string;
  readonly baseline: string;
  readonly diagnostics: string;
}

/** How a program is started. */
export interface Invocation {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * The program of a folder: the one that the settings name, else the one that the project has installed, else the one on the
 * PATH.
 *
 * @param folder absolute; undefined: no folder is open
 * @param exists tells whether a file is there
 */
export function programOf(
  { path }: Settings,
  folder: string | undefined,
  exists: (path: string) => boolean,
  platform: string,
): string {
  if (path !== '') return path;
  const name = platform === 'win32' ? 'rulecheck.cmd' : 'rulecheck';
  const own = folder === undefined ? undefined : join(folder, 'node_modules', '.bin', name);
  return own !== undefined && exists(own) ? own : name;
}

/** The arguments of the language server. */
export function serverArguments({ config }: Settings): readonly string[] {
  return ['lsp', '--stdio', ...(config === '' ? [] : ['--config', config])];
}

/** What the server is told when it starts. */
export function serverOptions({ baseline, diagnostics }: Settings): Readonly<Record<string, string>> {
  return { diagnostics, ...(baseline === '' ? {} : { baseline }) };
}

/** What follows `test` to run the tests of a file whose names match a pattern in full. */
export function testArguments(path: string, pattern: string): readonly string[] {
  return [path, '--run', `^${pattern}$`];
}

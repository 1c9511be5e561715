import type { Config } from '../config/types.ts';
import { discover } from '../project/discover.ts';
import type { FoundFile } from '../project/discover.ts';
import { readProject } from '../project/read-project.ts';
import type { Project } from '../project/project.ts';
import type { Io } from './io.ts';
import { loadConfig } from './load-config.ts';

export interface LoadOptions {
  readonly paths: readonly string[];
  /** Path of the configuration; undefined: rulecheck.yaml or .rulecheck.yaml in the working directory. */
  readonly config?: string;
  /** What came on standard input, where a path is `-`. */
  readonly stdin?: { readonly name: string; readonly text: string };
}

export interface Loaded {
  readonly config: Config;
  readonly project: Project;
  /** What the project was read from. */
  readonly files: readonly FoundFile[];
}

/** Reads configuration and project. @throws UserError for what the user has to mend first */
export async function load(options: LoadOptions, io: Io): Promise<Loaded> {
  const config = await loadConfig(options.config, io);
  const pageFolders = config.settings.runbooks.map((mapping) => mapping.folder);
  const paths = options.paths.filter((path) => path !== '-');
  const files: FoundFile[] =
    options.paths.length > 0 && paths.length === 0
      ? []
      : await discover({ cwd: io.cwd, paths, include: config.include, exclude: config.exclude, pageFolders });
  if (options.stdin !== undefined)
    files.push({ path: options.stdin.name, text: options.stdin.text, named: true });
  return { config, project: readProject(files, config.settings), files };
}

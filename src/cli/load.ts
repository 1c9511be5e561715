import type { AnyCheck } from '../checks/contract.ts';
import { newerReleaseNotes } from '../config/newer-releases.ts';
import type { Config } from '../config/types.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { FoundFile } from '../project/discover.ts';
import { readProject } from '../project/read-project.ts';
import type { Project } from '../project/project.ts';
import { findFiles } from './find-files.ts';
import type { FindOptions } from './find-files.ts';
import type { Io } from './io.ts';
import { configOf, loadLayers } from './load-config.ts';

export interface LoadOptions {
  readonly paths: readonly string[];
  /** Path of the configuration; undefined: rulecheck.yaml or .rulecheck.yaml in the working directory. */
  readonly config?: string;
  /** Load the plugins that the configuration names (default: they are left alone). */
  readonly plugins?: true;
  /** What came on standard input, where a path is `-`. */
  readonly stdin?: { readonly name: string; readonly text: string };
}

export interface Loaded {
  readonly config: Config;
  /** The checks of plugins. */
  readonly pluginChecks: readonly AnyCheck[];
  /** Plugins that could not be loaded. */
  readonly pluginFailures: readonly Diagnostic[];
  readonly project: Project;
  /** What the project was read from. */
  readonly files: readonly FoundFile[];
}

/** Reads configuration and project. @throws UserError for what the user has to mend first */
export async function load(options: LoadOptions, io: Io): Promise<Loaded> {
  const { config, pluginChecks, pluginFailures } = await configuration(options, io);
  for (const note of newerReleaseNotes(config.settings)) io.stderr.write(`note: ${note}\n`);
  const pageFolders = config.settings.runbooks.map((mapping) => mapping.folder);
  const paths = options.paths.filter((path) => path !== '-');
  const find: FindOptions = {
    cwd: io.cwd,
    paths,
    include: config.include,
    exclude: config.exclude,
    pageFolders,
    onlyStdin: options.paths.length > 0 && paths.length === 0,
  };
  const files = await (io.trace === undefined ? findFiles(find) : io.trace.find(find));
  if (options.stdin !== undefined)
    files.push({ path: options.stdin.name, text: options.stdin.text, named: true });
  return { config, pluginChecks, pluginFailures, project: readProject(files, config.settings), files };
}

async function configuration(
  options: LoadOptions,
  io: Io,
): Promise<Pick<Loaded, 'config' | 'pluginChecks' | 'pluginFailures'>> {
  const layers = await loadLayers(options.config, io);
  if (options.plugins !== true || layers.every(({ raw }) => raw.plugins === undefined))
    return { config: configOf(layers), pluginChecks: [], pluginFailures: [] };
  // They are code, which may look at anything.
  io.trace?.refuse();
  const { loadPlugins } = await import('./plugins.ts');
  const plugins = await loadPlugins(layers, options.config !== undefined, io);
  return {
    config: configOf(plugins.layers),
    pluginChecks: plugins.checks,
    pluginFailures: plugins.failures,
  };
}

import { dirname } from 'node:path';
import { CHECKS } from '../../checks/index.generated.ts';
import { EXIT } from '../../diagnostics/exit-code.ts';
import { effectiveConfig } from '../../lint/effective.ts';
import type { EffectiveConfig } from '../../lint/effective.ts';
import { displayPath } from '../../project/discover.ts';
import { findOwners } from '../../project/find-owners.ts';
import { Owners } from '../../project/owners.ts';
import { printConfig } from '../../reporters/config.ts';
import { styleFor, userPath } from '../io.ts';
import type { Io } from '../io.ts';
import { loadLayers } from '../load-config.ts';
import { enter } from '../load.ts';
import { loadPlugins } from '../plugins.ts';
import { pathFrom } from '../relocate.ts';

export interface ConfigOptions {
  /** The file; undefined: the project as a whole. */
  readonly path: string | undefined;
  readonly config?: string;
  readonly all?: true;
}

/** `rulecheck config`: prints the configuration that holds, each value with its origin. */
export async function configCommand(options: ConfigOptions, outer: Io): Promise<number> {
  const { effective, files, path, owners, io } = await configurationFor(options, outer);
  const style = styleFor(io.stdout, io.env);
  io.stdout.write(printConfig(effective, { files, path, owners, style, all: options.all === true }));
  return EXIT.clean;
}

/** The configuration that holds for a project or one of its files. */
export interface ConfigurationFor {
  readonly effective: EffectiveConfig;
  /** The files that it was read from, the most general first, from the user's folder. */
  readonly files: readonly string[];
  /** The file that it is about, from the root of the project. */
  readonly path: string | undefined;
  readonly owners: readonly string[];
  /** The run, with the project entered. */
  readonly io: Io;
}

/** @throws UserError for a configuration that is wrong or cannot be read */
export async function configurationFor(
  options: Pick<ConfigOptions, 'path' | 'config'>,
  outer: Io,
  withPlugins = true,
): Promise<ConfigurationFor> {
  const about = options.path === undefined ? undefined : userPath(outer, options.path);
  const io = enter(outer, options.config, about === undefined ? undefined : dirname(about));
  const named = options.config !== undefined;
  const plain = await loadLayers(options.config, io);
  const { layers, checks } =
    named && withPlugins ? await loadPlugins(plain, named, io) : { layers: plain, checks: [] };
  const path = about === undefined ? undefined : displayPath(io.cwd, about);
  const today = new Date(io.now()).toISOString().slice(0, 10);
  const codeowners = path === undefined ? undefined : await findOwners(io.cwd);
  const owners = new Owners(codeowners?.text ?? '', codeowners?.ownersBelow).of(path ?? '');
  const effective = effectiveConfig(layers, [...CHECKS, ...checks], path, today, owners);
  const files = layers.map(({ file }) => pathFrom(userPath(io, '.'), file));
  return { effective, files, path, owners, io };
}

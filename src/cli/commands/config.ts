import { resolve } from 'node:path';
import { CHECKS } from '../../checks/index.generated.ts';
import { EXIT } from '../../diagnostics/exit-code.ts';
import { effectiveConfig } from '../../lint/effective.ts';
import { displayPath } from '../../project/discover.ts';
import { findOwners } from '../../project/find-owners.ts';
import { Owners } from '../../project/owners.ts';
import { printConfig } from '../../reporters/config.ts';
import { styleFor } from '../io.ts';
import type { Io } from '../io.ts';
import { loadLayers } from '../load-config.ts';
import { loadPlugins } from '../plugins.ts';

export interface ConfigOptions {
  /** The file to speak of; undefined: the project as a whole. */
  readonly path: string | undefined;
  readonly config?: string;
  readonly all?: true;
}

/** `rulecheck config`: prints the configuration that holds, each value with its origin. */
export async function configCommand(options: ConfigOptions, io: Io): Promise<number> {
  const named = options.config !== undefined;
  const plain = await loadLayers(options.config, io);
  const { layers, checks } = named ? await loadPlugins(plain, named, io) : { layers: plain, checks: [] };
  const path = options.path === undefined ? undefined : displayPath(io.cwd, resolve(io.cwd, options.path));
  const today = new Date(io.now()).toISOString().slice(0, 10);
  const codeowners = path === undefined ? undefined : await findOwners(io.cwd);
  const owners = new Owners(codeowners?.text ?? '', codeowners?.ownersBelow).of(path ?? '');
  const effective = effectiveConfig(layers, [...CHECKS, ...checks], path, today, owners);
  const style = styleFor(io.stdout, io.env);
  const files = layers.map(({ file }) => file.path);
  io.stdout.write(printConfig(effective, { files, path, owners, style, all: options.all === true }));
  return EXIT.clean;
}

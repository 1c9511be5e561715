import { dirname } from 'node:path';
import { CHECKS } from '../../checks/index.generated.ts';
import { EXIT } from '../../diagnostics/exit-code.ts';
import { effectiveConfig } from '../../lint/effective.ts';
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
  /** The file to speak of; undefined: the project as a whole. */
  readonly path: string | undefined;
  readonly config?: string;
  readonly all?: true;
}

/** `rulecheck config`: prints the configuration that holds, each value with its origin. */
export async function configCommand(options: ConfigOptions, outer: Io): Promise<number> {
  const about = options.path === undefined ? undefined : userPath(outer, options.path);
  const io = enter(outer, options.config, about === undefined ? undefined : dirname(about));
  const named = options.config !== undefined;
  const plain = await loadLayers(options.config, io);
  const { layers, checks } = named ? await loadPlugins(plain, named, io) : { layers: plain, checks: [] };
  const path = about === undefined ? undefined : displayPath(io.cwd, about);
  const today = new Date(io.now()).toISOString().slice(0, 10);
  const codeowners = path === undefined ? undefined : await findOwners(io.cwd);
  const owners = new Owners(codeowners?.text ?? '', codeowners?.ownersBelow).of(path ?? '');
  const effective = effectiveConfig(layers, [...CHECKS, ...checks], path, today, owners);
  const style = styleFor(io.stdout, io.env);
  const files = layers.map(({ file }) => pathFrom(userPath(io, '.'), file));
  io.stdout.write(printConfig(effective, { files, path, owners, style, all: options.all === true }));
  return EXIT.clean;
}

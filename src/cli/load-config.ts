import { dirname, join, resolve } from 'node:path';
import type { ConfigFault } from '../config/extend.ts';
import { fromLayers } from '../config/layers.ts';
import type { ConfigLayer } from '../config/layers.ts';
import { DEFAULT_CONFIG } from '../config/types.ts';
import type { Config } from '../config/types.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { displayPath } from '../project/discover.ts';
import { CONFIG_NAMES } from '../project/place.ts';
import { MAX_SETTINGS_BYTES, readRegular, refuse, treeAround } from '../project/read-regular.ts';
import { SourceFile } from '../source/source-file.ts';
import { userPath } from './io.ts';
import type { Io } from './io.ts';

/** What reading a configuration needs of the world. */
type ConfigIo = Pick<Io, 'cwd' | 'from' | 'trace'>;

/** Reads the configuration, if there is one. @throws UserError for what the user has to correct first */
export async function loadConfig(path: string | undefined, io: ConfigIo): Promise<Config> {
  return configOf(await loadLayers(path, io));
}

/** What several files say together; none: the defaults. */
export function configOf(layers: readonly ConfigLayer[]): Config {
  return layers.length === 0 ? DEFAULT_CONFIG : fromLayers(layers);
}

/**
 * Reads the configuration file with all that it extends, the most general first; none where there is no file.
 *
 * @param path from the user's folder; undefined: rulecheck.yaml and the like in the root of the project
 * @throws UserError (exit 2) with every fault
 */
export async function loadLayers(path: string | undefined, io: ConfigIo): Promise<readonly ConfigLayer[]> {
  const file = path === undefined ? findConfig(io) : readNamed(io, path);
  if (file === undefined) return [];
  const { readLayers } = await import('../config/extend.ts');
  const { layers, faults } = await readLayers(file, (reference, from) =>
    Promise.resolve(locate(reference, from, io)),
  );
  refuseFaults(faults, file.path);
  return layers;
}

/** @throws UserError (exit 2) with every fault, if there is one */
export function refuseFaults(faults: readonly ConfigFault[], path: string): void {
  if (faults.length === 0) return;
  const inOrder = [...faults].sort((a, b) => (a.file === b.file ? a.range.start - b.range.start : 0));
  const diagnostics = inOrder.map((fault): Diagnostic => ({
    check: 'config/invalid',
    severity: 'error',
    related: [],
    ...fault,
  }));
  throw new UserError(`the configuration ${path} is invalid, so nothing was checked`, EXIT.usage, {
    diagnostics,
  });
}

function findConfig(io: ConfigIo): SourceFile | undefined {
  for (const name of CONFIG_NAMES) {
    const path = resolve(io.cwd, name);
    const file = readIfThere(io, path, treeAround(path, io.cwd));
    if (file !== undefined) return file;
  }
  return undefined;
}

function readNamed(io: ConfigIo, path: string): SourceFile {
  const absolute = userPath(io, path);
  const file = readIfThere(io, absolute, treeAround(absolute, userPath(io, '.')));
  if (file !== undefined) return file;
  return refuse(path, {
    ok: false,
    fault: 'absent',
    reason: 'does not exist, but was given as the configuration',
  });
}

/**
 * @param tree where the file must be; undefined: anywhere
 * @throws UserError for what is there but is not read: to go on without it would be to go on with the defaults
 */
function readIfThere(
  { cwd, trace }: ConfigIo,
  absolute: string,
  tree: string | undefined,
): SourceFile | undefined {
  const reading = readRegular(absolute, { tree, maxBytes: MAX_SETTINGS_BYTES });
  if (!reading.ok && reading.fault !== 'absent') refuse(displayPath(cwd, absolute), reading);
  const text = reading.ok ? reading.bytes.toString('utf8') : undefined;
  trace?.read(absolute, text);
  return text === undefined ? undefined : new SourceFile(displayPath(cwd, absolute), text, cwd);
}

const PACKAGE = /^(?:@[\w.-]+\/)?[\w-][\w.-]*(?:\/[\w-][\w./-]*)?$/;

/** A relative path from the file that names it, or a package in a node_modules folder above that. */
function locate(reference: string, from: SourceFile, io: ConfigIo): SourceFile | undefined {
  const folder = dirname(resolve(io.cwd, from.path));
  // What a file of the working tree names is in the tree, too; a configuration from elsewhere is the user's own.
  const tree = treeAround(resolve(io.cwd, from.path), io.cwd);
  if (/^\.{1,2}\//.test(reference)) return readIfThere(io, resolve(folder, reference), tree);
  if (!PACKAGE.test(reference) || reference.split('/').includes('..')) return undefined;
  for (let above = folder; ; above = dirname(above)) {
    for (const name of /\.ya?ml$/.test(reference) ? [''] : CONFIG_NAMES) {
      const file = readIfThere(io, join(above, 'node_modules', reference, name), tree);
      if (file !== undefined) return file;
    }
    if (above === dirname(above)) return undefined;
  }
}

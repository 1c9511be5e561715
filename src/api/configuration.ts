import { resolve } from 'node:path';
import { configurationFor } from '../cli/commands/config.ts';
import type { EffectiveEntry } from '../lint/effective.ts';
import { libraryIo } from './io.ts';
import type { FileOptions } from './lint.ts';

/** The configuration that holds for a project or one of its files. */
export interface Configuration {
  /** The root of the project, an absolute path. */
  readonly root: string;
  /** The files that it was read from, the most general first; empty: the defaults hold. */
  readonly files: readonly string[];
  /**
   * Every value that holds, with the keys of `rulecheck.yaml` and the defaults filled in: `preset`, `prometheus.version`;
   * below `checks` each check by its id, with its `severity` and options.
   */
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * Loads the configuration, as `rulecheck config` does. Plugins that it names are not loaded.
 *
 * @param options.path the file for which it holds: overrides for that file count; default: the project as a whole
 * @throws UserError (with `message` and `help`) for a configuration that is wrong or cannot be read
 */
export async function loadConfiguration(
  options: FileOptions & { readonly path?: string } = {},
): Promise<Configuration> {
  const asked = { path: options.path, ...(options.config === undefined ? {} : { config: options.config }) };
  const found = await configurationFor(asked, libraryIo(resolve(options.cwd ?? '.')), false);
  return { root: found.io.cwd, files: found.files, values: nested(found.effective.entries) };
}

/** Values with their keys from the top become an object of objects. */
function nested(entries: readonly EffectiveEntry[]): Record<string, unknown> {
  const top = new Map<string, unknown>();
  for (const { path, value } of entries) {
    let at = top;
    for (const key of path.slice(0, -1)) at = below(at, key);
    at.set(path.at(-1)!, value);
  }
  return plain(top);
}

function below(map: Map<string, unknown>, key: string): Map<string, unknown> {
  const inner = map.get(key);
  if (inner instanceof Map) return inner as Map<string, unknown>;
  const made = new Map<string, unknown>();
  map.set(key, made);
  return made;
}

function plain(map: ReadonlyMap<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    [...map].map(([key, value]) => [
      key,
      value instanceof Map ? plain(value as Map<string, unknown>) : value,
    ]),
  );
}

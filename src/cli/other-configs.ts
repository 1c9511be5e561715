import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { CONFIG_NAMES, placeOf } from '../project/place.ts';
import { printablePath } from '../util/printable.ts';
import type { Io } from './io.ts';

/** What somebody may take for the name of a configuration. */
const LIKE_A_CONFIG = /^\.?rulecheck\.(?:ya?ml|json|toml)$/i;

/** Says which files look like the configuration of the project and are not read: without it they are without effect. */
export function tellOtherConfigs(io: Io): void {
  const { config } = placeOf(io.cwd);
  const used = config === undefined ? undefined : basename(config);
  const others = namesIn(io.cwd).filter(
    (name) => LIKE_A_CONFIG.test(name) && name.toLowerCase() !== used?.toLowerCase(),
  );
  for (const name of others) {
    const why = used === undefined ? `a configuration is called ${CONFIG_NAMES.join(', ')}` : `"${used}" is`;
    io.stderr.write(`note: "${printablePath(name)}" is not read as the configuration; ${why}\n`);
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    // The search of the folder says the fault of it.
    return [];
  }
}

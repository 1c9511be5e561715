import { basename } from 'node:path';
import { parseLayer } from '../../config/parse.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { CONFIG_NAMES } from '../../project/place.ts';
import { SourceFile } from '../../source/source-file.ts';

/** Is this the path of a configuration of rulecheck? */
export function isConfigFile(path: string): boolean {
  return CONFIG_NAMES.includes(basename(path));
}

/** The faults of the text of a configuration in itself; settings of plugins are ignored. */
export function configFaults(path: string, text: string): readonly Diagnostic[] {
  const file = new SourceFile(path, text);
  return parseLayer(file, 'set-apart').issues.map((issue) => ({
    check: 'config/invalid',
    severity: 'error',
    related: [],
    ...issue,
    file,
  }));
}

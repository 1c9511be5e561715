import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../shared/conformance/', import.meta.url));

/**
 * Path of a file or folder of the conformance data that may lie beside the checkout (`../shared/conformance`),
 * or undefined where it is absent: the caller then skips its tests with a clear line.
 */
export function conformancePath(...parts: string[]): string | undefined {
  const path = ROOT + parts.join('/');
  return existsSync(path) ? path : undefined;
}

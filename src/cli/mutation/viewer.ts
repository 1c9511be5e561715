import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * The script of mutation-testing-elements, which shows a report in a browser. The build puts it, compressed, in the place of
 * this module (scripts/build/packed-viewer.js); from the sources it is read from where npm has installed it.
 */
export function mutationViewer(): string {
  const find = createRequire(join(process.cwd(), 'package.json'));
  return readFileSync(find.resolve('mutation-testing-elements/dist/mutation-test-elements.js'), 'utf8');
}

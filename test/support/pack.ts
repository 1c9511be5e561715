import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseConfig } from '../../src/config/parse.ts';
import { discover } from '../../src/project/discover.ts';
import type { Project } from '../../src/project/project.ts';
import { readProject } from '../../src/project/read-project.ts';
import { SourceFile } from '../../src/source/source-file.ts';

/** The root of the checkout. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The shipped pack with its configuration, as `rulecheck` reads it. */
export async function readPack(): Promise<{
  project: Project;
  config: ReturnType<typeof parseConfig>['config'];
}> {
  const { config } = parseConfig(
    new SourceFile('rulecheck.yaml', readFileSync(`${ROOT}rulecheck.yaml`, 'utf8')),
  );
  const pageFolders = config.settings.runbooks.map(({ folder }) => folder);
  const files = await discover({
    cwd: ROOT,
    paths: [],
    include: config.include,
    exclude: config.exclude,
    pageFolders,
  });
  return { project: readProject(files, config.settings), config };
}

import { discover } from '../project/discover.ts';
import type { DiscoverOptions, FoundFile } from '../project/discover.ts';
import { findOwners } from '../project/find-owners.ts';

export interface FindOptions extends DiscoverOptions {
  /** Standard input is what is looked at, and no file was named besides. */
  readonly onlyStdin: boolean;
}

/** Finds and reads the files of a run, and who owns them. @throws UserError as `discover` does */
export async function findFiles({ onlyStdin, ...options }: FindOptions): Promise<FoundFile[]> {
  const files = onlyStdin ? [] : await discover(options);
  const owners = await findOwners(options.cwd);
  return owners === undefined ? files : [...files, owners];
}

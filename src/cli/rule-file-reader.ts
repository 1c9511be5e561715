import { statSync } from 'node:fs';
import { displayPath } from '../project/discover.ts';
import { MAX_FILE_BYTES, readRegular, refuse } from '../project/read-regular.ts';
import type { RuleFileReader } from '../testing/index.ts';
import { globPaths } from '../tools/index.ts';
import { isBelow, realPath, repositoryTop } from '../tools/working-tree.ts';

/**
 * Finds and reads the rule files that tests name. A name in a test file of a pull request may be `/dev/zero` or that of
 * any file of this machine: everything except a regular file, and links that lead out of the repository that the test file is
 * in, is
 * refused before promtool hears of it.
 */
export function ruleFileReader(cwd: string): RuleFileReader {
  const read = (path: string): string => {
    const reading = readRegular(path, { tree: undefined, maxBytes: MAX_FILE_BYTES });
    return reading.ok ? reading.bytes.toString('utf8') : refuse(displayPath(cwd, path), reading);
  };
  return {
    glob: async (pattern, folder) => {
      const files = (await globPaths(pattern, folder)).filter((path) => kindOf(path) !== 'none');
      for (const path of files) refuseUnsafe(path, folder, cwd);
      return files;
    },
    read: (path) => Promise.resolve(read(path)),
  };
}

function kindOf(path: string): 'file' | 'none' | 'other' {
  const info = statSync(path, { throwIfNoEntry: false });
  if (info === undefined || info.isDirectory()) return 'none';
  return info.isFile() ? 'file' : 'other';
}

/** @throws UserError (exit 2) */
function refuseUnsafe(path: string, folder: string, cwd: string): void {
  const shown = displayPath(cwd, path);
  if (kindOf(path) === 'other')
    refuse(shown, {
      ok: false,
      fault: 'not-a-file',
      reason: 'is a device or a pipe, but rule_files refers to it',
    });
  const top = repositoryTop(realPath(folder));
  if (top !== undefined && !isBelow(realPath(path), top))
    refuse(shown, {
      ok: false,
      fault: 'outside',
      reason: 'is outside the repository, but rule_files refers to it',
    });
}

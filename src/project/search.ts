import { basename, dirname, join, resolve, sep } from 'node:path';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { FOREIGN_EXTENSIONS } from '../documents/foreign.ts';
import { BoundReached } from './bounds.ts';
import type { Budget } from './bounds.ts';
import { GitIgnore } from './git-ignore.ts';
import { globFolder } from './glob-folder.ts';
import { CONFIG_NAMES, isWithin } from './place.ts';

export interface SearchOptions {
  /** The project's root. */
  readonly cwd: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Folders (relative) whose Markdown pages belong to the project. */
  readonly pageFolders: readonly string[];
  /** Configurations in folders below begin no projects of their own. */
  readonly onlyProject?: true;
}

/** How a single folder is searched. */
export interface FolderSearch extends SearchOptions {
  readonly budget: Budget;
  /** Leave out the folders below it. */
  readonly shallow?: true;
  /** A folder below it that cannot be read is a bound, not an error. */
  readonly isLenient?: boolean;
}

/** What a search found; paths are absolute. */
export interface SearchResult {
  readonly files: readonly string[];
  /** The configurations of projects inside this one, whose files are not among the others. */
  readonly nested: readonly string[];
}

const EXTENSIONS = '{yml,yaml,json,rules,rule,tmpl,alloy}';
const ALWAYS_IGNORED = [
  '**/node_modules/**',
  '**/.git/**',
  '**/.terraform/**',
  '**/vendor/**',
  '**/package-lock.json',
];
/** What says how the other files are read. */
const SETTINGS = ['**/.gitignore', '**/.rulecheck.{yaml,yml}', '**/rulecheck.{yaml,yml}'];
const PAGE = /\.(?:md|markdown)$/i;
const PAGES = /(?:^|\/)(?:runbooks?|playbooks?)\//i;

/** Is this the name of a page in Markdown? */
export function isPage(path: string): boolean {
  return PAGE.test(path);
}

/**
 * Searches a folder for YAML, JSON and rule files and for the Markdown pages of runbooks, without what `.gitignore` leaves
 * out and what belongs to a project with a configuration of its own; links out of the folder are not followed.
 *
 * @throws UserError (exit 3) for a folder that cannot be read; BoundReached
 */
export function searchFolder(folder: string, options: FolderSearch): SearchResult {
  const { include } = options;
  const patterns =
    include.length > 0
      ? include
      : [`**/*.${EXTENSIONS}`, '**/*.{md,markdown}', `**/*.{${FOREIGN_EXTENSIONS}}`];
  const ignore = [...ALWAYS_IGNORED, ...options.exclude];
  const found = globFolder([...patterns, ...SETTINGS], {
    cwd: folder,
    ignore,
    isDeep: options.shallow !== true,
    onEntry: () => options.budget.take('entries', 1),
  });
  const paths = found.files.map((path) => resolve(folder, path)).filter((path) => isWithin(path, folder));
  const gitIgnore = new GitIgnore(
    folder,
    paths.filter((path) => basename(path) === '.gitignore'),
  );
  const kept = paths.filter((path) => basename(path) !== '.gitignore' && !gitIgnore.ignores(path));
  for (const { path, code } of found.unreadable) {
    if (gitIgnore.ignores(join(folder, path, 'x'))) continue;
    if (options.isLenient === true) throw new BoundReached({ bound: 'readable', limit: 0 });
    refuseFolder(path === '' ? folder : path, code);
  }
  const nested =
    options.onlyProject === true ? [] : outermost(kept.filter((path) => isConfigBelow(path, folder)));
  const isOurs = (path: string): boolean => !nested.some((config) => isWithin(path, dirname(config)));
  const pageFolders = options.pageFolders.map((page) => resolve(options.cwd, page));
  const isWanted = (path: string): boolean =>
    !PAGE.test(path) ||
    PAGES.test(path.split(sep).join('/')) ||
    pageFolders.some((pages) => isWithin(path, pages));
  const files = kept.filter((path) => isOurs(path) && !isConfig(path) && isWanted(path));
  options.budget.take('files', files.length);
  return { files, nested };
}

/** Its content may be broken: a run that leaves it out silently would be green. */
function refuseFolder(path: string, code: string): never {
  throw new UserError(
    `cannot read the folder "${path}": ${code}`,
    EXIT.failure,
    'check the permissions, or exclude the folder: "exclude" in rulecheck.yaml, or .gitignore',
  );
}

const isConfig = (path: string): boolean => CONFIG_NAMES.includes(basename(path));

const isConfigBelow = (path: string, folder: string): boolean => isConfig(path) && dirname(path) !== folder;

/** One configuration for each folder, none of which is in the folder of another. */
function outermost(configs: readonly string[]): string[] {
  const order = (path: string): number => CONFIG_NAMES.indexOf(basename(path));
  const sorted = [...configs].sort((a, b) => a.length - b.length || order(a) - order(b));
  const chosen: string[] = [];
  for (const config of sorted)
    if (!chosen.some((other) => isWithin(dirname(config), dirname(other)))) chosen.push(config);
  return chosen;
}

import { open, readFile, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import ignore from 'ignore';
import { glob } from 'tinyglobby';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { errorCode } from '../util/error-code.ts';
import { mayMatter } from '../documents/may-matter.ts';

/** One file's content, or why it could not be had. */
export interface FoundFile {
  /** Relative to the working directory, forward slashes. */
  readonly path: string;
  readonly text: string;
  /** Named on the command line, not found in a folder. */
  readonly named: boolean;
  /** Read only because what was asked for links to it: nothing is said of the file itself. */
  readonly context?: true;
  readonly problem?: 'binary' | 'not-utf8' | 'too-large';
  /** Of a CODEOWNERS file: the working directory's path from where its patterns start. */
  readonly ownersBelow?: string;
}

export interface DiscoverOptions {
  readonly cwd: string;
  /** Files and folders to look at; empty: the working directory. */
  readonly paths: readonly string[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Folders (relative) whose Markdown pages belong to the project. */
  readonly pageFolders: readonly string[];
}

/** Files larger than this (bytes) are not read: 50,000 rules take about half of it. */
export const MAX_FILE_BYTES = 48 * 1024 * 1024;

const EXTENSIONS = '{yml,yaml,json,rules,rule,tmpl}';
const ALWAYS_IGNORED = [
  '**/node_modules/**',
  '**/.git/**',
  '**/.terraform/**',
  '**/vendor/**',
  '**/package-lock.json',
];
const PAGE = /\.(?:md|markdown)$/i;
const PAGES = /(?:^|\/)(?:runbooks?|playbooks?)\//i;

/**
 * Finds and reads the files of a run, in path order. Folders are searched for YAML, JSON and rule files and for
 * the Markdown pages of runbooks, without what .gitignore leaves out; links out of the folder are not followed.
 *
 * @throws UserError (exit 2) for a path that does not exist, (exit 3) for one that cannot be read
 */
export async function discover(options: DiscoverOptions): Promise<FoundFile[]> {
  const { cwd } = options;
  const named = new Set<string>();
  const found = new Set<string>();
  for (const path of options.paths.length > 0 ? options.paths : ['.']) {
    const absolute = resolve(cwd, path);
    const info = await stat(absolute).catch((error: unknown) => failure(path, error));
    if (info.isDirectory()) for (const file of await searchFolder(absolute, options)) found.add(file);
    else {
      named.add(absolute);
      found.add(absolute);
    }
  }
  const context = new Set<string>();
  if (options.paths.length > 0)
    for (const page of await pagesOf(options)) if (!found.has(page)) context.add(page);
  const sorted = [...found, ...context].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const files: FoundFile[] = [];
  for (const absolute of sorted) {
    const file = await readOne(absolute, displayPath(cwd, absolute), named.has(absolute));
    if (file !== undefined) files.push(context.has(absolute) ? { ...file, context: true } : file);
  }
  return files;
}

/** A path as reports show it: relative to the working directory where it lies below it, forward slashes. */
export function displayPath(cwd: string, absolute: string): string {
  const path = relative(cwd, absolute);
  const shown =
    path.startsWith('..') && path.split(sep).filter((part) => part === '..').length > 2 ? absolute : path;
  return shown.split(sep).join('/');
}

/** The pages of the configured runbook folders, which rules link to wherever they lie. */
async function pagesOf(options: DiscoverOptions): Promise<string[]> {
  const folders = options.pageFolders.map((folder) => resolve(options.cwd, folder));
  const isFolder = (path: string): Promise<boolean> =>
    stat(path).then(
      (info) => info.isDirectory(),
      () => false,
    );
  const pages: string[] = [];
  for (const folder of folders)
    if (await isFolder(folder)) pages.push(...(await searchFolder(folder, { ...options, include: [] })));
  return pages.filter((path) => PAGE.test(path));
}

async function searchFolder(folder: string, options: DiscoverOptions): Promise<string[]> {
  const patterns =
    options.include.length > 0 ? [...options.include] : [`**/*.${EXTENSIONS}`, '**/*.{md,markdown}'];
  const paths = await glob(patterns, {
    cwd: folder,
    ignore: [...ALWAYS_IGNORED, ...options.exclude],
    followSymbolicLinks: false,
    dot: false,
    expandDirectories: false,
  });
  const gitignore = ignore().add(await readFile(resolve(folder, '.gitignore'), 'utf8').catch(() => ''));
  const pageFolders = options.pageFolders.map((page) => resolve(options.cwd, page) + sep);
  return paths
    .filter((path) => !path.startsWith('..') && !isAbsolute(path) && !gitignore.ignores(path))
    .map((path) => resolve(folder, path))
    .filter(
      (path) =>
        !PAGE.test(path) ||
        PAGES.test(path.split(sep).join('/')) ||
        pageFolders.some((page) => path.startsWith(page)),
    );
}

async function readOne(absolute: string, path: string, named: boolean): Promise<FoundFile | undefined> {
  const info = await stat(absolute).catch((error: unknown) => failure(path, error));
  // A pipe that somebody named (`<(helm template ...)`) is read; one that lies in a folder would never end.
  if (!named && !info.isFile()) return undefined;
  if (info.size > MAX_FILE_BYTES) {
    const ours = named || mayMatter(await beginningOf(absolute, path));
    return ours ? { path, text: '', named, problem: 'too-large' } : undefined;
  }
  const bytes = await readFile(absolute).catch((error: unknown) => failure(path, error));
  const utf16 = utf16Text(bytes);
  if (utf16 !== undefined)
    return named || mayMatter(utf16) ? { path, text: utf16, named, problem: 'not-utf8' } : undefined;
  const zeros = countZeros(bytes.subarray(0, 8192));
  const binary = (): FoundFile | undefined =>
    named ? { path, text: '', named, problem: 'binary' } : undefined;
  if (zeros > Math.min(bytes.length, 8192) / 10) return binary();
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    if (zeros > 0) return binary();
    const loose = new TextDecoder('utf-8').decode(bytes);
    return named || mayMatter(loose, path) ? { path, text: loose, named, problem: 'not-utf8' } : undefined;
  }
  const page = PAGE.test(path);
  return named || page || mayMatter(text, path) ? { path, text, named } : undefined;
}

/** A text may hold a stray zero byte, which Go's YAML reader refuses; a binary file is full of them, or no UTF-8. */
function countZeros(bytes: Uint8Array): number {
  let zeros = 0;
  for (const byte of bytes) if (byte === 0) zeros++;
  return zeros;
}

const BEGINNING_BYTES = 1024 * 1024;

/** The first MiB of a file that is too large to be read whole. */
async function beginningOf(absolute: string, path: string): Promise<string> {
  const handle = await open(absolute).catch((error: unknown) => failure(path, error));
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(BEGINNING_BYTES), 0, BEGINNING_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The text of a file with UTF-16's byte order mark, as some editors save it; undefined: it has none. */
function utf16Text(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return undefined;
}

function failure(path: string, error: unknown): never {
  const code = errorCode(error);
  if (code === 'ENOENT')
    throw new UserError(
      `there is no file or folder "${path}"`,
      EXIT.usage,
      'check the path; it is relative to the working directory',
    );
  throw new UserError(`"${path}" cannot be read: ${code}`, EXIT.failure, 'check the permissions');
}

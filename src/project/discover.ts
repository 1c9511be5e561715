import { createReadStream, lstatSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { errorCode } from '../util/error-code.ts';
import { foreignFormat, isForeignKind } from '../documents/foreign.ts';
import { mayMatter } from '../documents/may-matter.ts';
import { isBelow, realPath } from '../tools/working-tree.ts';
import { isWithin } from './place.ts';
import { readPipe } from './read-pipe.ts';
import { MAX_FILE_BYTES, leadsOut, readRegular, refuse, treeAround } from './read-regular.ts';
import type { ReadLimits } from './read-regular.ts';
import { isPage, searchFolder } from './search.ts';
import type { SearchOptions, SearchResult } from './search.ts';
import { append } from '../util/append.ts';

/** One file's content, or why it could not be had. */
export interface FoundFile {
  /** Relative to the project's root, forward slashes. */
  readonly path: string;
  /** The project's root (absolute); undefined: the text is no file of a folder. */
  readonly base?: string;
  readonly text: string;
  /** Named on the command line, not found in a folder. */
  readonly named: boolean;
  /** Read only because what was asked for links to it: nothing is said of the file itself. */
  readonly context?: true;
  /** A file of the project that is not among those to report on: it is known, and findings in it are left out. */
  readonly unreported?: true;
  /** The tool whose alerting this seems to be, in a form that rulecheck does not read. */
  readonly foreign?: string;
  /** The configuration of a project inside this one, which everything below its folder belongs to. */
  readonly nested?: true;
  readonly problem?: 'binary' | 'not-utf8' | 'too-large' | 'outside';
  /** Of a CODEOWNERS file: the working directory's path from where its patterns start. */
  readonly ownersBelow?: string;
}

export interface DiscoverOptions extends SearchOptions {
  /** The folder that `paths` are relative to (absolute); undefined: the project's root. */
  readonly from?: string;
  /** Files and folders to report on; empty: the folder that they are relative to. */
  readonly paths: readonly string[];
  /** Folders (relative) of other projects whose files are known here too. */
  readonly contextFolders?: readonly string[];
  /** Leave out named files that a search of the project does not find: excluded, ignored or of another kind. */
  readonly onlySearched?: true;
}

/**
 * Finds and reads the files of a project, in path order: all that a search of its root finds, what was named, and what is
 * known of other projects. Files that nobody asked for are marked; a project that begins below is named by its
 * configuration alone.
 *
 * @throws UserError (exit 2) for a path that does not exist, (exit 3) for one that cannot be read
 */
export async function discover(given: DiscoverOptions): Promise<FoundFile[]> {
  // Paths are compared as texts: a slash at the end of the folder would put every file outside of it.
  const options = { ...given, cwd: resolve(given.cwd) };
  const { cwd } = options;
  const asked = await askedFor(options);
  const { folders } = asked;
  const { files, nested } = searchAll(folders, options);
  const isLeftOut = (path: string): boolean => options.onlySearched === true && !files.includes(path);
  const named = new Set(asked.named.filter((path) => !isLeftOut(path)));
  const found = new Set([...files, ...named]);
  const context = new Set((await pagesOf(options, files)).filter((page) => !found.has(page)));
  const others = new Set((await contextOf(options)).filter((path) => !found.has(path)));
  const isAsked = (path: string): boolean =>
    asked.everything || named.has(path) || folders.some((folder) => isWithin(path, folder));
  const result: FoundFile[] = [];
  for (const absolute of inOrder([...found, ...context, ...others])) {
    const file = await readOne(absolute, displayPath(cwd, absolute), named.has(absolute), cwd);
    if (file === undefined) continue;
    const unreported = others.has(absolute) || !isAsked(absolute);
    result.push({
      ...file,
      base: cwd,
      ...(context.has(absolute) ? { context: true } : {}),
      ...(unreported ? { unreported: true } : {}),
    });
  }
  for (const config of inOrder(nested))
    result.push({ path: displayPath(cwd, config), text: '', named: false, nested: true });
  return result;
}

const inOrder = (paths: readonly string[]): string[] =>
  [...paths].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

/** What to report on; paths are absolute. */
interface AskedFor {
  readonly named: readonly string[];
  readonly folders: readonly string[];
  /** The whole project. */
  readonly everything: boolean;
}

async function askedFor(options: DiscoverOptions): Promise<AskedFor> {
  const { cwd, from = cwd } = options;
  const named: string[] = [];
  const folders: string[] = [];
  for (const path of options.paths) {
    const absolute = resolve(from, path);
    const info = await stat(absolute).catch((error: unknown) => failure(path, error));
    if (leadsOut(absolute, from)) refuseOutside(path);
    if (info.isDirectory()) folders.push(absolute);
    else named.push(absolute);
  }
  if (options.paths.length === 0 && from !== cwd) folders.push(from);
  return { named, folders, everything: options.paths.length === 0 && from === cwd };
}

/** Searches the project, and those of the folders in which that finds nothing: they may be hidden, ignored or outside. */
function searchAll(folders: readonly string[], options: DiscoverOptions): SearchResult {
  const project = searchFolder(options.cwd, options);
  const results = [project];
  for (const folder of folders) {
    const isSearched = [...project.files, ...project.nested].some((path) => isWithin(path, folder));
    if (!isSearched) results.push(searchFolder(folder, options));
  }
  return {
    files: results.flatMap(({ files }) => files),
    nested: [...new Set(results.flatMap(({ nested }) => nested))],
  };
}

/** A path as reports show it: relative to the working directory where it lies below it, forward slashes. */
export function displayPath(cwd: string, absolute: string): string {
  const path = relative(cwd, absolute);
  const shown =
    path.startsWith('..') && path.split(sep).filter((part) => part === '..').length > 2 ? absolute : path;
  return shown.split(sep).join('/');
}

/** The pages of the configured runbook folders, which rules link to wherever they lie. */
async function pagesOf(options: DiscoverOptions, found: readonly string[]): Promise<string[]> {
  const everything = { ...options, include: [], onlyProject: true as const };
  const unsearched = options.pageFolders.filter((folder) => {
    const absolute = resolve(options.cwd, folder);
    return !found.some((path) => isPage(path) && isWithin(path, absolute));
  });
  return (await searchEach(unsearched, everything)).filter(isPage);
}

/** The files of other projects that the configuration says are known here. */
function contextOf(options: DiscoverOptions): Promise<string[]> {
  return searchEach(options.contextFolders ?? [], { ...options, include: [], exclude: [] });
}

async function searchEach(folders: readonly string[], options: DiscoverOptions): Promise<string[]> {
  const paths: string[] = [];
  for (const folder of folders.map((each) => resolve(options.cwd, each))) {
    const isFolder = await stat(folder).then(
      (info) => info.isDirectory(),
      () => false,
    );
    if (isFolder) append(paths, searchFolder(folder, options).files);
  }
  return paths;
}

/** @param cwd the project's root */
async function readOne(
  absolute: string,
  path: string,
  named: boolean,
  cwd: string,
): Promise<FoundFile | undefined> {
  const limits = { tree: treeAround(absolute, cwd), maxBytes: MAX_FILE_BYTES };
  if (limits.tree !== undefined && !isBelow(realPath(absolute), limits.tree)) {
    if (named) refuseOutside(path);
    return { path, text: '', named, problem: 'outside' };
  }
  // What a link in the tree leads to is found where it is.
  if (!named && lstatSync(absolute, { throwIfNoEntry: false })?.isSymbolicLink() === true) return undefined;
  const info = await stat(absolute).catch((error: unknown) => failure(path, error));
  if (!named && !info.isFile()) return undefined;
  if (info.size > MAX_FILE_BYTES) {
    const ours = named || mayMatter(await beginningOf(absolute, path));
    return ours ? { path, text: '', named, problem: 'too-large' } : undefined;
  }
  // A pipe that the user named elsewhere (`<(helm template ...)`) is read; one in the tree may never end.
  const isPipe = info.isFIFO() && limits.tree === undefined;
  const bytes = isPipe ? await readNamedPipe(absolute, path) : readWhole(absolute, path, limits);
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
  const page = isPage(path);
  const foreign = page ? undefined : foreignFormat(path, text);
  const isOurs = named || page || (!isForeignKind(path) && mayMatter(text, path));
  if (foreign !== undefined) return { path, text: isOurs ? text : '', named, foreign };
  return isOurs ? { path, text, named } : undefined;
}

function readWhole(absolute: string, path: string, limits: ReadLimits): Buffer {
  const reading = readRegular(absolute, limits);
  return reading.ok ? reading.bytes : refuse(path, reading);
}

/** A pipe that the user named: `<(helm template ...)`. */
async function readNamedPipe(absolute: string, path: string): Promise<Buffer> {
  try {
    return await readPipe(createReadStream(absolute), path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    return failure(path, error);
  }
}

function refuseOutside(path: string): never {
  return refuse(path, {
    ok: false,
    fault: 'outside',
    reason: 'is a link to a target outside the working tree',
  });
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
      `the file or folder "${path}" does not exist`,
      EXIT.usage,
      'check the path, which is relative to the working directory',
    );
  throw new UserError(`cannot read "${path}": ${code}`, EXIT.failure, 'check the permissions');
}

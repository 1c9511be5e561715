import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RE2JS } from 're2js';

/**
 * The files that a pattern names, as Go's filepath.Glob finds them (which is how Prometheus and promtool read
 * `rule_files`): `*` and `?` stay within one folder, `[a-z]` is a class, `**` means no more than `*`. Sorted by name.
 *
 * @param folder where a relative pattern starts
 */
export async function globFiles(pattern: string, folder: string): Promise<string[]> {
  const paths = await globPaths(pattern, folder);
  const files = await Promise.all(paths.map(async (path) => ((await isFile(path)) ? [path] : [])));
  return files.flat();
}

/** As globFiles, but of any kind: folders and devices too, and a name without a wildcard whether it is there or not. */
export async function globPaths(pattern: string, folder: string): Promise<string[]> {
  const absolute = pattern.startsWith('/');
  let paths = [absolute ? '/' : folder];
  for (const segment of pattern.split('/')) {
    if (segment === '') continue;
    const next: string[] = [];
    for (const path of paths) next.push(...(await step(path, segment)));
    paths = next;
  }
  return paths;
}

async function step(path: string, segment: string): Promise<string[]> {
  if (!/[*?[\]\\]/.test(segment)) return [join(path, segment)];
  const pattern = segmentPattern(segment);
  if (pattern === undefined) return [];
  const names = await readdir(path).catch(() => []);
  return names
    .filter((name) => pattern.matches(name))
    .sort()
    .map((name) => join(path, name));
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** The regular expression of one segment of a Go pattern, or undefined where the pattern is malformed. */
function segmentPattern(segment: string): RE2JS | undefined {
  let source = '';
  for (let i = 0; i < segment.length; i++) {
    const c = segment[i]!;
    if (c === '*') source += '[^/]*';
    else if (c === '?') source += '[^/]';
    else if (c === '[') {
      const end = segment.indexOf(']', i + 2);
      if (end < 0) return undefined;
      const body = segment.slice(i + 1, end);
      source += `[${body.replace(/\[/g, '\\[')}]`;
      i = end;
    } else if (c === '\\') {
      i++;
      source += escape(segment[i] ?? '\\');
    } else source += escape(c);
  }
  try {
    return RE2JS.compile(source, RE2JS.DOTALL);
  } catch {
    return undefined;
  }
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

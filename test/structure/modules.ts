import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { globSync } from 'tinyglobby';
import { ROOT } from '../support/pack.ts';

/** One import of a module of ours. */
export interface Import {
  readonly to: string;
  /** Nothing of it is left when the types are gone. */
  readonly typeOnly: boolean;
  /** It is loaded when it is needed. */
  readonly dynamic: boolean;
  /** The names that are imported, by their names there; `*` for all. */
  readonly names: readonly string[];
}

const STATEMENT = /^(?:import|export)(\s+type)?\s+(\*(?:\s+as\s+\w+)?|\w+|\{[^}]*\})\s+from\s+'(\.[^']+)';/gm;
const DYNAMIC = /import\('(\.[^']+)'\)/g;

/** The imports of every module below some folders of the repository, by its path. */
export function readModules(patterns: readonly string[]): ReadonlyMap<string, readonly Import[]> {
  const paths = globSync([...patterns], { cwd: ROOT }).sort();
  return new Map(paths.map((path) => [path, importsOf(path, readFileSync(join(ROOT, path), 'utf8'))]));
}

function importsOf(path: string, text: string): Import[] {
  const target = (specifier: string): string => normalize(join(dirname(path), specifier));
  const found: Import[] = [];
  for (const [, type, what = '', specifier = ''] of text.matchAll(STATEMENT)) {
    const names = what.startsWith('{') ? namesOf(what) : ['*'];
    const typeOnly =
      type !== undefined || (names.length > 0 && names.every((name) => name.startsWith('type ')));
    found.push({
      to: target(specifier),
      typeOnly,
      dynamic: false,
      names: names.map((name) => name.replace(/^type /, '')),
    });
  }
  for (const [, specifier = ''] of text.matchAll(DYNAMIC))
    found.push({ to: target(specifier), typeOnly: true, dynamic: true, names: ['*'] });
  return found;
}

function namesOf(braces: string): string[] {
  return braces
    .slice(1, -1)
    .split(',')
    .map((name) => name.trim().replace(/\s+as\s+\w+$/, ''))
    .filter((name) => name !== '');
}

/** Groups of modules that need each other, each as the paths of its members. */
export function circles(modules: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (path: string): void => {
    index.set(path, index.size);
    low.set(path, index.get(path)!);
    stack.push(path);
    for (const to of modules.get(path) ?? []) {
      if (!index.has(to)) visit(to);
      if (stack.includes(to)) low.set(path, Math.min(low.get(path)!, low.get(to)!));
    }
    if (low.get(path) !== index.get(path)) return;
    const group = stack.splice(stack.indexOf(path));
    if (group.length > 1) found.push(group.sort());
  };
  for (const path of modules.keys()) if (!index.has(path)) visit(path);
  return found;
}

import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Characters of a file that cases are made of. */
const MOST = 20_000;

/** The texts of the shipped files in some folders, or of one file. */
export function shipped(paths: readonly string[], wanted = /\.(?:ya?ml|md)$/): string[] {
  return paths.flatMap((path) => {
    const absolute = join(ROOT, path);
    if (statSync(absolute).isFile()) return [readFileSync(absolute, 'utf8')];
    return readdirSync(absolute, { recursive: true, encoding: 'utf8' })
      .filter((name) => wanted.test(name))
      .map((name) => readFileSync(join(absolute, name), 'utf8'))
      .filter((text) => text.length < MOST);
  });
}

/** Parts of the shipped dashboards. */
export function jsonTexts(): string[] {
  return readdirSync(join(ROOT, 'grafana/dashboards'))
    .filter((name) => name.endsWith('.json'))
    .map((name) => {
      const dashboard = JSON.parse(readFileSync(join(ROOT, 'grafana/dashboards', name), 'utf8')) as {
        panels: unknown[];
      };
      return JSON.stringify({ ...dashboard, panels: dashboard.panels.slice(0, 3) });
    })
    .map((text) => text.slice(0, MOST));
}

/** Lines of files as texts of the languages inside them. */
export const linesOf = (files: readonly string[], wanted: RegExp): string[] =>
  files.flatMap((text) => text.split('\n').flatMap((line) => wanted.exec(line)?.[1] ?? []));

import { matchRooted } from './glob-match.ts';

/**
 * A test for paths with forward slashes: `*` and `?` within one folder, `**` across folders, `[a-z]`, `{a,b}`. Time is
 * bounded by the product of both lengths.
 */
export function globTest(glob: string): (path: string) => boolean {
  const pattern = glob.replace(/^\.\//, '');
  return (path) => matchRooted(pattern, path.replace(/^\.\//, ''));
}

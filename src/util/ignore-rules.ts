import { matchSegment } from './glob-match.ts';

interface IgnoreRule {
  readonly negated: boolean;
  /** It matches folders only. */
  readonly folders: boolean;
  /** Names and globs from the top; `**` takes any number of folders. */
  readonly segments: readonly string[];
}

/**
 * The rules of a .gitignore as git reads them: `#` comments, `!` takes back, a `/` at the end matches folders, one
 * before that anchors the pattern, `*` `?` `[a-z]` within a name, `**` across folders. The last rule that matches
 * decides; files below an ignored folder stay ignored. Time is bounded by the product of the lengths of pattern and
 * path, for any pattern. Unlike git, `?` and classes match a character, not a byte.
 */
export class IgnoreRules {
  readonly #rules: readonly IgnoreRule[];
  readonly #folders = new Map<string, boolean>();

  constructor(text: string) {
    const lines = text.replace(/^\uFEFF/, '').split('\n');
    this.#rules = lines.flatMap((line) => parseRule(line) ?? []);
  }

  /** Whether a file is ignored, by itself or with a folder above. @param path from the folder of the rules, with `/` */
  ignores(path: string): boolean {
    return this.judge(path) === true;
  }

  /** Whether a file is ignored (true) or taken back (false); undefined: no rule matches it. */
  judge(path: string): boolean | undefined {
    if (this.#rules.length === 0) return undefined;
    const above = path.lastIndexOf('/');
    if (above > 0 && this.ignoresFolder(path.slice(0, above))) return true;
    return this.#decide(path, false);
  }

  /** Whether a folder is ignored with all that is in it. */
  ignoresFolder(path: string): boolean {
    if (this.#rules.length === 0) return false;
    let known = this.#folders.get(path);
    if (known === undefined) {
      const above = path.lastIndexOf('/');
      known = (above > 0 && this.ignoresFolder(path.slice(0, above))) || this.#decide(path, true) === true;
      this.#folders.set(path, known);
    }
    return known;
  }

  #decide(path: string, isFolder: boolean): boolean | undefined {
    const names = path.split('/');
    const rule = this.#rules.findLast(
      ({ folders, segments }) => (isFolder || !folders) && matchNames(segments, names),
    );
    return rule === undefined ? undefined : !rule.negated;
  }
}

function parseRule(line: string): IgnoreRule | undefined {
  let pattern = withoutTrailingBlanks(line.endsWith('\r') ? line.slice(0, -1) : line);
  if (pattern === '' || pattern.startsWith('#')) return undefined;
  const negated = pattern.startsWith('!');
  if (negated) pattern = pattern.slice(1);
  const folders = pattern.endsWith('/');
  if (folders) pattern = pattern.slice(0, -1);
  const anchored = pattern.includes('/');
  const names = (pattern.startsWith('/') ? pattern.slice(1) : pattern).split('/');
  if (names.every((name) => name === '')) return undefined;
  return { negated, folders, segments: anchored ? names : ['**', ...names] };
}

/** Blanks at the end do not count, unless a backslash is before them. */
function withoutTrailingBlanks(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === ' ' && line[end - 2] !== '\\') end--;
  return line.slice(0, end);
}

/** `**` takes any number of folders; at the end it takes at least one name. Goes back to the last `**` only. */
function matchNames(pattern: readonly string[], names: readonly string[]): boolean {
  let p = 0;
  let i = 0;
  let many = -1;
  let resume = 0;
  while (i < names.length) {
    const name = pattern[p];
    if (name === '**') {
      if (p === pattern.length - 1) return true;
      many = p++;
      resume = i;
    } else if (name !== undefined && matchSegment(name, names[i]!)) {
      p++;
      i++;
    } else if (many >= 0) {
      p = many + 1;
      i = ++resume;
    } else return false;
  }
  return p === pattern.length;
}

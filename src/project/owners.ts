import { IgnoreRules } from '../util/ignore-rules.ts';
import { matchName } from '../util/glob-match.ts';

const NOBODY: readonly string[] = [];

interface OwnerEntry {
  readonly matcher: IgnoreRules;
  /** None: whoever an earlier line gave the file to does not own it. */
  readonly owners: readonly string[];
}

/** Lines that are judged on their own: of several, the last that matches a path wins. */
interface Section {
  readonly name: string;
  readonly defaults: readonly string[];
  readonly entries: OwnerEntry[];
}

/**
 * Who owns which files, after a CODEOWNERS file in GitHub's or GitLab's syntax: patterns as in .gitignore, the last
 * that matches wins. GitLab's sections (`[Name][2] @default`, `^[Name]`) are judged one by one, and a file has the
 * owners of all of them; `!pattern` takes files out of a section.
 */
export class Owners {
  readonly #text: string;
  readonly #below: string;
  readonly #known = new Map<string, readonly string[]>();
  #sections: readonly Section[] | undefined;

  /**
   * @param text of a CODEOWNERS file; empty: nobody owns anything
   * @param below the working directory's path from the root of the repository, which the patterns start from; empty or
   * with a slash at its end
   */
  constructor(text: string, below = '') {
    this.#text = text;
    this.#below = below;
  }

  /** The owners of a file, as they are written (`@org/team`, `@user`, an address); none where nobody is named. */
  of(path: string): readonly string[] {
    if (this.#text === '') return NOBODY;
    let owners = this.#known.get(path);
    if (owners === undefined) {
      owners = this.#find(path);
      this.#known.set(path, owners);
    }
    return owners;
  }

  #find(path: string): readonly string[] {
    const fromRoot = this.#below + path.replace(/^\.\//, '');
    // A file outside of the working directory has no path from the root that is known here.
    if (/^(?:\.{0,2}\/|$)/.test(fromRoot)) return NOBODY;
    this.#sections ??= parseSections(this.#text);
    const owners = this.#sections.flatMap(
      ({ entries }) => entries.findLast(({ matcher }) => matcher.ignores(fromRoot))?.owners ?? [],
    );
    return [...new Set(owners)];
  }
}

/** Is one of the wanted owners (names or globs: `@org/*`) among some owners? Case does not count. */
export function isOwnedBy(wanted: readonly string[], owners: readonly string[]): boolean {
  return wanted.some((glob) => owners.some((owner) => matchName(glob.toLowerCase(), owner.toLowerCase())));
}

const SECTION = /^\^?\[([^\]]+)\](?:\[\d+\])?(?:\s([^]*))?$/;

function parseSections(text: string): Section[] {
  const first: Section = { name: '', defaults: [], entries: [] };
  const sections = [first];
  let current = first;
  for (const line of text.split(/\r?\n/)) {
    const words = wordsOf(line);
    const [pattern] = words;
    if (pattern === undefined) continue;
    const section = SECTION.exec(line.trim());
    if (section !== null) {
      const name = section[1]!.trim().toLowerCase();
      const defaults = wordsOf(section[2] ?? '');
      const known = sections.find((each) => each.name === name);
      // Sections of one name are one; defaults are those of the heading that the lines stand below.
      current = { name, defaults, entries: known?.entries ?? [] };
      if (known === undefined) sections.push(current);
      continue;
    }
    const taken = pattern.startsWith('!');
    const owners = taken ? [] : words.slice(1);
    current.entries.push({
      matcher: matcherOf(taken ? pattern.slice(1) : pattern),
      owners: taken || owners.length > 0 ? owners : current.defaults,
    });
  }
  return sections;
}

/** The words of a line without its comment; `\ ` belongs to a word. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  for (const word of line.trim().match(/(?:\\.|\S)+/g) ?? []) {
    if (word.startsWith('#')) break;
    words.push(word);
  }
  return words;
}

function matcherOf(pattern: string): IgnoreRules {
  // `docs/*` owns the files in a folder, but not in deeper folders, as .gitignore would have it.
  return new IgnoreRules(/[^*]\/\*$/.test(pattern) ? `${pattern}\n!${pattern}/` : pattern);
}

/** Limit of patterns that braces may expand to; further ones are ignored. */
const MAX_ALTERNATIVES = 256;

/**
 * Does a glob match a whole path? `*` and `?` stay within a folder, `**` spans folders, `[a-z]` is a class and
 * `{a,b}` lists alternatives. A pattern without `/` matches file names in any folder, one that ends in `/` all files below a
 * folder. Time is bounded by the product of both lengths.
 */
export function matchPath(glob: string, path: string): boolean {
  const segments = path.split('/');
  return alternatives(glob).some((each) => {
    const whole = each.endsWith('/') ? `${each}**` : each;
    const pattern = whole.replace(/^\.?\//, '').split('/');
    return matchSegments(pattern.length === 1 ? ['**', ...pattern] : pattern, segments);
  });
}

/** As `matchPath`, but a pattern without `/` matches in the top folder only, as in `include`, `exclude` and rule_files. */
export function matchRooted(glob: string, path: string): boolean {
  const segments = path.split('/');
  return alternatives(glob).some((each) =>
    matchSegments((each.endsWith('/') ? `${each}**` : each).replace(/^\.?\//, '').split('/'), segments),
  );
}

export type GlobTest = (path: string) => boolean;

/** `matchRooted` for many paths: the usual patterns (`**` and a name, `**` and an extension) are looked at directly. */
export function compileGlob(glob: string): GlobTest {
  const tests = alternatives(glob).map(compileAlternative);
  const [only, another] = tests;
  return only !== undefined && another === undefined ? only : (path) => tests.some((test) => test(path));
}

function compileAlternative(glob: string): GlobTest {
  const segments = (glob.endsWith('/') ? `${glob}**` : glob).replace(/^\.?\//, '').split('/');
  const [first, name] = segments;
  if (segments.length === 2 && first === '**' && name !== undefined) {
    if (!SPECIAL.test(name)) return (path) => path === name || path.endsWith(`/${name}`);
    const end = name.slice(1);
    if (name.startsWith('*') && end !== '' && !SPECIAL.test(end)) return (path) => path.endsWith(end);
  }
  return (path) => matchSegments(segments, path.split('/'));
}

const SPECIAL = /[*?[\\]/;

/** Does a glob match a whole name, in which `/` is a character like every other? */
export function matchName(glob: string, name: string): boolean {
  return alternatives(glob).some((each) => matchList(tokens(each), Array.from(name), matchCharacter, isStar));
}

function matchSegments(pattern: readonly string[], segments: readonly string[]): boolean {
  const one = (glob: string, text: string): boolean => glob === text || matchSegment(glob, text);
  return matchList(pattern, segments, one, (segment) => segment === '**');
}

/** Does a glob match one name of a path? */
export function matchSegment(glob: string, text: string): boolean {
  if (!SPECIAL.test(glob)) return glob === text;
  const characters = Array.from(text);
  // A pattern longer than the text cannot match; a pattern without end costs nothing.
  const most = 2 * characters.length + 1;
  const pattern = tokens(glob, most);
  return pattern.length <= most && matchList(pattern, characters, matchCharacter, isStar);
}

const isStar = (token: string): boolean => token === '*';

/** Matches tokens against items; a "many" token takes any number of items. Goes back to the last one only. */
function matchList(
  pattern: readonly string[],
  items: readonly string[],
  matches: (token: string, item: string) => boolean,
  isMany: (token: string) => boolean,
): boolean {
  let p = 0;
  let i = 0;
  let many = -1;
  let resume = 0;
  while (i < items.length) {
    const token = pattern[p];
    if (token !== undefined && isMany(token)) {
      many = p++;
      resume = i;
    } else if (token !== undefined && matches(token, items[i]!)) {
      p++;
      i++;
    } else if (many >= 0) {
      p = many + 1;
      i = ++resume;
    } else return false;
  }
  return pattern.slice(p).every(isMany);
}

/** The characters of a glob, one more than `most` of them at most; a class is one token, runs of `*` are one. */
function tokens(glob: string, most = Infinity): string[] {
  const found: string[] = [];
  const lastClose = glob.lastIndexOf(']');
  for (let at = 0; at < glob.length && found.length <= most;) {
    // A bracket that no other closes is a character.
    const pattern = glob[at] === '[' && at > lastClose ? /[^]/uy : TOKEN;
    pattern.lastIndex = at;
    const token = pattern.exec(glob)?.[0] ?? glob[at]!;
    found.push(token.startsWith('*') ? '*' : token);
    at += token.length;
  }
  return found;
}

const TOKEN = /\\[^]|\[[!^]?\]?[^\]]{0,256}\]|\*+|[^]/uy;

function matchCharacter(token: string, c: string): boolean {
  if (token === '?') return true;
  if (token.startsWith('\\') && token.length > 1) return c === token.slice(1);
  if (!token.startsWith('[') || token.length < 3) return c === token;
  const negated = token[1] === '!' || token[1] === '^';
  const body = Array.from(token.slice(negated ? 2 : 1, -1));
  let found = false;
  for (let k = 0; k < body.length; k++) {
    const end = body[k + 1] === '-' ? body[k + 2] : undefined;
    if (end === undefined) found ||= c === body[k];
    else {
      found ||= c >= body[k]! && c <= end;
      k += 2;
    }
  }
  return found !== negated;
}

/** A glob without braces for each combination of its alternatives. */
function alternatives(glob: string): string[] {
  const done: string[] = [];
  const open = [glob];
  while (open.length > 0 && done.length + open.length <= MAX_ALTERNATIVES) {
    const each = open.pop()!;
    const braces = [...each.matchAll(/\{([^{}]*)\}/g)].find(([part]) => part.includes(','));
    if (braces === undefined) done.push(each);
    else {
      const after = each.slice(braces.index + braces[0].length);
      for (const part of braces[1]!.split(',', MAX_ALTERNATIVES).reverse())
        open.push(each.slice(0, braces.index) + part + after);
    }
  }
  return done;
}

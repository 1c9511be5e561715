/** Characters that mean something in a regular expression and nothing in a glob. */
const SPECIAL = /[.+^$()|\\]/;

/**
 * A test for paths with forward slashes: `*` and `?` within one folder, `**` across folders, `[a-z]`, `{a,b}`.
 * Never slow: every part becomes a piece of one regular expression without nested repetition.
 */
export function globTest(glob: string): (path: string) => boolean {
  const pattern = new RegExp(`^${translate(glob.replace(/^\.\//, ''))}$`);
  return (path) => pattern.test(path.replace(/^\.\//, ''));
}

function translate(glob: string): string {
  let out = '';
  let braces = 0;
  for (let i = 0; i < glob.length; i++) {
    const char = glob[i]!;
    if (char === '*' && glob[i + 1] === '*') {
      // `**/` also stands for no folder at all.
      const folder = glob[i + 2] === '/';
      out += folder ? '(?:[^/]+/)*' : '.*';
      i += folder ? 2 : 1;
    } else if (char === '*') out += '[^/]*';
    else if (char === '?') out += '[^/]';
    else if (char === '[' && glob.indexOf(']', i + 2) > 0) {
      const end = glob.indexOf(']', i + 2);
      const set = glob
        .slice(i + 1, end)
        .replaceAll('\\', '\\\\')
        .replace(/^!/, '^')
        .replaceAll('[', '\\[');
      out += `[${set}]`;
      i = end;
    } else if (char === '{' && glob.indexOf('}', i) > 0) {
      braces++;
      out += '(?:';
    } else if (char === '}' && braces > 0) {
      braces--;
      out += ')';
    } else if (char === ',' && braces > 0) out += '|';
    else out += SPECIAL.test(char) || char === '[' || char === '{' || char === '}' ? `\\${char}` : char;
  }
  return out + ')'.repeat(braces);
}

import { describe, expect, it } from 'vitest';
import { folderOf, run } from '../cli/support.ts';

const RULE = (value: string): string =>
  `groups:\n  - name: a\n    rules:\n      - alert: X\n        expr: up == 0\n        for: 5m\n        annotations: { summary: ${value} }\n`;
const EXPR = (expr: string): string =>
  `groups:\n  - name: a\n    rules:\n      - alert: X\n        expr: ${JSON.stringify(expr)}\n`;

/** Files that took longer than linear time once, and others of their kinds, of a length that is given. */
const ATTACKS: Readonly<Record<string, (n: number) => Readonly<Record<string, string>>>> = {
  'digits before an underscore': (n) => ({ 'r.yml': EXPR(`up > (${'1'.repeat(n)}_)`) }),
  'hexadecimal digits before an underscore': (n) => ({ 'r.yml': EXPR(`up > (0x${'f'.repeat(n)}_)`) }),
  'digits of a series': (n) => ({
    't.yml': `rule_files: []\ntests: [{ input_series: [{ series: up, values: "${'1'.repeat(n)}_ 1" }] }]\n`,
  }),
  'blanks in a heading': (n) => ({
    'r.yml': RULE('a'),
    'docs/runbooks/x.md': `# a${' '.repeat(n)}\rb\n# a${' '.repeat(n)}\u2028#\n`,
  }),
  'equal headings': (n) => ({ 'r.yml': RULE('a'), 'docs/runbooks/x.md': '# a\n'.repeat(n) }),
  'stars in .gitignore': (n) => ({
    '.gitignore': `${'a*'.repeat(n / 100)}b\n${'a*'.repeat(30)}b\n`,
    [`${'a'.repeat(120)}.yml`]: RULE('a'),
  }),
  'stars in CODEOWNERS': (n) => ({
    CODEOWNERS: `${'a*'.repeat(n / 100)}b @x\n${'a*'.repeat(30)}b @y\n`,
    [`${'a'.repeat(120)}.yml`]: EXPR('up =='),
  }),
  'carriage returns': (n) => ({ 'r.yml': `groups:\n  - name: a\n    rules: [\n${'\r'.repeat(n)}` }),
  'empty lines of an unrecognised file': (n) => ({ 'r.yml': `${'\n'.repeat(n)}a: [\n` }),
  'empty lines in a folded scalar': (n) => ({
    'r.yml': EXPR('up').replace('"up"', `>\n          up{a="\n${'\n'.repeat(n)}          b"} ==\n`),
  }),
  'blanks in single quotes': (n) => ({ 'r.yml': RULE(`'{{ $labels.x${' '.repeat(n)}'`) }),
  'blanks in double quotes': (n) => ({ 'r.yml': RULE(`"{{ $labels.x${' '.repeat(n)}"`) }),
  'blanks in a plain scalar': (n) => ({
    'r.yml': RULE('a').replace('{ summary: a }', `\n          summary: {{ $labels.x${' '.repeat(n)}a`),
  }),
  'braces that nothing closes': (n) => ({ 'r.yml': RULE(`'${'{{ '.repeat(n / 3)}'`) }),
  'brackets that nothing closes': (n) => ({ 'r.yml': EXPR(`up[${'['.repeat(n)}`) }),
  'blanks in a matcher': (n) => ({
    'alertmanager.yml': `route: { receiver: a, routes: [{ receiver: a, matchers: ['a=b${' '.repeat(n)}\u00a0c'] }] }\nreceivers: [{ name: a }]\n`,
  }),
  'values of a series that are none': (n) => ({
    't.yml': `rule_files: []\ntests: [{ input_series: [{ series: up, values: "${'&a '.repeat(n / 3)}" }] }]\n`,
  }),
  'classes of .gitignore that nothing closes': (n) => ({
    '.gitignore': '[!'.repeat(n / 2),
    'rules/team-a/r.yml': RULE('a'),
  }),
  'aliases of no anchor': (n) => ({ 'r.yml': `groups: []\n${'by<<: *a\n'.repeat(n / 9)}` }),
  'aliases before their anchor': (n) => ({ 'r.yml': `groups:\n${'- *a\n'.repeat(n / 5)}- &a 1\n` }),
  'merge keys': (n) => ({ 'r.yml': `x: &a { b: 1 }\ngroups:\n  - <<: *a\n${'    <<: *a\n'.repeat(n / 11)}` }),
  'unknown keys of a group': (n) => ({
    'r.yml': `groups:\n  - rules: []\n${Array.from({ length: n / 12 }, (_, i) => `    nam${i}: 1\n`).join('')}`,
  }),
  'actions of a template': (n) => ({ 'r.yml': RULE(`"${'{{ $labels.x }}'.repeat(n / 15)}"`) }),
  'routes without matchers': (n) => ({
    'alertmanager.yml': `route: { receiver: a, routes: [${'{ receiver: a }, '.repeat(n / 40)}] }\nreceivers: [{ name: a }]\n`,
  }),
  'inhibition rules between alerts': (n) => ({
    'alertmanager.yml': `route: { receiver: a }\nreceivers: [{ name: a }]\ninhibit_rules:\n${Array.from({ length: n / 12 }, (_, i) => `  - { source_matchers: [alertname="A${i}"], target_matchers: [alertname="B${i}"], equal: [instance] }\n`).join('')}`,
  }),
  'tags of another template language': (n) => ({ 'r.yml': `groups: [\n${'<% '.repeat(n / 3)}` }),
};

async function cpuOf(files: Readonly<Record<string, string>>): Promise<number> {
  const cwd = await folderOf(files);
  const before = process.cpuUsage();
  const named = Object.keys(files).filter((name) => /\.ya?ml$/.test(name) && name !== 'rulecheck.yaml');
  const { stderr } = await run(['lint', ...(named.includes('r.yml') && named.length === 1 ? [] : ['.'])], {
    cwd,
  });
  expect(stderr).not.toContain('bug');
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const LENGTH = 30_000;

describe('a file takes linear time', () => {
  it.each(Object.keys(ATTACKS))('%s', { timeout: 120_000 }, async (name) => {
    const files = ATTACKS[name]!;
    await cpuOf(files(100));
    const large = await cpuOf(files(4 * LENGTH));
    if (large < 800) return;
    const small = await cpuOf(files(LENGTH));
    expect(large / Math.max(small, 50), `${small} ms at n, ${large} ms at 4n`).toBeLessThan(8);
  });
});

it.each([
  ['aliases of no anchor', `groups:\n${'- *a\n'.repeat(150_000)}`],
  ['escapes that Go refuses', `groups:\n${'- "\\/"\n'.repeat(150_000)}`],
  [
    'keys of a merge',
    `x: &a {${Array.from({ length: 150_000 }, (_, i) => `k${i}: 1`).join(', ')}}\ny: { <<: *a }\n`,
  ],
])('a file with 150,000 %s does not overflow the stack', { timeout: 120_000 }, async (_, text) => {
  const cwd = await folderOf({ 'r.yml': text });
  const { code, stderr } = await run(['lint', 'r.yml'], { cwd });
  expect(stderr).not.toContain('internal error');
  expect(code).toBeLessThan(3);
});

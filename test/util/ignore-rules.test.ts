import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { IgnoreRules } from '../../src/util/ignore-rules.ts';
import { folderOf } from '../cli/support.ts';

const PATHS = [
  ...['a', 'b.yml', 'build/a.yml', 'x/build/a.yml', 'build', 'x/build', 'rules/a.yml', 'rules/x/a.yml'],
  ...[
    'x/rules/a.yml',
    'rules/gen/a.yml',
    'rules/gen/keep.yml',
    '#a',
    '!a',
    'a b',
    'a ',
    'ab',
    'a/b/c/d',
    'a/c',
  ],
  ...['[a]', 'A', '*', 'a*b', 'x/y/z/deep.yml', '.hidden', 'x/.hidden/a'],
];

const RULES: Readonly<Record<string, string>> = {
  names: 'build\n*.yml\n',
  anchored: '/build\nrules/*.yml\n',
  folders: 'build/\n/x/\n',
  'taken back': 'rules/*\n!rules/a.yml\n',
  'below an ignored folder nothing is taken back': 'rules/gen\n!rules/gen/keep.yml\n',
  'folders in between': 'rules/**/a.yml\na/**/c\n**/deep.yml\n',
  'everything below': 'rules/**\nx/**/\n',
  'comments and escapes': '# a\n\\#a\n\\!a\na\\ \n',
  'blanks at the end': 'a   \nb.yml\t\n',
  classes: '[ab]\n[!a-z].yml\n[A-Z]\n\\[a\\]\n',
  'odd classes': '[a\n[]a]\n[^a]\n',
  stars: 'a*b\n\\*\n?\n',
  'only slashes': '/\n//\n!\n',
  'windows breaks': 'build\r\n/a\r\n',
  'a byte order mark': '\uFEFFbuild\n',
  dots: '.*\n',
};

describe('IgnoreRules ignores what git ignores', () => {
  it.each(Object.keys(RULES))('%s', async (name) => {
    const cwd = await folderOf({});
    execFileSync('git', ['init', '-q'], { cwd });
    writeFileSync(join(cwd, '.gitignore'), RULES[name]!);
    const ignored = (path: string): boolean =>
      spawnSync('git', ['check-ignore', '-q', '--no-index', '--', path], { cwd }).status === 0;
    const rules = new IgnoreRules(RULES[name]!);
    const files = PATHS.filter((path) => !PATHS.some((other) => other.startsWith(`${path}/`)));
    for (const path of files) {
      mkdirSync(dirname(join(cwd, path)), { recursive: true });
      writeFileSync(join(cwd, path), '');
    }
    expect(files.filter((path) => rules.ignores(path))).toEqual(files.filter(ignored));
  });
});

it('takes no longer than the product of the lengths', () => {
  const before = process.cpuUsage();
  expect(new IgnoreRules(`${'*a'.repeat(5000)}b\n`.repeat(20)).ignores('a'.repeat(255))).toBe(false);
  expect(new IgnoreRules(`${'a*'.repeat(100)}b`).ignores(`${'a'.repeat(250)}/c`)).toBe(false);
  expect(new IgnoreRules(`${'**/a/'.repeat(500)}b`).ignores('a/'.repeat(1000) + 'c')).toBe(false);
  expect(new IgnoreRules('x'.repeat(1_000_000)).ignores('x')).toBe(false);
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(2000);
});

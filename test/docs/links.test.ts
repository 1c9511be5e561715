import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { globSync } from 'tinyglobby';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../support/pack.ts';

const PAGES = globSync(['*.md', 'docs/**/*.md', '{action,demo,deploy,grafana,test}/**/*.md'], {
  cwd: ROOT,
  ignore: ['**/node_modules/**'],
}).sort();

const read = (page: string): string => readFileSync(join(ROOT, page), 'utf8');

/** The page without fenced blocks and code spans, whose brackets are not links. */
const prose = (page: string): string =>
  read(page)
    .replaceAll(/^ *```[^\n]*\n[\s\S]*?^ *```$/gm, '')
    .replaceAll(/`[^`\n]*`/g, 'code');

/** Targets of a page's links to other files and headings of the repository. */
const linksOf = (page: string): string[] =>
  [...prose(page).matchAll(/\]\((?<target>[^)\s]+)\)/g)]
    .map(({ groups }) => groups!['target']!)
    .filter((target) => !/^[a-z]+:/.test(target));

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\- _]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (page: string): string[] =>
  [...read(page).matchAll(/^#+ (?<heading>.*)$/gm)].map(({ groups }) => anchorOf(groups!['heading']!.trim()));

function faultOf(page: string, target: string): string[] {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : relative(ROOT, join(ROOT, dirname(page), path));
  if (!existsSync(join(ROOT, file))) return [`${target}: the file does not exist`];
  if (anchor === undefined || !file.endsWith('.md')) return [];
  return anchorsOf(file).includes(anchor) ? [] : [`${target}: the heading does not exist`];
}

describe('links of the documentation', () => {
  test.each(PAGES)('of %s lead to a file and a heading that exist', (page) => {
    expect(linksOf(page).flatMap((target) => faultOf(page, target))).toEqual([]);
  });

  test('to a missing file or heading are found', () => {
    expect(faultOf('docs/index.md', 'nowhere.md')).toHaveLength(1);
    expect(faultOf('docs/index.md', 'output.md#nowhere')).toHaveLength(1);
    expect(faultOf('docs/index.md', 'precision.md#agreement-with-the-real-tools')).toEqual([]);
  });

  test('lead from docs/index.md to every guide, reference and internal page', () => {
    const reached = new Set(linksOf('docs/index.md').map((target) => join('docs', target.split('#')[0]!)));
    const pages = PAGES.filter((page) => /^docs\/(?:internals\/)?[^/]+\.md$/.test(page));
    expect(pages.filter((page) => page !== 'docs/index.md' && !reached.has(page))).toEqual([]);
  });
});

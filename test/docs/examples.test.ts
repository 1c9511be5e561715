import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config/parse.ts';
import { readDocuments } from '../../src/documents/read.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { decodeScenarioFile } from '../../src/testing/scenario/decode.ts';
import { ROOT } from '../support/pack.ts';

/** Fenced blocks of one language on a page. */
function blocks(page: string, language: string): string[] {
  const text = readFileSync(ROOT + page, 'utf8');
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter((match) => match[1] === language)
    .map((match) => match[2]!);
}

const PAGES = [
  'README.md',
  'configuration',
  'catalogue',
  'notifications',
  'policies',
  'route-tests',
  'scenarios',
].map((page) => (page === 'README.md' ? page : `docs/${page}.md`));
const yaml = PAGES.flatMap((page) =>
  blocks(page, 'yaml').map((text, i) => [`${page}, block ${i + 1}`, text] as const),
);

describe('every YAML example of the documentation means something to rulecheck', () => {
  test.each(yaml)('%s', (_, text) => {
    if (
      /^(?:preset|checks|runbooks|overrides|extends|policies|alertmanager|loki|context|render):/m.test(text)
    ) {
      expect(parseConfig(new SourceFile('rulecheck.yaml', text)).issues).toEqual([]);
    } else if (/^(?:alert|scenarios|metrics|streams|groups|route|route_tests|tests):/m.test(text)) {
      const { documents, issues } = readDocuments(new SourceFile('example.yml', text), { named: true });
      expect(issues).toEqual([]);
      expect(documents.length).toBe(1);
      const [document] = documents;
      if (document?.kind === 'scenarios') {
        decodeScenarioFile(document.root, document.file, ({ message, severity }) => {
          if (severity !== 'warning') expect.fail(message);
        });
      }
    } else expect(text).toMatch(/# rulecheck disable-next-line [\w/-]+ (?:until \S+ )?-- \w/);
  });
});

test('README: the two commands are scripts that exist', () => {
  const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
    scripts: Record<string, string>;
  };
  const commands = blocks('README.md', 'sh')[0]!;
  expect(commands).toContain('npm ci && npm start');
  expect(commands).toContain('npm ci && npm test');
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['start', 'test', 'build']));
});

test('README: the rule and the scenario are those of its first minute, so they work when pasted', () => {
  const folder = `${ROOT}test/docs/sessions/first-minute`;
  const shown = blocks('README.md', 'yaml');
  for (const file of ['rules/web.yml', 'fixtures/WebDown.yml'])
    expect(shown).toContain(readFileSync(`${folder}/${file}`, 'utf8'));
});

test('README: every file that it links to exists', () => {
  const links = [...readFileSync(`${ROOT}README.md`, 'utf8').matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(
    (match) => match[1]!,
  );
  for (const link of links) expect(() => readFileSync(ROOT + link), link).not.toThrow();
});

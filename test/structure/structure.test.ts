import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../support/pack.ts';
import { circles, readModules } from './modules.ts';

const MODULES = readModules(['src/**/*.ts']);

/**
 * Folders with an index that are older than the rule and are still entered by their files, too; none may be added. `tools`
 * stays: the way to a kept answer loads single files of it.
 */
const ENTERED_BY_FILES = [
  'src/logql/analysis',
  'src/logql/eval',
  'src/logql/functions',
  'src/logql/print',
  'src/logql/syntax',
  'src/promql/eval',
  'src/promql/eval/histogram',
  'src/tools',
];

test('no modules import values of each other in a circle', () => {
  const values = new Map(
    [...MODULES].map(([path, imports]) => [
      path,
      imports.filter(({ typeOnly, to }) => !typeOnly && MODULES.has(to)).map(({ to }) => to),
    ]),
  );
  expect(circles(values)).toEqual([]);
});

test('a circle is seen', () => {
  const modules = new Map([
    ['a', ['b']],
    ['b', ['c']],
    ['c', ['a', 'd']],
    ['d', []],
  ]);
  expect(circles(modules)).toEqual([['a', 'b', 'c']]);
});

test('a folder with an index is entered by it', () => {
  const faces = [...MODULES.keys()].filter((path) => path.endsWith('/index.ts')).map((path) => dirname(path));
  const held = faces.filter((face) => !ENTERED_BY_FILES.includes(face));
  const past = [...MODULES].flatMap(([from, imports]) =>
    imports.flatMap(({ to }) => {
      const face = held.find((each) => dirname(to) === each && !from.startsWith(`${each}/`));
      return face === undefined || to === `${face}/index.ts` ? [] : [`${from} imports ${to}`];
    }),
  );
  expect(past).toEqual([]);
});

/** What is loaded from outside: by programs, plugins and bin/rulecheck.js. */
const ENTRIES = new Set(['src/api/index.ts', 'src/plugin.ts', 'src/cli/start.ts']);

test('what is exported is used by another module or a test', () => {
  const everywhere = readModules(['src/**/*.ts', 'test/**/*.ts', 'scripts/**/*.ts', 'bench/**/*.ts']);
  const used = new Set(
    [...everywhere.values()].flatMap((imports) =>
      imports.flatMap(({ to, names }) => names.map((name) => `${to} ${name}`)),
    ),
  );
  const unused = [...MODULES.keys()]
    .filter((path) => !path.includes('.generated.') && !ENTRIES.has(path))
    .flatMap((path) => {
      if (used.has(`${path} *`)) return [];
      const text = readFileSync(join(ROOT, path), 'utf8');
      const names = [...text.matchAll(/^export (?:async )?(?:function\*?|const|class|enum) (\w+)/gm)];
      return names
        .map((match) => match[1]!)
        .filter((name) => !used.has(`${path} ${name}`))
        .map((name) => `${path} ${name}`);
    });
  expect(unused).toEqual([]);
});

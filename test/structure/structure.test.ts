import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../support/pack.ts';
import { circles, readModules } from './modules.ts';
import type { Import } from './modules.ts';

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

/**
 * Modules whose types need each other because the things do. Nothing else may be in such a circle: a type that two modules
 * share belongs into a third one.
 */
const MUTUAL: readonly (readonly string[])[] = [
  // The world of a run carries its observers (--stats, the trace of what was read), which write to that world.
  ['src/cli/io.ts', 'src/cli/kept/trace.ts', 'src/cli/stats.ts'],
  // A section has a schema; a rule of a schema looks at the section.
  ['src/documents/alertmanager/schema/field.ts', 'src/documents/alertmanager/section.ts'],
  // A project makes its parts of itself, once: who records each series, which servers there are, what dashboards query.
  [
    'src/project/dashboard-queries.ts',
    'src/project/project.ts',
    'src/project/same-server.ts',
    'src/project/series-graph.ts',
    'src/project/server-facts.ts',
  ],
  // The evaluator of templates: arguments are evaluated, calls are arguments, fields may be calls.
  [
    'src/template/exec/calls.ts',
    'src/template/exec/conform.ts',
    'src/template/exec/constants.ts',
    'src/template/exec/evaluator.ts',
    'src/template/exec/fields.ts',
  ],
  // A value has a type, a type has methods, a method takes values.
  ['src/template/value/callable.ts', 'src/template/value/types.ts', 'src/template/value/value.ts'],
];

test('types of modules need each other only where the things do', () => {
  const all = new Map(
    [...MODULES].map(([path, imports]) => [
      path,
      imports.filter(({ to, dynamic }) => !dynamic && MODULES.has(to)).map(({ to }) => to),
    ]),
  );
  const found = circles(all).sort((a, b) => (a[0]! < b[0]! ? -1 : 1));
  expect(found).toEqual(MUTUAL);
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

/** Exports that only tests, scripts and benchmarks use: each is a part of the product that they look at from inside. */
const LOOKED_AT: readonly string[] = [
  'src/cli/kept/store.ts LIMITS',
  'src/config/parse.ts parseConfig',
  'src/documents/alertmanager/templated-fields.ts defaultOf',
  'src/documents/alertmanager/version.ts VERSIONS',
  'src/lint/bounded.ts MOST_OF_A_CHECK',
  'src/live/facts/ask-query.ts countFirings',
  'src/logql/eval/index.ts evaluateRange',
  'src/promql/eval/series/index.ts parseSeriesDescription',
  'src/routing/time-intervals/active.ts isActive',
  'src/routing/time-intervals/parse.ts parseTimeOfDay',
  'src/template/alertmanager/defaults.ts defaultTemplates',
  'src/template/prometheus/functions.ts PROMETHEUS_FUNCTIONS',
  'src/testing/backtest/report/sweep.ts firingsWith',
  'src/testing/notifications/data.ts byJobInstanceLabels',
  'src/testing/notifications/data.ts fingerprint',
  'src/testing/notifications/start.ts parseStart',
  'src/tools/debian.ts fetchDebianPackage',
  'src/tools/debian.ts unpackTool',
  'src/tools/version.ts parseVersion',
  'src/yaml/parse.ts parseFully',
];

const usesOf = (modules: ReadonlyMap<string, readonly Import[]>): ReadonlySet<string> =>
  new Set(
    [...modules.values()].flatMap((imports) =>
      imports.flatMap(({ to, names }) => names.map((name) => `${to} ${name}`)),
    ),
  );

test('what is exported is used by another module of the product', () => {
  const used = usesOf(MODULES);
  const unused = [...MODULES.keys()]
    .filter((path) => !path.includes('.generated.') && !ENTRIES.has(path) && !used.has(`${path} *`))
    .flatMap((path) => {
      const text = readFileSync(join(ROOT, path), 'utf8');
      const names = [...text.matchAll(/^export (?:async )?(?:function\*?|const|class|enum) (\w+)/gm)];
      return names.map((match) => `${path} ${match[1]!}`).filter((name) => !used.has(name));
    });
  expect(unused).toEqual(LOOKED_AT);
  const outside = usesOf(readModules(['test/**/*.ts', 'scripts/**/*.ts', 'bench/**/*.ts']));
  expect(LOOKED_AT.filter((name) => !outside.has(name))).toEqual([]);
});

/** Folders of helpers: what one module alone needs is beside that module (of a check: in a folder of the check's name). */
const SHARED = ['src/util', 'src/checks/support'];

test('a shared helper has at least two users', () => {
  const users = new Map<string, number>();
  for (const imports of MODULES.values())
    for (const to of new Set(imports.map((one) => one.to))) users.set(to, (users.get(to) ?? 0) + 1);
  const alone = [...MODULES.keys()].filter(
    (path) => SHARED.includes(dirname(path)) && (users.get(path) ?? 0) < 2,
  );
  expect(alone).toEqual([]);
});

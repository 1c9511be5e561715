import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from './measure.ts';
import { findTool } from '../src/tools/index.ts';
import { labelSets, routeTree } from './route-tree.ts';
import { ruleFile } from './rule-file.ts';
import { engineCase, testSuite } from './test-suite.ts';
import type { GeneratedFile } from './test-suite.ts';

const ROOT = join(import.meta.dirname, '..');

export interface Benchmark {
  readonly name: string;
  readonly title: string;
  readonly rounds: number;
  /** Writes what it needs into a folder of its own and says what to run there; the first command is the yardstick. */
  prepare(folder: string, promtool: string | undefined): Promise<{ cwd: string; commands: Command[] }>;
}

const BIN = join(ROOT, 'bin/rulecheck.js');
const node = (name: string, ...args: string[]): Command => ({ name, command: process.execPath, args });
const rulecheck = (name: string, ...args: string[]): Command => node(name, BIN, ...args);
const promtoolCommand = (promtool: string | undefined, ...args: string[]): Command[] =>
  promtool === undefined ? [] : [{ name: `promtool ${args[0]} ${args[1]}`, command: promtool, args }];
const bareNode = node('bare node', '-e', '0');

async function write(folder: string, files: readonly GeneratedFile[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await Promise.all(files.map(({ path, text }) => writeFile(join(folder, path), text)));
}

function lintOf(count: number, rounds: number): Benchmark {
  return {
    name: `lint-${count / 1000}k`,
    title: `Lint of ${count.toLocaleString('en')} rules in one file`,
    rounds,
    async prepare(folder, promtool) {
      await write(folder, [
        { path: 'rules.yml', text: ruleFile(count) },
        { path: 'strict.yaml', text: 'preset: strict\n' },
      ]);
      const commands = [
        ...promtoolCommand(promtool, 'check', 'rules', 'rules.yml'),
        // Without the answer that the round before has kept.
        rulecheck('rulecheck lint', 'lint', '--no-cache', 'rules.yml'),
        rulecheck('rulecheck lint, strict', 'lint', '--no-cache', '--config', 'strict.yaml', 'rules.yml'),
      ];
      return { cwd: folder, commands };
    },
  };
}

export const BENCHMARKS: readonly Benchmark[] = [
  {
    name: 'start',
    title: 'Start: one rule, and the shipped pack',
    rounds: 7,
    async prepare(folder) {
      const file = join(folder, 'one.yml');
      await write(folder, [
        { path: 'one.yml', text: 'groups:\n- name: a\n  rules:\n  - {record: "a:b", expr: up}\n' },
      ]);
      const commands = [
        bareNode,
        // In a folder of its own: the project around a named file is read, too.
        { ...rulecheck('lint of one rule', 'lint', '--no-cache', file), cwd: folder },
        rulecheck('lint of the pack', 'lint', '--no-cache'),
      ];
      return { cwd: ROOT, commands };
    },
  },
  {
    name: 'second-run',
    title: 'A second lint of an unchanged tree',
    rounds: 3,
    async prepare(folder) {
      const [medium, large] = ['10k.yml', '50k.yml'];
      await write(join(folder, 'medium'), [{ path: medium, text: ruleFile(10_000) }]);
      await write(join(folder, 'large'), [{ path: large, text: ruleFile(50_000) }]);
      const twice = (what: string, ...paths: string[]): Command[] => [
        rulecheck(`${what}, first run`, 'lint', '--no-cache', ...paths),
        rulecheck(`${what}, second run`, 'lint', ...paths),
      ];
      const commands = [
        bareNode,
        ...twice('the pack'),
        ...twice('10,000 rules', medium).map((one) => ({ ...one, cwd: join(folder, 'medium') })),
        ...twice('50,000 rules', large).map((one) => ({ ...one, cwd: join(folder, 'large') })),
      ];
      return { cwd: ROOT, commands };
    },
  },
  lintOf(10_000, 5),
  lintOf(50_000, 2),
  {
    name: 'pack-tests',
    title: "The pack's tests",
    rounds: 2,
    prepare(_folder, promtool) {
      const engines = promtool === undefined ? ['embedded'] : ['promtool', 'embedded'];
      const commands = engines.map((engine) =>
        rulecheck(`rulecheck test, ${engine}`, 'test', '--engine', engine),
      );
      return Promise.resolve({ cwd: ROOT, commands });
    },
  },
  {
    name: 'suite-500',
    title: '500 unit-test files of promtool',
    rounds: 3,
    async prepare(folder, promtool) {
      const files = testSuite(500);
      await write(folder, files);
      const tests = files.map(({ path }) => path).filter((path) => path.endsWith('.test.yml'));
      const commands = [
        ...promtoolCommand(promtool, 'test', 'rules', ...tests),
        rulecheck('rulecheck test, embedded', 'test', '--engine', 'embedded', '.'),
      ];
      return { cwd: folder, commands };
    },
  },
  {
    name: 'engine',
    title: 'One hour at 15 s over 1,000 series: rate, sum by, histogram_quantile',
    rounds: 3,
    async prepare(folder, promtool) {
      await write(folder, engineCase(1_000));
      const commands = [
        ...promtoolCommand(promtool, 'test', 'rules', 'engine.test.yml'),
        rulecheck('rulecheck test, embedded', 'test', '--engine', 'embedded', 'engine.test.yml'),
      ];
      return { cwd: folder, commands };
    },
  },
  {
    name: 'routes',
    title: 'Label sets through a tree of 1,000 routes; amtool takes one label set a call',
    rounds: 7,
    async prepare(folder) {
      await write(folder, [
        { path: 'alertmanager.yml', text: routeTree(1_000) },
        { path: 'one.txt', text: labelSets(1, 1_000) },
        { path: 'many.txt', text: labelSets(10_000, 1_000) },
      ]);
      const amtool = await findTool('amtool', { env: process.env });
      const test = ['config', 'routes', 'test', '--config.file=alertmanager.yml'];
      const one = labelSets(1, 1_000).trim().split(' ');
      const from = (name: string, file: string): Command => ({
        name,
        command: '/bin/sh',
        args: [
          '-c',
          `exec "$@" < ${file}`,
          'sh',
          process.execPath,
          BIN,
          'routes',
          'test',
          '--config.file',
          'alertmanager.yml',
          '-',
        ],
      });
      const commands = [
        ...(amtool === undefined
          ? []
          : [{ name: 'amtool, 1 label set', command: amtool.path, args: [...test, ...one] }]),
        from('rulecheck, 1 label set', 'one.txt'),
        from('rulecheck, 10,000 label sets', 'many.txt'),
      ];
      return { cwd: folder, commands };
    },
  },
];

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../support/pack.ts';
import { folderWith } from '../support/run-cli.ts';

const read = (path: string): string => readFileSync(ROOT + path, 'utf8');
const PAGE = read('docs/ci.md');
const ACTION = parse(read('action.yml')) as Record<
  'inputs' | 'outputs',
  Record<string, { default?: string }>
>;
const { version } = JSON.parse(read('package.json')) as { version: string };
const blocks = [...PAGE.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({
  language,
  text: text!,
}));

interface Job {
  readonly steps: readonly { readonly uses?: string; readonly with?: Readonly<Record<string, unknown>> }[];
}

const RULES = `groups:
  - name: web
    rules:
      - alert: WebDown
        expr: up{job="web"} == 0
        for: 5m
        labels: { severity: page }
        annotations: { summary: down }
`;
const SCENARIO = `alert: WebDown
scenarios: [{ name: s, series: { 'up{job="web"}': 0x60 }, expect: [{ at: 10m, state: firing }] }]
`;

/** Runs a script as CI does, where `rulecheck` and `npx` are this program. */
function shell(
  script: string,
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
) {
  const folder = folderWith(files);
  const bin = folderWith({ npx: '#!/bin/sh\nshift\nexec rulecheck "$@"\n' });
  symlinkSync(`${ROOT}bin/rulecheck.js`, join(bin, 'rulecheck'));
  spawnSync('chmod', ['+x', join(bin, 'npx')]);
  mkdirSync(join(bin, 'cache'));
  const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: `${bin}:${process.env['PATH'] ?? ''}`, XDG_CACHE_HOME: join(bin, 'cache'), ...env },
  });
  return { status, folder, said: stdout + stderr };
}

describe('docs/ci.md', () => {
  it('names the version of the package, the inputs of the action and their defaults', () => {
    for (const [, named] of PAGE.matchAll(/rulecheck(?:@v?|\/rulecheck\/v)(\d[\w.-]*)/g))
      expect(named).toBe(version);
    const rows = [...PAGE.matchAll(/^\| ((?:`[\w-]+`(?:, )?)+) \| ([^|]*) \|/gm)];
    const inputs = rows.flatMap(([, names, value]) =>
      [...names!.matchAll(/`([\w-]+)`/g)].map(
        (match) => [match[1]!, value!.replaceAll('`', '').trim()] as const,
      ),
    );
    expect(new Set(inputs.map(([name]) => name))).toEqual(new Set(Object.keys(ACTION.inputs)));
    for (const [name, value] of inputs)
      if (/^(?:true|false|\.|error)$/.test(value)) expect(ACTION.inputs[name]!.default, name).toBe(value);
    const outputs = /^Outputs: (.*)\.$/m.exec(PAGE)![1]!;
    expect(outputs.replaceAll('`', '').split(', ')).toEqual(Object.keys(ACTION.outputs));
  });

  it('gives the action inputs that it has', () => {
    const jobs = blocks
      .filter(({ language }) => language === 'yaml')
      .flatMap(({ text }) => Object.values((parse(text) as { jobs?: Record<string, Job> }).jobs ?? {}));
    const steps = jobs
      .flatMap((job) => job.steps)
      .filter(({ uses }) => uses?.startsWith('rulecheck/') === true);
    expect(steps).toHaveLength(2);
    for (const step of steps)
      for (const name of Object.keys(step.with ?? {})) expect(Object.keys(ACTION.inputs)).toContain(name);
  });

  it('names hooks that exist', () => {
    const known = (parse(read('.pre-commit-hooks.yaml')) as { id: string }[]).map(({ id }) => id);
    for (const [, id] of PAGE.matchAll(/- id: ([\w-]+)$/gm))
      if (id !== 'rulecheck') expect(known).toContain(id);
    expect(known).toContain('rulecheck');
  });
});

describe.skipIf(!existsSync(`${ROOT}dist/start.js`))('commands of docs/ci.md', () => {
  const commands = blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text }) => text.trim().split('\n'));
  it.each(commands.filter((line) => line.startsWith('npx ')))('%s', (command) => {
    const { status, said } = shell(command, { 'rules.yml': RULES, 'WebDown.yml': SCENARIO });
    expect({ status, said }).toMatchObject({ status: 0 });
  });

  interface Template {
    readonly rulecheck: {
      readonly script: readonly string[];
      readonly variables: Readonly<Record<string, string>>;
    };
  }
  const { script, variables } = (parse(read('templates/gitlab-ci.yml')) as Template).rulecheck;
  it.each([
    ['passes', RULES, 0],
    ['fails', RULES.replace('== 0', '== "0"'), 1],
  ])("the script of GitLab's template %s and reports both ways", (_, rules, expected) => {
    // Not XDG_CACHE_HOME, which other tests share.
    const { RULECHECK_PATHS, RULECHECK_LINT_OPTIONS, RULECHECK_TEST_OPTIONS } = variables;
    const env = { RULECHECK_PATHS, RULECHECK_LINT_OPTIONS, RULECHECK_TEST_OPTIONS } as Record<string, string>;
    const { status, folder, said } = shell(
      script.join('\n'),
      { 'rules.yml': rules, 'WebDown.yml': SCENARIO },
      env,
    );
    expect(status, said).toBe(expected);
    const findings = JSON.parse(
      readFileSync(join(folder, 'gl-code-quality-report.json'), 'utf8'),
    ) as unknown[];
    expect(findings.length > 0).toBe(expected === 1);
    expect(readFileSync(join(folder, 'rulecheck-junit.xml'), 'utf8')).toContain('<testsuites');
  });

  it('the first run of the container passes', () => {
    const lines = read('Dockerfile').replaceAll('\\\n', '');
    const warm = /^RUN (mkdir \/tmp\/warm.*)$/m.exec(lines)![1]!.replaceAll('/tmp/warm', '"$TOP/warm"');
    const { status, said } = shell(`TOP=$PWD; ${warm}`, {});
    expect(status, said).toBe(0);
    expect(said).toMatch(/1 passed|all passed/);
  });
});

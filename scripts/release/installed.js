import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { spawn, write } from './npm.js';

const RULES = `groups:
  - name: web
    rules:
      - alert: WebDown
        expr: up{job="web"} == 0
        for: 5m
        labels: { severity: critical }
        annotations: { summary: '{{ $labels.instance }} is down' }
`;

const FAULTY = `groups:
  - name: web
    rules:
      - alert: Errors
        expr: sum by (job) (rate(errors_total[5m])) / sum by (instance) (rate(requests_total[5m])) > 5
`;

const SCENARIO = `alert: WebDown
scenarios:
  - name: pages after five minutes
    series: { 'up{job="web", instance="a"}': 1x20 0x60 }
    expect: [{ first: firing, at: 11m }]
`;

/**
 * Uses the package in the project that it is installed in, by its command alone.
 *
 * @param project its folder
 * @param tarball what was installed
 * @param step runs one named step
 */
export async function checkInstalled(project, tarball, step) {
  const env = { ...process.env, XDG_CACHE_HOME: join(project, '../cache') };
  const command = join(project, 'node_modules/.bin/rulecheck');
  const rulecheck = (args, status = 0) => spawn(command, args, { cwd: project, env, status }).stdout;
  write(project, { 'rules/web.yml': RULES, 'faulty.yml': FAULTY, 'fixtures/WebDown.yml': SCENARIO });
  await step('rulecheck --version', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    assert.equal(rulecheck(['--version']).trim(), version);
  });
  await step('rulecheck lint', () => {
    assert.match(rulecheck(['lint', 'faulty.yml'], 1), /\[promql\/impossible-match\]/);
    assert.match(rulecheck(['lint', 'rules']), /no findings/);
  });
  await step('every format', () => {
    for (const format of ['text', 'json', 'sarif', 'junit', 'github', 'gitlab', 'markdown'])
      assert.ok(
        rulecheck(['lint', '--no-cache', '--format', format, 'rules']).length > 0 || format === 'github',
      );
  });
  await step('rulecheck test', () => assert.match(rulecheck(['test', '--engine', 'embedded']), /passed/));
  await step('other commands', () => {
    assert.match(rulecheck(['explain', 'promql/rule-type']), /promql\/rule-type/);
    rulecheck(['fmt', '--check', 'rules']);
    rulecheck(['config']);
    rulecheck(['tools', 'list']);
  });
  await step('a plugin, its tests and its types', () => checkPlugin(project, rulecheck));
  await step('the action', () => checkAction(project, tarball));
}

/** The plugin of docs/writing-checks.md: as a module of a project that `npm init -y` has made. */
function checkPlugin(project, rulecheck) {
  const page = readFileSync('docs/writing-checks.md', 'utf8');
  const [plugin, tests] = [...page.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map((match) => match[1]);
  const [config] = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map((match) => match[1]);
  write(project, {
    'checks.mjs': plugin,
    'checks.test.mjs': tests,
    'rulecheck.yaml': config,
    'plugin.mts': TYPED,
  });
  assert.match(rulecheck(['lint', '--config', 'rulecheck.yaml', 'rules']), /\[acme\/night-shift\]/);
  spawn(process.execPath, ['--test', 'checks.test.mjs'], { cwd: project });
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  write(project, { 'tsconfig.json': JSON.stringify(TSCONFIG) });
  spawn(process.execPath, [tsc, '--project', project], { cwd: project });
}

/** The action installs the same tarball by itself, and its last step runs with it. */
function checkAction(project, tarball) {
  const temp = mkdtempSync(join(project, '../action-'));
  const workspace = join(temp, 'work');
  write(workspace, { 'faulty.yml': FAULTY });
  const env = {
    ...process.env,
    ...{ VERSION: tarball, RUNNER_TEMP: temp, GITHUB_WORKSPACE: workspace, GITHUB_EVENT_PATH: undefined },
    ...{
      GITHUB_ENV: join(temp, 'env'),
      GITHUB_OUTPUT: join(temp, 'output'),
      GITHUB_STEP_SUMMARY: join(temp, 'page'),
    },
    ...{ INPUT_TEST: 'false', XDG_CACHE_HOME: join(temp, 'cache') },
  };
  spawn(process.execPath, [resolve('action/install.js')], { cwd: workspace, env });
  const [, command] = /^RULECHECK=(.*)$/m.exec(readFileSync(env.GITHUB_ENV, 'utf8'));
  spawn(process.execPath, [resolve('action/run.js')], {
    cwd: project,
    env: { ...env, RULECHECK: command },
    status: 1,
  });
  assert.match(readFileSync(env.GITHUB_OUTPUT, 'utf8'), /^exit-code=1\nerrors=[1-9]/m);
}

const TSCONFIG = {
  compilerOptions: { noEmit: true, strict: true, module: 'nodenext', target: 'es2022', types: [] },
  files: ['plugin.mts'],
};

const TYPED = `import { alertLabels, defineCheck, exampleFailures, factsOf, measureOf, printExpr } from 'rulecheck/plugin';
import { routedAlerts, routesTo, walkExpr } from 'rulecheck/plugin';
import type { Diagnostic, Project, Rule } from 'rulecheck/plugin';

const check = defineCheck({
  meta: {
    id: 'acme/typed',
    summary: 'a check in TypeScript',
    severity: 'error',
    options: {
      schema: { type: 'object', additionalProperties: false, properties: {} },
      defaults: { names: ['x'] },
    },
    examples: { wrong: [], right: [] },
  },
  messages: { bad: (data: { readonly alert: string }) => ({ message: data.alert }) },
  create: (context) => ({
    AlertingRule(rule) {
      const names: readonly string[] = context.options.names;
      // @ts-expect-error: the data of a message has its own type
      context.report('bad', { file: rule.file, range: rule.name.range }, { alert: names });
    },
    BinaryExpr(expr, query) {
      walkExpr(expr.lhs, (part) => printExpr(part));
      factsOf(context.project).alternatives(expr);
      measureOf(expr, context.project)?.scales.includes(1);
      query.place(expr);
    },
    Receiver(receiver, document) {
      const routed = routedAlerts(document, context.project);
      for (const route of routesTo(document, receiver, context.project)) routed.passing(route).size.toFixed();
      for (const { name, of } of alertLabels(context.project)) of(name).kind.trim();
    },
    NotificationText(field, { file }) {
      const range = field.place({ start: 0, end: 1 });
      context.report('bad', { file, range }, { alert: field.receiver.name.value });
    },
  }),
});
export const failures: string[] = exampleFailures(check);
export type { Diagnostic, Project, Rule };
`;

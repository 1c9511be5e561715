import { describe, expect, test } from 'vitest';
import { folderWith, runCli } from '../support/run-cli.ts';

const RULES = `groups:
  - name: shop
    rules:
      - alert: ShopDown
        expr: up == 0
        for: 5m
      - alert: Rain
        expr: rain > 1
        for: 5m
`;

/** A plugin with one check whose `AlertingRule` does this. */
const plugin = (body: string, more = ''): string => `export const checks = [{
  meta: {
    id: 'acme/names', summary: 'names', severity: 'error',
    options: {
      schema: { type: 'object', additionalProperties: false, properties: { most: { type: 'integer' } } },
      defaults: { most: 5 },
    },
  },
  messages: { long: ({ name }) => ({ message: \`the name "\${name}" is long\`, help: 'shorten it' }) },
  create: (context) => ({ AlertingRule(rule) { ${body} } }),
}];
${more}`;

const REPORT = `if (rule.name.value.length > context.options.most)
  context.report('long', { file: rule.file, range: rule.name.range }, { name: rule.name.value });`;

const project = (files: Readonly<Record<string, string>>): string =>
  folderWith({ 'package.json': '{ "type": "module" }', 'rules.yml': RULES, ...files });

const lint = (cwd: string, ...more: string[]) => runCli(cwd, ['lint', '--config', 'rulecheck.yaml', ...more]);

describe('a plugin', () => {
  test('finds with its defaults, and is not known without the configuration that names it', async () => {
    const cwd = project({ 'checks.js': plugin(REPORT), 'rulecheck.yaml': 'plugins: [./checks.js]\n' });
    const { code, stdout } = await lint(cwd);
    expect(stdout).toContain('rules.yml:4:16: error: the name "ShopDown" is long [acme/names]');
    expect(stdout).not.toContain('Rain');
    expect(code).toBe(1);
  });

  test('is set by the configuration: severity, options, overrides, comments', async () => {
    const cwd = project({
      'checks.js': plugin(REPORT),
      'rulecheck.yaml': `plugins: ./checks.js
checks:
  acme/names: { severity: info, most: 2 }
overrides:
  - rules: [ShopDown]
    checks: { 'acme/*': warning }
`,
    });
    const { stdout } = await lint(cwd);
    expect(stdout).toContain('warning: the name "ShopDown" is long');
    expect(stdout).toContain('info: the name "Rain" is long');
  });

  test('whose option is wrong is a fault of the configuration', async () => {
    const cwd = project({
      'checks.js': plugin(REPORT),
      'rulecheck.yaml': 'plugins: ./checks.js\nchecks:\n  acme/names: { mots: 2 }\n  acme/nmaes: off\n',
    });
    const { code, stderr } = await lint(cwd);
    expect(code).toBe(2);
    expect(stderr).toContain('rulecheck.yaml:3:17: error: "checks.acme/names" has no key "mots"');
    expect(stderr).toContain('the check "acme/nmaes" does not exist; did you mean "acme/names"?');
  });

  test('is not loaded where nobody names the configuration on the command line', async () => {
    const cwd = project({ 'checks.js': 'process.exit(66);', 'rulecheck.yaml': 'plugins: ./checks.js\n' });
    for (const command of [['lint'], ['check']]) {
      const { code, stderr } = await runCli(cwd, command);
      expect(code).toBe(2);
      expect(stderr).toContain('configures plugins; they are code and were not loaded');
      expect(stderr).toContain('if you trust the configuration, run with --config rulecheck.yaml');
    }
    expect((await runCli(cwd, ['fmt', '--check'])).code).toBe(0);
    expect((await runCli(cwd, ['config'])).code).toBe(0);
  });

  test('may come from a configuration that is extended, with its path from there', async () => {
    const cwd = project({
      'shared/checks.js': plugin(REPORT),
      'shared/base.yaml': 'plugins: ./checks.js\n',
      'rulecheck.yaml': 'extends: ./shared/base.yaml\nchecks: { acme/names: warning }\n',
    });
    expect((await lint(cwd)).stdout).toContain('warning: the name "ShopDown" is long [acme/names]');
  });

  test('may be a package with ES modules only', async () => {
    const cwd = project({
      'node_modules/acme/package.json':
        '{ "name": "acme", "type": "module", "exports": { ".": { "import": "./main.js" } } }',
      'node_modules/acme/main.js': plugin(REPORT)
        .replace('export const checks =', 'const checks =')
        .concat('export default { checks };'),
      'rulecheck.yaml': 'plugins: acme\n',
    });
    expect((await lint(cwd)).stdout).toContain('[acme/names]');
  });

  test.each(['markdown', 'sarif', 'json'])('has no page to link to: %s', async (format) => {
    const cwd = project({ 'checks.js': plugin(REPORT), 'rulecheck.yaml': 'plugins: ./checks.js\n' });
    const { stdout } = await lint(cwd, '--format', format);
    expect(stdout).toContain('acme/names');
    expect(stdout).not.toContain('undefined');
    expect(stdout).not.toContain('docs/checks/acme');
  });

  test('is listed and explained', async () => {
    const cwd = project({ 'checks.js': plugin(REPORT), 'rulecheck.yaml': 'plugins: ./checks.js\n' });
    const { stdout } = await runCli(cwd, ['explain', 'acme/names', '--config', 'rulecheck.yaml']);
    expect(stdout).toContain('From the plugin ./checks.js.');
  });
});

describe('a plugin that fails', () => {
  const failures: readonly [string, string, string][] = [
    ['throws', 'throw new Error("no such thing");', 'no such thing'],
    ['throws what is no error', 'throw Object.create(null);', 'it threw an object that cannot be printed'],
    [
      'reports an unknown message',
      'context.report("nope", { file: rule.file, range: rule.name.range }, {});',
      'it reports "nope", which is not one of its messages',
    ],
    [
      'reports no place',
      'context.report("long", {}, {});',
      'the place of a report has no file of the project',
    ],
    [
      'reports a place outside the file',
      'context.report("long", { file: rule.file, range: { start: 5, end: 1e9 } }, {});',
      'the range of the place of a report is outside its file',
    ],
    [
      'is asynchronous',
      'return Promise.reject(new Error("late"));',
      'a visitor returned a promise, but checks are synchronous',
    ],
  ];
  test.each(failures)('%s: it is named, and the run goes on', async (_, body, words) => {
    const cwd = project({
      'checks.js': plugin(body),
      'rulecheck.yaml': 'plugins: ./checks.js\npreset: strict\n',
    });
    const { code, stdout } = await lint(cwd);
    expect(code).toBe(1);
    expect(stdout).toContain(`the check "acme/names" of the plugin "./checks.js" crashed here: ${words}`);
    expect(stdout.match(/crashed here/g)).toHaveLength(1);
    expect(stdout).toContain('[alerts/required-labels]');
  });

  test('makes no message is named as well', async () => {
    const cwd = project({
      'checks.js': plugin(REPORT).replace(
        /long: \(\{ name \}\) => \(\{[^}]*\}[^}]*\}\)/,
        "long: () => 'too long'",
      ),
      'rulecheck.yaml': 'plugins: ./checks.js\n',
    });
    const { stdout } = await lint(cwd);
    expect(stdout).toContain('crashed here: its message "long" returns no { message } with a text');
  });

  test('makes no visitor is named as well', async () => {
    const cwd = project({
      'checks.js': plugin(REPORT).replace('create: (context) =>', 'create: () => null, unused: (context) =>'),
      'rulecheck.yaml': 'plugins: ./checks.js\n',
    });
    expect((await lint(cwd)).stdout).toContain('crashed here: create() returned no visitor');
  });

  test('in create() is named as well', async () => {
    const cwd = project({
      'checks.js': plugin(REPORT).replace('create: (context) =>', 'create: (context) => nothing &&'),
      'rulecheck.yaml': 'plugins: ./checks.js\n',
    });
    expect((await lint(cwd)).stdout).toContain(
      'of the plugin "./checks.js" crashed here: nothing is not defined',
    );
  });

  test('when it is loaded is a finding at its name, and the run goes on', async () => {
    const cwd = project({
      'checks.js': 'throw new Error("half written");',
      'rulecheck.yaml': 'plugins: ./checks.js\npreset: strict\nchecks: { acme/names: off }\n',
    });
    const { code, stdout } = await lint(cwd);
    expect(code).toBe(1);
    expect(stdout).toContain(
      'rulecheck.yaml:1:10: error: the plugin "./checks.js" could not be loaded: half written [config/check-failed]',
    );
    expect(stdout).toContain('[alerts/required-labels]');
  });

  test.each([
    [
      'is not there',
      './nowhere.js',
      'the plugin "./nowhere.js" does not exist',
      'the path is relative to the configuration file',
    ],
    [
      'is a path without ./',
      'checks.js',
      'the plugin "checks.js" does not exist',
      'write a path relative to this configuration as "./checks.js"',
    ],
    ['is no package', '@acme/none', 'the plugin "@acme/none" does not exist', 'install the package with npm'],
  ])('because it %s is a fault of the configuration', async (_, name, message, help) => {
    const cwd = project({ 'checks.js': plugin(REPORT), 'rulecheck.yaml': `plugins: ['${name}']\n` });
    const { code, stderr } = await lint(cwd);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain(help);
  });

  test.each([
    ['exports nothing', 'export const check = 1;', 'does not export a list "checks"'],
    [
      'has a check without messages',
      "export const checks = [{ meta: { id: 'acme/a', summary: 'a', severity: 'error' }, create: () => ({}) }];",
      'has the check "acme/a" whose "messages" is not a table of functions',
    ],
    [
      'takes one of our groups',
      plugin(REPORT).replace('acme/names', 'alerts/names'),
      "in one of rulecheck's own groups",
    ],
    [
      'has a severity that is none',
      plugin(REPORT).replace("'error'", "'fatal'"),
      'whose "meta.severity" is not error, warning or info',
    ],
    [
      'has an id without a group',
      plugin(REPORT).replace('acme/names', 'names'),
      'whose "meta.id" is not a lower-case "group/name"',
    ],
  ])('because it %s is a fault of the configuration', async (_, text, message) => {
    const cwd = project({ 'checks.js': text, 'rulecheck.yaml': 'plugins: ./checks.js\n' });
    const { code, stderr } = await lint(cwd);
    expect(code).toBe(2);
    expect(stderr).toContain('rulecheck.yaml:1:10');
    expect(stderr).toContain(message);
  });

  test('because another one has the same check is a fault of the configuration', async () => {
    const cwd = project({
      'a.js': plugin(REPORT),
      'b.js': plugin(REPORT),
      'rulecheck.yaml': 'plugins: [./a.js, ./b.js]\n',
    });
    const { stderr } = await lint(cwd);
    expect(stderr).toContain('the plugins "./a.js" and "./b.js" both have a check "acme/names"');
  });
});

import { expect, test } from 'vitest';
import { folderWith, runCli } from '../support/run-cli.ts';

const RULES = 'groups: [{name: web, rules: [{alert: A, expr: up == 0, for: soon}]}]\n';

test('a configuration extends files and packages; later ones win', async () => {
  const cwd = folderWith({
    'a.yml': RULES,
    'rulecheck.yaml':
      'extends: [./base/one.yaml, "@acme/rules"]\nchecks: {syntax/duration: {severity: info}}\n',
    'base/one.yaml': 'extends: ./two.yaml\nprometheus: {version: 2}\nchecks: {syntax/duration: warning}\n',
    'base/two.yaml': 'prometheus: {version: 3, retention: 30d}\n',
    'node_modules/@acme/rules/rulecheck.yaml': 'preset: strict\n',
  });
  const { code, stdout, stderr } = await runCli(cwd, ['config', '--all']);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toMatch(/version: 2 +# base\/one\.yaml:2/);
  expect(stdout).toMatch(/retention: "30d" +# base\/two\.yaml:1/);
  expect(stdout).toMatch(/preset: "strict" +# node_modules\/@acme\/rules\/rulecheck\.yaml:1/);
  expect(stdout).toMatch(/syntax\/duration:\n +severity: "info" +# rulecheck\.yaml:2/);
  expect(stdout).toMatch(/syntax\/yaml:\n +severity: "error" +# preset strict/);
  const lint = await runCli(cwd, ['lint', 'a.yml']);
  expect(lint.code).toBe(0);
  expect(lint.stdout).toContain('info:');
});

test('a cycle, a missing file and a missing package are faults at the place that names them', async () => {
  const cwd = folderWith({
    'a.yml': RULES,
    'rulecheck.yaml': 'extends: [./b.yaml, ./gone.yaml, nowhere]\n',
    'b.yaml': 'extends: ./rulecheck.yaml\n',
  });
  const { code, stderr } = await runCli(cwd, ['lint']);
  expect(code).toBe(2);
  expect(stderr).toContain('b.yaml:1:10');
  expect(stderr).toContain('rulecheck.yaml → b.yaml → rulecheck.yaml');
  expect(stderr).toContain('the configuration "./gone.yaml" to extend does not exist');
  expect(stderr).toContain('no package "nowhere" contains a configuration');
});

test('a fault of an extended file names that file', async () => {
  const cwd = folderWith({
    'rulecheck.yaml': 'extends: ./b.yaml\n',
    'b.yaml': 'prest: strict\n',
    'a.yml': RULES,
  });
  const { code, stderr } = await runCli(cwd, ['lint']);
  expect(code).toBe(2);
  expect(stderr).toContain('b.yaml:1:1');
});

test('the configuration of a file has its overrides, and names those for some rules', async () => {
  const cwd = folderWith({
    'rulecheck.yaml': `overrides:
  - paths: [legacy/**]
    checks: {syntax/duration: warning}
  - paths: [legacy/**]
    rules: [Old*]
    checks: {syntax/promql: off}
`,
  });
  const legacy = (await runCli(cwd, ['config', 'legacy/a.yml'])).stdout;
  expect(legacy).toMatch(/severity: "warning" +# rulecheck\.yaml:2 \(override\)/);
  expect(legacy).toContain('in rule "Old*": syntax/promql: {"severity":"off"} (rulecheck.yaml:4)');
  expect((await runCli(cwd, ['config', 'new/a.yml'])).stdout).not.toContain('override');
});

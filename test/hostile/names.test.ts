import { describe, expect, it } from 'vitest';
import { CLEAN_RULES, folderOf, run } from '../cli/support.ts';

/** Names that every object of JavaScript answers to. */
const INHERITED = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

describe.each(INHERITED)('the name "%s"', (name) => {
  const files: Readonly<Record<string, string>> = {
    'r.yml': `groups:
  - name: ${name}
    rules:
      - alert: ${name}
        expr: ${name}{${name}="x"} == 0
        for: 5m
        labels: { ${name}: ${name}, severity: ${name} }
        annotations: { ${name}: '{{ $labels.${name} }}' }
      - { record: ${name}, expr: sum by (${name}) (up) }
`,
    'alertmanager.yml': `route: { receiver: ${name}, group_by: [${name}], routes: [{ receiver: ${name}, matchers: ['${name}="x"'] }] }
receivers: [{ name: ${name}, slack_configs: [{ api_url: 'https://s.example.com', channel: x, title: '{{ template "${name}" . }} {{ .${name} }}' }] }]
`,
    'prometheus.yml': `scrape_configs: [{ job_name: ${name}, ${name}: 1, static_configs: [{ targets: [a], labels: { ${name}: b } }] }]\n`,
    'promtail.yml': `scrape_configs: [{ job_name: ${name}, pipeline_stages: [{ ${name}: {} }], static_configs: [{ targets: [localhost] }] }]\n`,
    'a.alloy': `${name} "${name}" { }\nloki.process "${name}" {\n  ${name} = 1\n  forward_to = [loki.write.${name}.receiver]\n  stage.${name} { }\n}\n`,
    'metrics.yml': `metrics:\n  ${name}: { type: counter, labels: [${name}] }\n`,
    'd.json': `{"title":"${name}","uid":"d","schemaVersion":39,"panels":[{"id":1,"type":"${name}","fieldConfig":{"defaults":{"unit":"${name}"}},"targets":[{"expr":"${name}"}]}]}`,
    't.yml': `rule_files: [r.yml]\n${name}: 1\ntests: [{ ${name}: 1, interval: 1m, input_series: [{ series: ${name}, values: 0x9 }], alert_rule_test: [{ eval_time: 1m, alertname: ${name}, exp_alerts: [] }] }]\n`,
    [`${name}.yml`]: `alert: ${name}\nscenarios: [{ name: ${name}, series: { ${name}: 0x90 }, expect: [{ at: 1m, state: ${name} }, { at: 1m, ${name}: 1 }] }]\n`,
    'object.yml': `apiVersion: monitoring.coreos.com/v1\nkind: ${name}\nmetadata: { name: ${name} }\nspec: { groups: [] }\n`,
    'amc.yml': `apiVersion: monitoring.coreos.com/v1alpha1\nkind: AlertmanagerConfig\nmetadata: { name: a }\nspec: { route: { receiver: a }, receivers: [{ name: a, ${name}: [] }] }\n`,
  };

  it.each(Object.keys(files))('is a name like others in %s', async (file) => {
    const cwd = await folderOf({ 'ok.yml': CLEAN_RULES, 'r.yml': files['r.yml']!, [file]: files[file]! });
    for (const command of [['lint'], ['test', '--engine', 'embedded']]) {
      const { stdout, stderr } = await run(command, { cwd });
      expect(stdout + stderr).not.toMatch(/internal error|internal\/|\[object |native code|=> \{/);
    }
  });

  it('is not a check, an alert or a setting', async () => {
    const cwd = await folderOf({ 'ok.yml': CLEAN_RULES });
    for (const argv of [['explain', name], [name], ['lint', '--fail-on', name]]) {
      const { code, stderr } = await run(argv, { cwd });
      expect(stderr).not.toContain('internal error');
      expect(code).toBe(2);
    }
    for (const text of [`${name}: {}\n`, `checks: { ${name}: off }\n`, `extends: ${name}\n`]) {
      const configured = await folderOf({ 'ok.yml': CLEAN_RULES, 'rulecheck.yaml': text });
      const { code, stderr } = await run(['lint'], { cwd: configured });
      expect(stderr).not.toContain('internal error');
      expect(code).toBe(2);
    }
  });
});

describe('a file with the name of an option', () => {
  it.each(['--config=evil.yaml', '-cevil.yaml', '--quiet', '-q'])(
    '%s is refused as an option',
    async (name) => {
      const cwd = await folderOf({
        'ok.yml': CLEAN_RULES,
        'evil.yaml': 'plugins: [./evil.js]\n',
        [name]: CLEAN_RULES,
      });
      const { code, stdout, stderr } = await run(['lint', '--skip-unknown', name, 'ok.yml'], { cwd });
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toBe(
        `rulecheck: "${name}" is an option and the name of a file here\n  rename the file, or put "--" before the names of files: rulecheck lint -- *.yml\n`,
      );
      expect((await run(['lint', 'ok.yml'], { cwd })).code).toBe(0);
      expect((await run(['lint', '--', name], { cwd })).stderr).not.toContain('is an option');
    },
  );
});

it.each([
  [['lint', '-o', 'X']],
  [['lint', 'X', '--x\n::error::evil']],
  [['tools', 'X']],
  [['--y\n::error::evil']],
])('an error of the command line %j says what it quotes on one line', async (argv) => {
  const cwd = await folderOf({ 'ok.yml': CLEAN_RULES });
  const words = argv.map((word) => (word === 'X' ? 'x\n::error::evil\r::error::evil' : word));
  const { code, stderr } = await run(words, { cwd });
  expect(stderr).toContain('evil');
  expect(stderr).not.toMatch(/(?:^|[\n\r])\s*::/);
  expect(code).toBe(2);
});

describe('a configuration of which a part would be without effect', () => {
  it.each([
    [
      'checks: { alerts/no-for: off }\nchecks: { alerts/no-for: error }\n',
      'rulecheck.yaml:2:1',
      '"checks" twice',
    ],
    [
      'checks: { alerts/no-for: off, alerts/no-for: error }\n',
      'rulecheck.yaml:1:31',
      '"alerts/no-for" twice',
    ],
    ['checks: {}\n---\nchecks: { alerts/no-for: error }\n', 'rulecheck.yaml:3:1', 'a second YAML document'],
  ])('%j is refused', async (text, place, words) => {
    const cwd = await folderOf({ 'ok.yml': CLEAN_RULES, 'rulecheck.yaml': text });
    const { code, stderr } = await run(['lint'], { cwd });
    expect(stderr).toContain(`${place}: error: the configuration`);
    expect(stderr).toContain(words);
    expect(code).toBe(2);
  });

  it('an empty second document has no part', async () => {
    const cwd = await folderOf({ 'ok.yml': CLEAN_RULES, 'rulecheck.yaml': '---\nchecks: {}\n---\n' });
    expect((await run(['lint'], { cwd })).code).toBe(0);
  });
});

describe('a file that looks like the configuration and is not read', () => {
  it.each(['Rulecheck.yaml', 'rulecheck.json', '.rulecheck.toml'])('%s is named', async (name) => {
    const cwd = await folderOf({ 'ok.yml': CLEAN_RULES, [name]: '{"checks": {}}\n' });
    const { stderr } = await run(['lint'], { cwd });
    expect(stderr).toBe(
      `note: "${name}" is not read as the configuration; a configuration is called rulecheck.yaml, rulecheck.yml, .rulecheck.yaml, .rulecheck.yml\n`,
    );
  });

  it('a second configuration is named', async () => {
    const cwd = await folderOf({ 'ok.yml': CLEAN_RULES, 'rulecheck.yaml': '{}\n', '.rulecheck.yml': '{}\n' });
    expect((await run(['lint'], { cwd })).stderr).toBe(
      'note: ".rulecheck.yml" is not read as the configuration; "rulecheck.yaml" is\n',
    );
    expect((await run(['lint', '-c', 'rulecheck.yaml'], { cwd })).stderr).toBe('');
  });
});

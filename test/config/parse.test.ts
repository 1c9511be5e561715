import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/parse.ts';
import { DEFAULT_CONFIG } from '../../src/config/types.ts';
import { SourceFile } from '../../src/source/source-file.ts';

/** Each fault as the text below it and its message. */
function faults(text: string): [string, string][] {
  const file = new SourceFile('rulecheck.yaml', text);
  return parseConfig(file).issues.map(({ range, message }) => [file.slice(range), message]);
}

describe('rulecheck.yaml', () => {
  it('may be empty', () => {
    for (const text of ['', '# nothing yet\n', '---\n'])
      expect(parseConfig(new SourceFile('rulecheck.yaml', text))).toMatchObject({
        config: DEFAULT_CONFIG,
        issues: [],
      });
  });

  it('fills in what it does not say', () => {
    const { config, issues } = parseConfig(
      new SourceFile(
        'rulecheck.yaml',
        'exclude: [old/**]\ntest: { interval: 30s }\nchecks: { syntax/yaml: warning }\n',
      ),
    );
    expect(issues).toEqual([]);
    expect(config.exclude).toEqual(['old/**']);
    expect(config.settings.test.interval).toBe(30_000);
    expect(config.checks.get('syntax/yaml')).toMatchObject({ severity: 'warning' });
    expect(config.settings.prometheus.version).toBe(3);
  });

  it('says how the operator treats AlertmanagerConfig objects', () => {
    const text = 'alertmanager: { version: "0.33", matcher_strategy: None, namespace: monitoring }\n';
    const { config, issues } = parseConfig(new SourceFile('rulecheck.yaml', text));
    expect(issues).toEqual([]);
    expect(config.settings.alertmanager).toEqual({
      version: '0.33',
      matcherStrategy: 'None',
      namespace: 'monitoring',
    });
    const bases = 'alertmanager: { file: a.yml, base_file: b.yml, base_object: main }\n';
    expect(parseConfig(new SourceFile('rulecheck.yaml', bases)).config.settings.alertmanager).toEqual({
      file: 'a.yml',
      baseFile: 'b.yml',
      baseObject: 'main',
    });
    expect(faults('alertmanager: { matcher_strategy: OnNamespaces }')).toMatchObject([
      ['OnNamespaces', expect.stringContaining('OnNamespace')],
    ]);
  });

  it.each([
    ['exlude: []', 'exlude', 'did you mean "exclude"?'],
    ['preset: recomended', 'recomended', 'did you mean "recommended"?'],
    ['checks:\n  syntax/yml: off', 'syntax/yml', 'did you mean "syntax/yaml"?'],
    ['checks:\n  syntax/yaml: warn', 'warn', 'is "warn"'],
    ['checks:\n  alerts/required-labels:\n    labls: {}', 'labls', 'did you mean "labels"?'],
    ['test: { interval: often }', 'often', 'often'],
  ])('points at what is wrong in %j', (text, below, words) => {
    const found = faults(`${text}\n`);
    expect(found.map(([place]) => place)).toEqual([below]);
    expect(found[0]![1]).toContain(words);
  });

  it('reports every fault', () => {
    expect(
      faults('exlude: []\npreset: nope\n')
        .map(([place]) => place)
        .sort(),
    ).toEqual(['exlude', 'nope']);
  });

  it.each([
    ['no map', '- a\n'],
    ['a text', 'hello\n'],
    ['broken YAML', 'checks: [\n'],
    ['a key that is everybody’s', '__proto__: { preset: strict }\n'],
    [
      'an alias bomb',
      `a: &a0 [x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &a${i + 1} [${`*a${i},`.repeat(9)}]\n`).join('')}`,
    ],
  ])('refuses %s', (_, text) => {
    expect(faults(text).length).toBeGreaterThan(0);
    expect(({} as Record<string, unknown>)['preset']).toBeUndefined();
  });
});

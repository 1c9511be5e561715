import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { readDocuments } from '../../src/documents/read.ts';
import { schemaLine } from '../../src/reporters/schema-line.ts';
import type { SchemaName } from '../../src/reporters/schema-line.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { decodeRouteTests } from '../../src/testing/route-tests/decode.ts';
import { decodeScenarioFile } from '../../src/testing/scenario/decode.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { toValue } from '../../src/yaml/to-value.ts';
import { ROOT } from '../support/pack.ts';

const read = (path: string): string => readFileSync(ROOT + path, 'utf8');
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
const validators = new Map(
  (['rulecheck', 'scenarios', 'route-tests', 'catalogue'] as const).map((name) => {
    const schema = JSON.parse(read(`schema/${name}.schema.json`)) as object;
    return [name, ajv.compile(schema)] as const;
  }),
);

/** What a schema says is wrong with a text. */
function faults(name: SchemaName, text: string): string[] {
  const root = parseYaml(text).documents[0]?.root;
  const validate = validators.get(name)!;
  validate(root === undefined ? {} : toValue(root));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}

const KINDS: Readonly<Record<string, SchemaName | undefined>> = {
  scenarios: 'scenarios',
  'route-tests': 'route-tests',
  catalogue: 'catalogue',
};

/**
 * Every file of the repository that is one of ours, with its schema. Inputs of tests that are wrong on purpose are left out.
 */
const tracked = execFileSync('git', ['ls-files', '-z', '*.yml', '*.yaml'], { cwd: ROOT, encoding: 'utf8' })
  .split('\0')
  .filter((path) => path !== '');
const files = tracked.flatMap((path): (readonly [SchemaName, string])[] => {
  if (/(?:^|\/)\.?rulecheck\.ya?ml$/.test(path)) return [['rulecheck', path]];
  const file = new SourceFile(path, read(path));
  const [document] = readDocuments(file, { named: false }).documents;
  const name = KINDS[document?.kind ?? ''];
  return name === undefined ? [] : [[name, path]];
});

/** Examples of the documentation, by their first key. */
const PAGES = [
  'README.md',
  'docs/scenarios.md',
  'docs/notifications.md',
  'docs/route-tests.md',
  'docs/catalogue.md',
];
const examples = PAGES.flatMap((page) =>
  [...read(page).matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].flatMap(([, text], i) => {
    const file = new SourceFile('example.yml', text!);
    const [document] = readDocuments(file, { named: true }).documents;
    const name = KINDS[document?.kind ?? ''];
    return name === undefined ? [] : [[name, `${page}, block ${i + 1}`, text!] as const];
  }),
);

describe('JSON Schemas', () => {
  it('are asked about all kinds of files', () => {
    expect(files.length).toBeGreaterThan(30);
    expect(new Set(files.map(([name]) => name))).toContain('catalogue');
    expect(new Set([...files, ...examples].map(([name]) => name)).size).toBe(4);
  });

  it.each(files)('%s: %s', (name, path) => {
    expect(faults(name, read(path))).toEqual([]);
  });

  it.each(examples)('%s: %s', (name, _, text) => {
    expect(faults(name, text)).toEqual([]);
  });

  const SCENARIO = `alert: A
scenarios:
  - name: fires
    series: { up: 0x10 }
    expect: [{ first: firing, at: 5m }]
`;
  const ROUTE = 'route_tests:\n  - { labels: { severity: critical }, receivers: page }\n';
  const METRICS = 'metrics:\n  up: { type: gauge, labels: [job] }\n';

  it.each([
    ['scenarios', SCENARIO.replace('series', 'serie')],
    ['scenarios', SCENARIO.replace('first', 'frist')],
    ['scenarios', SCENARIO.replace('firing', 'fired')],
    ['scenarios', SCENARIO.replace(', at: 5m', '')],
    ['scenarios', SCENARIO.replace('5m', 'five minutes')],
    ['scenarios', SCENARIO.replace('name: fires', 'title: fires')],
    ['scenarios', SCENARIO.replace('alert: A\n', '')],
    ['route-tests', ROUTE.replace('receivers', 'receiver')],
    ['route-tests', ROUTE.replace(', receivers: page', '')],
    ['route-tests', ROUTE.replace('labels', 'label')],
    ['catalogue', METRICS.replace('gauge', 'guage')],
    ['catalogue', METRICS.replace('labels', 'label')],
    ['rulecheck', 'presets: strict\n'],
    ['rulecheck', 'checks: { alerts/required-label: error }\n'],
  ] as const)('%s refuses %j', (name, text) => {
    expect(faults(name, text)).not.toEqual([]);
  });

  it('take what the decoders take', () => {
    const issues: unknown[] = [];
    const rootOf = (text: string) => parseYaml(text).documents[0]!.root!;
    const file = new SourceFile('a.yml', '');
    decodeScenarioFile(rootOf(SCENARIO), file, (issue) => issues.push(issue));
    decodeRouteTests(rootOf(ROUTE), file, (issue) => issues.push(issue));
    expect(issues).toEqual([]);
    for (const [name, text] of [
      ['scenarios', SCENARIO],
      ['route-tests', ROUTE],
      ['catalogue', METRICS],
    ] as const)
      expect(faults(name, text)).toEqual([]);
  });

  it('are named by the line that init writes', () => {
    expect(read('schema/rulecheck.schema.json').length).toBeGreaterThan(0);
    expect(schemaLine('rulecheck')).toMatch(
      /^# yaml-language-server: \$schema=https:\/\/\S+\/schema\/rulecheck\.schema\.json\n$/,
    );
  });
});

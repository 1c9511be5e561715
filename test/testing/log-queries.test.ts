import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { globSync } from 'tinyglobby';
import { folderOf, run } from '../cli/support.ts';
import { ROOT } from '../support/pack.ts';

const LOGS = `    logs:
      '{app="x"}':
        - boom
        - { at: 1m, line: "level=error bang", metadata: { trace: t1 } }
`;
const file = (expectation: string, head = ''): string =>
  `${head}scenarios:\n  - name: it\n${LOGS}    expect:\n      - ${expectation}\n`;

async function problems(expectation: string, head?: string): Promise<string[]> {
  const cwd = await folderOf({
    'queries.yml':
      'queries:\n  - { name: booms, category: c, description: d, query: \'{app="x"} |= "boom"\' }\n  - { name: all, category: c, description: d, query: \'sum(count_over_time({app="x"}[5m]))\' }\n',
    'test.yml': file(expectation, head),
  });
  const { stdout } = await run(['test', '--format', 'json'], { cwd });
  const { tests } = JSON.parse(stdout) as { tests: { status: string; message: string }[] };
  expect(tests.length).toBe(1);
  return tests.filter(({ status }) => status !== 'passed').map(({ message }) => message);
}

describe('what a log query returns', () => {
  it.each([
    `{ at: 2m, expr: '{app="x"}', lines: [boom, level=error bang] }`,
    `{ at: 2m, expr: '{app="x"} | logfmt', lines: [/^bo+m$/, { line: /bang/, labels: { level: error, trace: t1, detected_level: error } }] }`,
    `{ at: 30s, expr: '{app="x"}', lines: 1 }`,
    `{ at: 2m, expr: '{app="x"}', range: 90s, lines: [/bang/] }`,
    `{ at: 2m, expr: '{app="y"}', lines: [] }`,
    `{ at: 2m, expr: '{app="x"} | json | __error__!=""', lines: [{ labels: { __error__: JSONParserErr } }, { labels: {} }] }`,
    '{ at: 2m, query: booms, lines: [boom] }',
    '{ at: 2m, query: all, samples: [{ value: 2 }] }',
  ])('holds: %s', async (expectation) => expect(await problems(expectation)).toEqual([]));

  it('holds for the query that a file is about', async () => {
    expect(await problems('{ at: 2m, lines: [boom] }', 'query: booms\n')).toEqual([]);
  });

  it.each([
    [
      `{ at: 2m, expr: '{app="x"}', lines: [level=error bang, boom] }`,
      /returns 2 lines, and not the expected ones/,
    ],
    [`{ at: 2m, expr: '{app="x"}', lines: 3 }`, /returns 2 lines, expected 3/],
    [`{ at: 2m, expr: '{app="x"}', lines: [] }`, /returns 2 lines, expected 0/],
    [
      `{ at: 2m, expr: '{app="x"} | logfmt', lines: [boom, { labels: { level: warn } }] }`,
      /not the expected ones/,
    ],
    [`{ at: 2m, expr: 'sum(count_over_time({app="x"}[1m]))', lines: [] }`, /a metric query returns no lines/],
    [`{ at: 2m, expr: '{app="x"', lines: [] }`, /syntax error/],
    [`{ at: 2m, query: boms, lines: [] }`, /no query catalogue has a query "boms"; did you mean "booms"\?/],
    [`{ at: 2m, expr: '{app="x"}', lines: yes }`, /"lines" must be a list of lines or a number/],
    [`{ at: 2m, expr: '{app="x"}', lines: [/(/] }`, /is not a regular expression/],
    [`{ at: 2m, expr: '{app="x"}', lines: [], samples: [] }`, /"samples" or "lines", not both/],
  ])('fails: %s', async (expectation, message) => {
    expect((await problems(expectation)).join('\n')).toMatch(message);
  });

  it('fails where a file about a query asks for alerts', async () => {
    expect(await problems('{ at: 2m, state: firing }', 'query: booms\n')).toEqual([
      'this file tests a query, but this expects alerts',
    ]);
  });
});

describe('the pack', () => {
  it('tests every query of its catalogue', async () => {
    const tested = await readFile(`${ROOT}fixtures/queries.yml`, 'utf8');
    const files = await Promise.all(
      globSync(`${ROOT}loki/queries/*.yml`, { absolute: true }).map((path) => readFile(path, 'utf8')),
    );
    const names = files.flatMap((text) =>
      [...text.matchAll(/^ {2}- name: (\S+)$/gm)].map(([, name]) => name!),
    );
    expect(names.length).toBe(48);
    expect(names.filter((name) => !tested.includes(`query: ${name}`))).toEqual([]);
  });
});

import { expect, it } from 'vitest';
import { SourceFile } from '../../src/source/source-file.ts';
import { runTests } from '../../src/testing/index.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { rulesOf } from './support.ts';

const RULES = rulesOf(`groups:
  - name: g
    rules:
      - { alert: Down, expr: up == 0 }
      - alert: Cyclic
        expr: cyclic == 0
        annotations: { a: '{{ define "a" }}{{ template "a" . }}{{ end }}{{ template "a" . }}' }
      - { alert: Exploding, expr: 'count(sum_over_time(exploding[10y:1s])) > 0' }
`);

const GOOD = `
  - name: is well
    series: { up: 0x9 }
    expect: [{ at: 1m, state: firing }]
`;

const scenario = (alert: string, body: string): string => `alert: ${alert}
scenarios:
  - name: is bad
${body.replaceAll(/^/gm, '    ')}${alert === 'Down' ? GOOD : ''}
`;

const CASES: readonly (readonly [string, string, string, RegExp, string])[] = [
  [
    'samples without end',
    'Down',
    'series: { up: 1x999999999 }\nexpect: [{ at: 1m, state: firing }]',
    /the values of up are invalid/,
    '1x999999999',
  ],
  [
    'series without end',
    'Down',
    'series: { \'up{i="{{1..999999}}"}\': 0x9 }\nexpect: [{ at: 1m, state: firing }]',
    /expands to 999999 series, but the limit is 10000/,
    '\'up{i="{{1..999999}}"}\'',
  ],
  [
    'too much in all',
    'Down',
    'series: { \'up{i="{{1..9999}}"}\': 0x9999 }\nexpect: [{ at: 1m, state: firing }]',
    /99990000 samples in total; the limit is 20000000/,
    'series',
  ],
  [
    'a range that runs backwards',
    'Down',
    'series: { \'up{i="{{5..1}}"}\': 0x9 }\nexpect: [{ at: 1m, state: firing }]',
    /the range 5\.\.1 is descending/,
    '\'up{i="{{5..1}}"}\'',
  ],
  [
    'lines without end',
    'Down',
    'logs: { \'{a="b"}\': [{ every: 1ms, until: 1d, line: x }] }\nexpect: [{ at: 1m, state: inactive }]',
    /"logs" expands to 86400001 lines; the limit is 1000000/,
    'logs',
  ],
  [
    'a line that is repeated never',
    'Down',
    'logs: { \'{a="b"}\': [{ times: 5, line: x }] }\nexpect: [{ at: 1m, state: inactive }]',
    /"every" is missing/,
    'times',
  ],
  [
    'an unknown key',
    'Down',
    'serie: { up: 0x9 }\nexpect: [{ at: 1m, state: firing }]',
    /has no key "serie"; did you mean "series"/,
    'serie',
  ],
  [
    'evaluations without end',
    'Down',
    'evaluation_interval: 1ms\nseries: { up: 0x9 }\nexpect: [{ at: 1m, state: inactive }, { at: 10y, state: inactive }]',
    /more than 1000000 evaluations/,
    'is bad',
  ],
];

async function run(texts: readonly string[]) {
  const outcome = await runTests({
    tests: texts.map((text, i) => ({
      kind: 'scenarios',
      file: new SourceFile(`${i}.yml`, text),
      root: parseYaml(text).documents[0]!.root!,
    })),
    rules: [RULES],
    cwd: '/',
    ruleFileReader: { glob: () => Promise.resolve([]), read: () => Promise.reject(new Error('none')) },
    engine: 'embedded',
    evaluation: { limits: { samples: 100_000 } },
  });
  if (outcome.status !== 'ran') throw new Error('a tool is missing');
  return outcome.run.results;
}

it.each(CASES)(
  '%s: an error at its place, and the next test runs',
  async (_, alert, body, message, place) => {
    const results = await run([scenario(alert, body)]);
    const bad = results.find(({ name }) => name === 'is bad')!;
    expect(bad.message).toMatch(message);
    expect(bad.file.slice(bad.range)).toBe(place);
    expect(results.find(({ name }) => name === 'is well')?.status).toBe('passed');
  },
);

it('a template that calls itself ends with an error in its text', async () => {
  const body =
    "series: { cyclic: 0x9 }\nexpect: [{ at: 1m, alerts: [{ annotations: { a: '/error expanding template.*depth/' } }] }]";
  const results = await run([scenario('Cyclic', body), scenario('Down', body.replace('cyclic', 'up'))]);
  expect(results.map(({ name, status }) => `${name}: ${status}`)).toEqual([
    'is bad: passed',
    'is bad: failed',
    'is well: passed',
  ]);
});

it('an expression that explodes ends at a limit, and says which', async () => {
  const body = 'series: { exploding: 1x9 }\nexpect: [{ at: 1m, state: inactive }]';
  const results = await run([scenario('Exploding', body), `alert: Down\nscenarios:${GOOD}`]);
  expect(results.map(({ status }) => status)).toEqual(['failed', 'passed']);
  expect(results[0]!.message).toMatch(/limit|too many|steps/);
});

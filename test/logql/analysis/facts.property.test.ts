import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyseLogql, mayHave } from '../../../src/logql/analysis/index.ts';
import { evaluateInstant, evaluateLog, LogqlEvalError, LogStore } from '../../../src/logql/eval/index.ts';
import type { Labels } from '../../../src/logql/eval/index.ts';
import { parseLogql } from '../../../src/logql/syntax/index.ts';

const NAME = fc.constantFrom('app', 'env', 'a', 'b', 'c', 'a_extracted', '__error__');
const VALUE = fc.constantFrom('1', 'x', '', '2s');

const FILTER = fc.oneof(
  fc
    .tuple(NAME, fc.constantFrom('=', '!=', '=~', '!~'), VALUE)
    .map(([name, op, value]) => `${name}${op}"${value}"`),
  fc
    .tuple(NAME, fc.constantFrom('> 0', '< 5s', '>= 1KB', '!= ip("1.1.1.1")'.replace('!= ', '!=')))
    .map(([name, rest]) => `${name} ${rest}`),
);

const STAGE = fc.oneof(
  fc.constantFrom(
    '| json',
    '| logfmt',
    '| logfmt --keep-empty',
    '| unpack',
    '| decolorize',
    '|= "a"',
    '| json a="b", c',
    '| logfmt b="a"',
  ),
  fc.constantFrom('| regexp "(?P<a>.)=(?P<b>.)"', '| pattern "<a>=<b> <_>"', '| line_format "a={{.b}}"'),
  fc.tuple(FILTER, fc.constantFrom(' and ', ' or ', ', '), FILTER).map((parts) => `| ${parts.join('')}`),
  FILTER.map((filter) => `| ${filter}`),
  fc
    .tuple(NAME, NAME)
    .filter(([a]) => a !== '__error__')
    .map(([a, b]) => `| label_format ${a}=${b}`),
  fc
    .tuple(NAME, NAME)
    .filter(([a]) => a !== '__error__')
    .map(([a, b]) => `| label_format ${a}="x{{.${b}}}"`),
  fc
    .tuple(
      fc.constantFrom('drop', 'keep'),
      fc.array(
        fc.oneof(
          NAME,
          fc.tuple(NAME, VALUE).map(([name, value]) => `${name}="${value}"`),
        ),
        { minLength: 1, maxLength: 3 },
      ),
    )
    .map(([word, labels]) => `| ${word} ${labels.join(', ')}`),
);

const LOG = fc
  .tuple(
    fc.constantFrom('{app="x"}', '{app=~".+", env!="z"}', '{app="x", env="p"}'),
    fc.array(STAGE, { maxLength: 4 }),
  )
  .map(([selector, stages]) => [selector, ...stages].join(' '));

const LABELS = fc.array(NAME, { maxLength: 2 }).map((names) => names.join(', '));
const GROUPING = fc
  .tuple(fc.constantFrom('by', 'without'), LABELS)
  .map(([word, labels]) => `${word} (${labels})`);

const RANGE = fc.oneof(
  LOG.map((log) => `count_over_time(${log} | __error__="" [1m])`),
  fc
    .tuple(LOG, NAME, fc.option(GROUPING, { nil: '' }))
    .map(([log, name, grouping]) => `max_over_time(${log} | unwrap ${name} | __error__="" [1m]) ${grouping}`),
  LOG.map((log) => `absent_over_time(${log} | __error__="" [1m])`),
);

const METRIC = fc.letrec<{ metric: string }>((tie) => ({
  metric: fc.oneof(
    { maxDepth: 3 },
    RANGE,
    fc
      .tuple(fc.constantFrom('sum', 'max', 'topk'), GROUPING, tie('metric'))
      .map(([op, grouping, inner]) => `${op} ${grouping} (${op === 'topk' ? '2, ' : ''}${inner})`),
    fc
      .tuple(
        tie('metric'),
        fc.constantFrom(
          'or',
          'and',
          'unless',
          '+',
          '+ on (app)',
          '* ignoring (a)',
          '* on (app) group_left (a)',
        ),
        tie('metric'),
      )
      .map((parts) => `(${parts.join(' ')})`),
    tie('metric').map((inner) => `label_replace(${inner}, "c", "$1", "a", "(.*)")`),
    tie('metric').map((inner) => `(${inner} > 0)`),
  ),
})).metric;

const LINE = fc.constantFrom(
  '{"a":"1","b":{"c":2}}',
  '{"a":"1","app":"q","_entry":"in"}',
  'a=1 b=2s c=',
  'a=x env=y',
  'nothing',
  '{"a":',
  'b=2KB a=1',
);
const STREAM = fc.constantFrom<[string, string][]>(
  [['app', 'x']],
  [
    ['app', 'x'],
    ['env', 'p'],
  ],
  [
    ['app', 'y'],
    ['a', 's'],
  ],
);

function checkFacts(query: string, labels: Labels): void {
  const facts = analyseLogql(parseLogql(query).expr!, query).labels;
  for (const [name, value] of labels)
    expect([query, name, value === '' || mayHave(facts, name)]).toEqual([query, name, true]);
  for (const name of facts.guaranteed)
    expect([query, name, labels.some(([own, value]) => own === name && value !== '')]).toEqual([
      query,
      name,
      true,
    ]);
}

describe('what analyseLogql claims is true of the engine', () => {
  const DATA = fc.array(fc.tuple(STREAM, LINE), { maxLength: 6 });
  const fill = (data: [[string, string][], string][]): LogStore => {
    const store = new LogStore();
    for (const [i, [labels, line]] of data.entries())
      store.add(labels, { timestampMs: 1000 * i, line, metadata: [] });
    return store;
  };

  it('for lines', () => {
    fc.assert(
      fc.property(LOG, DATA, (query, data) => {
        for (const { labels } of evaluateLog(parseLogql(query).expr!, fill(data), 0, 60_000)) {
          // The facts do not cover a line with an error: filters let it pass.
          if (!labels.some(([name]) => name === '__error__')) checkFacts(query, labels);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('for series', () => {
    fc.assert(
      fc.property(METRIC, DATA, (query, data) => {
        const { expr, errors } = parseLogql(query);
        expect([query, errors]).toEqual([query, []]);
        try {
          const result = evaluateInstant(expr!, fill(data), 30_000);
          if (result.kind === 'vector') for (const { labels } of result.samples) checkFacts(query, labels);
        } catch (error) {
          if (!(error instanceof LogqlEvalError)) throw error;
        }
      }),
      { numRuns: 1000 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import {
  evaluateInstant,
  evaluateLog,
  evaluateRange,
  formatLabels,
  labelsOf,
  LogqlEvalError,
  LogStore,
} from '../../../src/logql/eval/index.ts';
import { parseLogql } from '../../../src/logql/syntax/index.ts';

function store(lines: readonly string[], metadata: Record<string, string> = {}): LogStore {
  const filled = new LogStore();
  for (const [i, line] of lines.entries()) {
    filled.add(
      [
        ['app', 'x'],
        ['gone', ''],
      ],
      { timestampMs: i * 1000, line, metadata: labelsOf(Object.entries(metadata)) },
    );
  }
  return filled;
}

/** `line {labels}` of every line that comes out. */
function run(query: string, lines: readonly string[], metadata?: Record<string, string>): string[] {
  const { expr, errors } = parseLogql(query);
  expect(errors).toEqual([]);
  return evaluateLog(expr!, store(lines, metadata), 0, 1e9).map(
    ({ line, labels }) => `${line} ${formatLabels(labels)}`,
  );
}

describe('evaluateLog', () => {
  it.each<[query: string, line: string, expected: string | undefined]>([
    ['{app="x"}', 'a', 'a {app="x"}'],
    ['{app="y"}', 'a', undefined],
    ['{app="x", gone=""}', 'a', 'a {app="x"}'],
    [
      '{app="x"} | json',
      '{"a.b":1,"o":{"p":{"q":"é\\n"}},"n":null,"l":[1],"t":true,"app":"p"}',
      '{"a.b":1,"o":{"p":{"q":"é\\n"}},"n":null,"l":[1],"t":true,"app":"p"} {a_b="1", app="x", app_extracted="p", o_p_q="é\\n", t="true"}',
    ],
    [
      '{app="x"} | json',
      '{"a":1,"b"',
      '{"a":1,"b" {__error__="JSONParserErr", __error_details__="Malformed JSON error", a="1", app="x"}',
    ],
    [
      '{app="x"} | json first="l[0]", deep="o[\\"p q\\"]", none="z"',
      '{"l":["v"],"o":{"p q":{"r":1}}}',
      '{"l":["v"],"o":{"p q":{"r":1}}} {app="x", deep="{\\"r\\":1}", first="v", none=""}',
    ],
    [
      '{app="x"} | logfmt --keep-empty | drop app',
      'a=1 b= c="d e" =x "y" f',
      'a=1 b= c="d e" =x "y" f {a="1", b="", c="d e", f=""}',
    ],
    [
      '{app="x"} | logfmt --strict',
      'a=1 b="',
      'a=1 b=" {__error__="LogfmtParserErr", __error_details__="logfmt syntax error at pos 8 : unterminated quoted value", a="1", app="x"}',
    ],
    ['{app="x"} | logfmt x="a"', 'a=1 b=2', 'a=1 b=2 {app="x", x="1"}'],
    [
      '{app="x"} | pattern "<ip> - <_> [<path>]"',
      '1.2.3.4 - u [/a]',
      '1.2.3.4 - u [/a] {app="x", ip="1.2.3.4", path="/a"}',
    ],
    ['{app="x"} | regexp "(?P<a>\\\\d+)(?P<b>x)?"', 'n 12', 'n 12 {a="12", app="x", b=""}'],
    ['{app="x"} | unpack', '{"pod":"p","n":1,"_entry":"in"}', 'in {app="x", pod="p"}'],
    ['{app="x"} | logfmt | keep a, app="y"', 'a=1 b=2', 'a=1 b=2 {a="1"}'],
    ['{app="x"} | logfmt | label_format c=a, b="<{{.b}}>"', 'a=1 b=2', 'a=1 b=2 {app="x", b="<2>", c="1"}'],
    ['{app="x"} | decolorize', '\u001b[31mred\u001b[0m', 'red {app="x"}'],
    ['{app="x"} | logfmt | a > 1KB', 'a=2000B', 'a=2000B {a="2000B", app="x"}'],
    [
      '{app="x"} | logfmt | a > 1KB',
      'a=zzz',
      'a=zzz {__error__="LabelFilterErr", __error_details__="strconv.ParseFloat: parsing \\"\\": invalid syntax", a="zzz", app="x"}',
    ],
    ['{app="x"} | logfmt | a > 5 | __error__=""', 'a=zzz', undefined],
    ['{app="x"} | logfmt | a > 5', 'b=1', undefined],
    ['{app="x"} |= ip("10.0.0.0/8")', 'from 10.1.2.3:80', 'from 10.1.2.3:80 {app="x"}'],
    ['{app="x"} != ip("2001:db8::/32")', 'from [2001:db8::1]', undefined],
    ['{app="x"} != "a" or "b"', 'b', undefined],
    ['{app="x"} |> "<_> took <_>ms"', 'it took 5ms', 'it took 5ms {app="x"}'],
  ])('%s on %s', (query, line, expected) => {
    expect(run(query, [line])).toEqual(expected === undefined ? [] : [expected]);
  });

  it('puts structured metadata between stream and parsed labels', () => {
    expect(run('{app="x"} | logfmt', ['trace=p'], { trace: 'm', app: 'm' })).toEqual([
      'trace=p {app="x", app_extracted="m", trace="m", trace_extracted="p"}',
    ]);
  });

  it('takes a line of hostile nesting for one with an error', () => {
    const [line] = run('{app="x"} | json | line_format "deep"', [
      '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000),
    ]);
    expect(line).toContain('JSONParserErr');
  });

  it('moves line filters before a decolorize, as Loki does', () => {
    expect(run('{app="x"} | decolorize |= "red"', ['\u001b[31mr\u001b[0med'])).toEqual([]);
  });
});

describe('metric queries', () => {
  const metric = (query: string, lines: readonly string[]): string[] => {
    const result = evaluateInstant(parseLogql(query).expr!, store(lines), 60_000);
    return result.kind === 'scalar'
      ? [String(result.value)]
      : result.samples.map(({ labels, value }) => `${formatLabels(labels)} ${value}`);
  };

  it('fails on a line with an error unless no label is needed or the error is asked for', () => {
    const lines = ['{"a":1}', 'no json'];
    expect(() => metric('count_over_time({app="x"} | json [2m])', lines)).toThrow(LogqlEvalError);
    expect(metric('sum(count_over_time({app="x"} | json [2m]))', lines)).toEqual(['{} 2']);
    expect(metric('sum by (__error__) (count_over_time({app="x"} | json [2m]))', lines)).toEqual([
      '{} 1',
      '{__error__="JSONParserErr"} 1',
    ]);
    expect(metric('count_over_time({app="x"} | json | __error__="" [2m])', lines)).toEqual([
      '{a="1", app="x"} 1',
    ]);
  });

  it('takes the label that it unwraps out of the labels', () => {
    expect(
      metric('sum_over_time({app="x"} | logfmt | unwrap duration(t) [2m])', ['t=250ms', 't=1s', 'u=1']),
    ).toEqual(['{app="x"} 1.25']);
  });

  it('has numbers without series', () => {
    expect(metric('1 + 2 * 3', [])).toEqual(['7']);
    expect(metric('vector(1) > 2', [])).toEqual([]);
    expect(metric('absent_over_time({app="y", env=~"p"}[1m])', [])).toEqual(['{app="y"} 1']);
  });

  it('bounds the steps of a range query', () => {
    const range = { startMs: 0, endMs: 1e9, stepMs: 1 };
    expect(() => evaluateRange(parseLogql('vector(1)').expr!, new LogStore(), range)).toThrow(
      expect.objectContaining({ code: 'too-many-steps' }) as Error,
    );
  });

  it('refuses to give a log query a value', () => {
    expect(() => evaluateInstant(parseLogql('{app="x"}').expr!, new LogStore(), 0)).toThrow(
      expect.objectContaining({ code: 'log-query' }) as Error,
    );
  });
});

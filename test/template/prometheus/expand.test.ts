import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandAlertTemplate, failedExpansionText } from '../../../src/template/prometheus/expand.ts';
import type { AlertTemplateData, TemplateError } from '../../../src/template/prometheus/expand.ts';

const DATA: AlertTemplateData = { labels: { job: 'api' }, value: 1.5, nowMs: 60_000, alertName: 'A' };

function errorOf(text: string, data: AlertTemplateData = DATA): TemplateError {
  const result = expandAlertTemplate(text, data);
  if ('text' in result) throw new Error(`no error, but ${JSON.stringify(result.text)}`);
  return result.error;
}

function textOf(text: string, data: AlertTemplateData = DATA): string {
  const result = expandAlertTemplate(text, data);
  return 'text' in result ? result.text : failedExpansionText(result.error);
}

describe('where an error is', () => {
  it.each([
    ['é {{ foo }}', 'undefined-function', 'foo'],
    ['{{ $x }}', 'undefined-variable', '$x'],
    ['a {{ "x }} b', 'unterminated-string', '"x }} b'],
    ['{{ .Labels.job £ }}', 'bad-character', '£'],
    ['{{ .Foo }}', 'unknown-field', '.Foo'],
    ['{{ 1 }}{{ toUpper $value }}', 'argument-type', '$value'],
    ['{{ index .Labels 1 }}', 'function-failed', 'index .Labels 1'],
    ['{{ template "t" }}', 'undefined-template', '{{ template "t" }}'],
    ['{{ printf }}', 'argument-count', 'printf'],
    ['{{ range 1.5 }}{{ end }}', 'bad-range', '1.5'],
  ])('%s', (text, code, place) => {
    const error = errorOf(text);
    expect(error.code).toBe(code);
    expect(text.slice(error.range.start, error.range.end)).toBe(place);
  });

  it('counts columns in bytes and behind the prelude, as Prometheus does', () => {
    expect(errorOf('é{{ .Foo }}').goText).toMatch(
      /^error executing template __alert_A: template: __alert_A:1:117: /,
    );
  });
});

describe('limits', () => {
  it.each([
    ['{{ define "x" }}{{ template "x" }}{{ end }}{{ template "x" }}', 'limit-depth'],
    ['{{ range 9999999 }}{{ range 9999999 }}{{ end }}{{ end }}', 'limit-steps'],
    ['{{ range 99999 }}{{ printf "%9999d" 1 }}{{ end }}', 'limit-output'],
    ['{{ printf "%999999d" 1 }}', 'function-failed'],
    [`{{ ${'('.repeat(5000)}1${')'.repeat(5000)} }}`, 'too-deep'],
    [`${'{{ if true }}'.repeat(5000)}${'{{ end }}'.repeat(5000)}`, 'too-deep'],
  ])('%s', (text, code) => {
    expect(errorOf(text).code).toBe(code);
  });
});

describe('versions', () => {
  it('does not define what is newer', () => {
    expect(errorOf('{{ now }}', { ...DATA, version: '3.5.3' }).code).toBe('undefined-function');
    expect(textOf('{{ now }} {{ toDuration 90 }} {{ urlQueryEscape "a b" }} {{ parseDuration "-1h" }}')).toBe(
      '60 1m30s a+b -3600',
    );
  });

  it('holds the value in an interface from 2.52', () => {
    expect(errorOf('{{ .Value.X }}').message).toBe("can't evaluate field X in type interface {}");
    expect(errorOf('{{ .Value.X }}', { ...DATA, version: '2.42.0' }).message).toBe(
      "can't evaluate field X in type float64",
    );
  });
});

describe('queries', () => {
  it('hands the expression on and shows native histograms', () => {
    const query = (expression: string) => [
      { labels: { q: expression }, value: { text: '{count:1, sum:2}', count: 1, sum: 2 } },
    ];
    expect(
      textOf('{{ with query "x" | first }}{{ .Labels.q }} {{ .Value }} {{ .Value.Count }}{{ end }}', {
        ...DATA,
        query,
      }),
    ).toBe('x {count:1, sum:2} 1');
  });

  it('gives the error of a failed query', () => {
    const query = (): never => {
      throw new Error('bad query');
    };
    expect(errorOf('{{ query "x" }}', { ...DATA, query }).message).toBe('error calling query: bad query');
  });
});

it('gives text or an error for any input, and never throws', () => {
  const parts = [
    '{{',
    '}}',
    ' ',
    '{{-',
    '-}}',
    '.Labels',
    '$labels',
    '$value',
    '.',
    '|',
    ':=',
    '(',
    ')',
    'if',
    'end',
    'range',
    'else',
    'define "t"',
    'template "t" .',
    '"a"',
    '1',
    'printf "%v"',
    '\n',
    'é',
    '/*',
    '*/',
    ',',
  ];
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...parts), fc.string()), { maxLength: 20 }), (words) => {
      const text = words.join('');
      const result = expandAlertTemplate(text, DATA);
      if ('text' in result) return;
      expect(result.error.range.start).toBeGreaterThanOrEqual(0);
      expect(result.error.range.end).toBeLessThanOrEqual(text.length);
      expect(result.error.message).not.toBe('');
    }),
    { numRuns: 500 },
  );
});

import { describe, expect, it } from 'vitest';
import { analyzeAlertTemplate, analyzeNotificationTemplate } from '../../src/template/analysis.ts';
import { loadTemplates } from '../../src/template/alertmanager/render.ts';

/** The labels as `source.name@text under the range`, which shows a wrong range at once. */
function labels(text: string): string[] {
  return analyzeAlertTemplate(text).labels.map(
    ({ source, name, range }) => `${source}.${name}@${text.slice(range.start, range.end)}`,
  );
}

function valueOutputs(text: string): string[] {
  return analyzeAlertTemplate(text).valueOutputs.map(({ start, end }) => text.slice(start, end));
}

describe('labels that a template uses', () => {
  it.each([
    ['{{ $labels.job }}', ['labels.job@job']],
    ['é {{ .Labels.job }}', ['labels.job@job']],
    ['{{ index $labels "a-b" }}', ['labels.a-b@a-b']],
    ['{{ $externalLabels.cluster }}', ['externalLabels.cluster@cluster']],
    ['{{ $l := $labels }}{{ $l.job }}', ['labels.job@job']],
    ['{{ with $labels }}{{ .job }}{{ end }}', ['labels.job@job']],
    ['{{ with .Labels }}{{ index . "job" }}{{ end }}', ['labels.job@job']],
    ['{{ printf "%s" (toUpper $labels.job) }}', ['labels.job@job']],
    ['{{ range query "up" }}{{ .Labels.job }}{{ end }}', []],
    ['{{ define "t" }}{{ .job }}{{ end }}{{ template "t" $labels }}', ['labels.job@job']],
    [
      '{{ if $labels.a }}{{ $labels.b }}{{ else }}{{ $labels.c }}{{ end }}',
      ['labels.a@a', 'labels.b@b', 'labels.c@c'],
    ],
    ['{{ "$labels.job" }} $labels.job', []],
  ])('%s', (text, expected) => {
    expect(labels(text)).toEqual(expected);
  });

  it('distinguishes a condition from output', () => {
    const { labels: uses } = analyzeAlertTemplate('{{ if eq $labels.a "x" }}{{ $labels.b }}{{ end }}');
    expect(uses.map(({ name, purpose }) => [name, purpose])).toEqual([
      ['a', 'condition'],
      ['b', 'output'],
    ]);
  });

  it('sees that all labels are used at once', () => {
    expect(analyzeAlertTemplate('{{ range $k, $v := $labels }}{{ $k }}{{ end }}').labelSets).toHaveLength(1);
    expect(analyzeAlertTemplate('{{ $labels }}').labelSets).toEqual([
      { source: 'labels', range: { start: 0, end: 13 } },
    ]);
  });
});

describe('the value in the output', () => {
  it.each([
    ['{{ $value }}', ['{{ $value }}']],
    ['{{ $value | humanize }}', ['{{ $value | humanize }}']],
    ['{{ printf "%.2f" .Value }}', ['{{ printf "%.2f" .Value }}']],
    ['{{ $v := $value }}{{ print $v }}', ['{{ print $v }}']],
    ['{{ with $value }}{{ . }}{{ end }}', ['{{ . }}']],
    ['{{ $x := "" }}{{ if true }}{{ $x = print $value }}{{ end }}{{ $x }}', ['{{ $x }}']],
    ['{{ query "up" | first | value }}', ['{{ query "up" | first | value }}']],
    ['{{ if gt $value 5.0 }}critical{{ else }}warning{{ end }}', []],
    ['{{ $big := gt $value 5.0 }}{{ $big }}', []],
    ['{{ $labels.job }}', []],
  ])('%s', (text, expected) => {
    expect(valueOutputs(text)).toEqual(expected);
  });
});

describe('errors of the text', () => {
  it('suggests the function that was meant', () => {
    expect(analyzeAlertTemplate('{{ $value | humanise }}').errors).toEqual([
      {
        code: 'undefined-function',
        message: 'function "humanise" not defined',
        range: { start: 12, end: 20 },
        name: 'humanise',
        suggestion: 'humanize',
      },
    ]);
  });

  it('suggests the variable that was meant, and knows console functions', () => {
    expect(analyzeAlertTemplate('{{ $label.job }}').errors[0]).toMatchObject({ suggestion: '$labels' });
    expect(analyzeAlertTemplate('{{ tmpl "x" . }}').errors[0]).toMatchObject({ consoleOnly: true });
  });

  it('finds later errors too', () => {
    const codes = analyzeAlertTemplate('{{ foo }}{{ "x }}\n{{ $y }}{{ if }}a{{ end }}').errors.map(
      ({ code }) => code,
    );
    expect(codes).toEqual([
      'undefined-function',
      'unterminated-string',
      'undefined-variable',
      'missing-value',
    ]);
  });

  it('knows fields that the data does not have', () => {
    const text = '{{ .Lables.job }}';
    expect(analyzeAlertTemplate(text).unknownFields).toMatchObject([
      { name: 'Lables', range: { start: 4, end: 10 } },
    ]);
  });

  it('says since when a function exists', () => {
    expect(analyzeAlertTemplate('{{ now }}').functions).toEqual([
      { name: 'now', range: { start: 3, end: 6 }, since: '3.6' },
    ]);
  });
});

describe('notifications', () => {
  it('follows the data of Alertmanager', () => {
    const text =
      '{{ .CommonLabels.severity }}{{ range .Alerts.Firing }}{{ .Annotations.summary }}{{ .Foo }}{{ end }}{{ .CommonLabels.SortedPairs }}';
    const analysis = analyzeNotificationTemplate(text);
    expect(analysis.labels.map(({ source, name }) => `${source}.${name}`)).toEqual([
      'commonLabels.severity',
      'annotations.summary',
    ]);
    expect(analysis.unknownFields.map(({ name }) => name)).toEqual(['Foo']);
  });

  it('knows which templates a library defines', () => {
    const library = loadTemplates([
      { name: 'a.tmpl', text: '{{ define "a" }}{{ .CommonLabels.x }}{{ end }}' },
    ]);
    const { templates, labels: uses } = analyzeNotificationTemplate(
      '{{ template "a" . }}{{ template "b" . }}',
      library.trees,
    );
    expect(templates.map(({ name, defined }) => [name, defined])).toEqual([
      ['a', true],
      ['b', false],
    ]);
    expect(uses).toEqual([]);
  });
});

import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { codeFrame } from '../../src/reporters/code-frame.ts';
import { formatDiagnostic, reportLintText } from '../../src/reporters/text-lint.ts';
import { reportTestText } from '../../src/reporters/text-test.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { COLOURED, PLAIN } from '../../src/util/style.ts';
import { finding, lintResult, NASTY, testRun } from './support.ts';

/** The text above an underline, both as the terminal draws them. */
function underlined([source = '', under = '']: readonly string[], character: string): string {
  const from = under.indexOf(character);
  const to = under.lastIndexOf(character) + 1;
  let column = 0;
  let text = '';
  for (const c of source) {
    if (column >= from && column < to) text += c;
    column += stringWidth(c);
  }
  return text;
}

function frame(text: string, below: string, columns?: number): string[] {
  const { file, range } = finding(below, { file: new SourceFile('a.yml', text) });
  return codeFrame(file, [{ range, primary: true }], PLAIN, columns);
}

describe('a code frame', () => {
  it.each([
    ['plain text', 'expr: up{ == 0', 'up{'],
    ['tabs', '\texpr:\tup{ == 0', 'up{'],
    ['wide characters', 'summary: 温度が高い up{ 温', 'up{'],
    ['emoji', 'summary: 🔥🔥 up{', 'up{'],
    ['a wide mark', 'summary: x 温度 y', '温度'],
    ['combining characters', 'summary: e\u0301e\u0301 up{', 'up{'],
    ['a long line, late', `${'x '.repeat(400)}up{ ${'y '.repeat(400)}`, 'up{'],
    ['a long line, early', `a up{ ${'y '.repeat(400)}`, 'up{'],
    ['a long line, at its end', `${'x '.repeat(400)}up{`, 'up{'],
    ['a long line of wide characters', `${'温'.repeat(300)}up{${'度'.repeat(300)}`, 'up{'],
  ])('underlines exactly, with %s', (_, text, below) => {
    for (const columns of [undefined, 60, 100])
      expect(underlined(frame(text, below, columns), '^')).toBe(below);
  });

  it('fits the terminal', () => {
    const text = `${'label, '.repeat(80)}up{${'温度'.repeat(80)}`;
    for (const columns of [60, 80, 133])
      for (const line of frame(text, 'up{', columns)) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
  });

  it('shows a line once for two marks on it, the related one in its own kind', () => {
    const { file, range } = finding('0', { file: new SourceFile('a.yml', 'expr: up{ == 0') });
    const opened = { start: 8, end: 9 };
    const marks = [
      { range, primary: true },
      { range: opened, primary: false, label: 'opened here' },
    ];
    expect(codeFrame(file, marks, PLAIN)).toEqual([
      '1 │ expr: up{ == 0',
      '  │         - opened here',
      '  │              ^',
    ]);
  });

  it('points behind the last character, on the same line', () => {
    const file = new SourceFile('a.yml', 'expr: up{');
    const marks = [
      { range: { start: 8, end: 9 }, primary: false, label: 'opened here' },
      { range: { start: 9, end: 9 }, primary: true },
    ];
    expect(codeFrame(file, marks, PLAIN)).toEqual([
      '1 │ expr: up{',
      '  │         - opened here',
      '  │          ^',
    ]);
  });
});

describe('text for people', () => {
  it('cannot be steered by what it quotes', () => {
    const odd = finding('up{', { message: NASTY, why: NASTY, help: NASTY });
    const text =
      formatDiagnostic(odd, { style: PLAIN, columns: 80 }) + reportTestText(testRun(), { style: PLAIN });
    // eslint-disable-next-line no-control-regex -- what steers a terminal
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });

  it('breaks explanations at the width of the terminal, and only there', () => {
    const why = 'a long explanation with many words '.repeat(10).trim();
    const narrow = formatDiagnostic(finding('up{', { why }), { style: PLAIN, columns: 60 });
    for (const line of narrow.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(60);
    expect(formatDiagnostic(finding('up{', { why }), { style: PLAIN })).toContain(`  why  ${why}`);
  });

  it('is the same with and without colours', () => {
    const result = lintResult(finding('up{', { why: 'w', help: 'h' }));
    // eslint-disable-next-line no-control-regex -- colours
    const bare = reportLintText(result, { style: COLOURED }).replace(/\u001b\[\d+m/g, '');
    expect(bare).toBe(reportLintText(result, { style: PLAIN }));
  });

  it('aligns the table of test files, whatever their names', () => {
    const run = testRun();
    const [first] = run.results;
    const wide = {
      ...first!,
      status: 'passed' as const,
      file: new SourceFile('試験/温度.yml', first!.file.text),
      failures: [],
    };
    const text = reportTestText({ ...run, results: [...run.results, wide] }, { style: PLAIN });
    const rows = text.split('\n').filter((line) => line.includes(' passed') && /^[✔✖] \S+\.yml/.test(line));
    expect(new Set(rows.map((row) => stringWidth(row.slice(0, row.indexOf(' passed'))))).size).toBe(1);
  });
});

import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { fold } from '../../src/reporters/fold.ts';
import { formatDiagnostic, reportLintText } from '../../src/reporters/text-lint.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { PLAIN } from '../../src/util/style.ts';
import { finding, lintResult } from './support.ts';

/** Findings of one check on the lines of a file, alike but for the name that they quote. */
function alike(count: number, path = 'rules/web.yml', rest: Partial<Diagnostic> = {}): Diagnostic[] {
  const names = Array.from({ length: count }, (_, i) => `Alert${i}x`);
  const file = new SourceFile(path, names.join('\n'));
  return names.map((name) =>
    finding(name, {
      severity: 'warning',
      check: 'alerts/x',
      message: `"${name}" has no label`,
      ...rest,
      file,
    }),
  );
}

describe('folding', () => {
  it('shows errors first, then the first of what is alike in a file', () => {
    const other = finding('up{', { message: 'something else' });
    const { shown, folded, cut } = fold([...alike(200), other]);
    expect(shown.map(({ diagnostic }) => diagnostic.message)).toEqual([
      'something else',
      '"Alert0x" has no label',
      '"Alert1x" has no label',
      '"Alert2x" has no label',
    ]);
    expect(shown.map(({ more }) => more.length)).toEqual([0, 0, 0, 197]);
    expect([folded, cut]).toEqual([197, 0]);
  });

  it('loses nothing: each finding is shown or folded into one', () => {
    const all = [
      ...alike(7),
      ...alike(4, 'b.yml'),
      ...alike(30, 'c.yml', { severity: 'error' }),
      ...Array.from({ length: 200 }, (_, i) => alike(2, `d${i}.yml`)).flat(),
      ...alike(1, 'e.yml'),
    ];
    const { shown } = fold(all);
    const seen = shown.flatMap(({ diagnostic, more, elsewhere }) => [diagnostic, ...more, ...elsewhere]);
    expect(new Set(seen)).toEqual(new Set(all));
    expect(seen).toHaveLength(all.length);
  });

  it('keeps apart what is said in other words, of another severity or for another reason', () => {
    const words = ['one', 'two', 'three', 'four', 'five', 'six'].map((message) =>
      finding('up{', { message }),
    );
    expect(fold(words).folded).toBe(0);
    expect(fold([...alike(3), ...alike(3, undefined, { severity: 'info' })]).folded).toBe(0);
    expect(fold([...alike(3, undefined, { why: 'a' }), ...alike(3, undefined, { why: 'b' })]).folded).toBe(0);
  });

  it('does not fold a single finding: a line that says so is as long', () => {
    expect(fold(alike(4)).folded).toBe(0);
    expect(fold(alike(5)).folded).toBe(2);
  });

  it('explains often enough and then no more', () => {
    const files = Array.from({ length: 20 }, (_, i) => alike(5, `rules/${i}.yml`)).flat();
    const { shown } = fold(files);
    expect(shown.filter(({ explained }) => explained)).toHaveLength(6);
    expect(shown.filter(({ explained }) => !explained)).toHaveLength(12);
  });

  it('counts the files after enough lines, whatever follows', () => {
    const files = Array.from({ length: 40 }, (_, i) => alike(1, `rules/${i}.yml`)).flat();
    const { shown, folded } = fold([...files, finding('up{', { message: 'something else' })]);
    expect(shown).toHaveLength(6 + 12 + 1);
    expect(shown[18]?.elsewhere).toHaveLength(22);
    expect(folded).toBe(22);
    const text = reportLintText(lintResult(...files), { style: PLAIN });
    expect(text).toContain('\n  and  22 more like this in 22 other files, from rules/18.yml:1 on\n');
    expect(fold(files.slice(0, 19)).folded).toBe(0);
    expect(fold(files, { all: true }).shown).toHaveLength(40);
  });

  it('keeps the most severe of too many, errors first', () => {
    const mixed = [
      finding('web', { severity: 'info', message: 'a' }),
      finding('web', { severity: 'warning', message: 'b' }),
      finding('up{', { message: 'c' }),
    ];
    const { shown, cut } = fold(mixed, { most: 2 });
    expect(shown.map(({ diagnostic }) => diagnostic.message)).toEqual(['c', 'b']);
    expect(cut).toBe(1);
    expect(fold(mixed, { most: 0 })).toMatchObject({ shown: [], cut: 3 });
  });

  it('can be switched off', () => {
    expect(fold(alike(200), { all: true })).toMatchObject({ folded: 0, cut: 0 });
  });
});

describe('text with folded findings', () => {
  it('says how many, where, and how to see them', () => {
    const text = reportLintText(lintResult(...alike(15)), { style: PLAIN });
    expect(text).toContain(
      '  and  12 more like this in this group ("web"): lines 4, 5, 6, 7, 8, 9, 10, 11, …\n',
    );
    expect(text).toContain('\n  15  alerts/x\n');
    expect(text.trimEnd().split('\n').slice(-2)).toEqual([
      '! 1 rule (1 alert) in 1 file: 15 warnings',
      '  12 findings are folded: --all shows each',
    ]);
    expect(reportLintText(lintResult(...alike(15)), { style: PLAIN, all: true })).not.toContain('folded');
  });

  it('says what was cut', () => {
    const text = reportLintText(lintResult(...alike(15), finding('up{')), { style: PLAIN, most: 1 });
    expect(text).toContain('15 findings beyond --max-findings are not shown');
    expect(text).not.toContain('Alert0x" has');
  });
});

it('breaks all that a finding says at the width of a terminal', () => {
  const words = 'a long sentence with many words '.repeat(8).trim();
  const base = finding('up{');
  const elsewhere = new SourceFile('rules/other.yml', 'x: 1\n');
  const long = finding('up{', {
    message: words,
    why: words,
    help: words,
    related: [
      { file: base.file, range: { start: 8, end: 9 }, message: words },
      { file: elsewhere, range: { start: 0, end: 1 }, message: words },
    ],
  });
  for (const columns of [50, 80, 133]) {
    const text = formatDiagnostic({ ...long, file: base.file }, { style: PLAIN, columns });
    for (const line of text.split('\n')) expect(stringWidth(line), line).toBeLessThanOrEqual(columns);
    expect(text.replaceAll(/[\s│⋮]+/g, ' ').split(words)).toHaveLength(6);
  }
});

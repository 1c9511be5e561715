import { describe, expect, it } from 'vitest';
import { readDirectives } from '../../src/lint/directives.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { lintFiles } from '../support/lint-files.ts';

const rules = (before: string, line = '') => `groups:
  - name: web
    rules:
${before}      - alert: A
        expr: up{${line}
        for: 5 m
      - alert: B
        expr: up{
`;

const found = (text: string) =>
  lintFiles(text).map(({ check, file, range }) => `${check}:${file.position(range.start).line}`);

/** The places of findings of the two checks that the rules above break, and of the comments' own check. */
const relevant = (text: string) => found(text).filter((place) => /^(?:syntax|config)\//.test(place));

describe('a comment that disables checks', () => {
  it('applies to the whole rule below it, not to the next one', () => {
    const text = rules('      # rulecheck disable-next-line syntax/promql, syntax/duration -- known\n');
    expect(relevant(text)).toEqual(['syntax/promql:9']);
  });

  it('cannot end on a day that there is not', () => {
    const text = rules('      # rulecheck disable-next-line syntax/* until 2026-02-30 -- why\n');
    const fault = lintFiles(text).find(({ check }) => check === 'config/suppression');
    expect(fault?.message).toBe('"until 2026-02-30" is not a date');
  });

  it('applies to its own line', () => {
    expect(relevant(rules('', ' # rulecheck disable-line syntax/promql -- known'))).toEqual([
      'syntax/duration:6',
      'syntax/promql:8',
    ]);
  });

  it('applies to the file, to groups of checks, or to all of them', () => {
    expect(relevant(`# rulecheck disable-file syntax/* -- generated\n${rules('')}`)).toEqual([]);
    expect(relevant(`# rulecheck disable-file -- generated\n${rules('')}`)).toEqual([]);
  });

  it('needs a reason, a check that exists, and something to disable', () => {
    const messages = (comment: string) =>
      lintFiles(`${comment}\n${rules('')}`)
        .filter(({ check }) => check === 'config/suppression')
        .map(({ message }) => message);
    expect(messages('# rulecheck disable-file syntax/*')).toEqual([
      expect.stringContaining('without a reason'),
    ]);
    expect(messages('# rulecheck disable-file syntax/prompl -- x')).toEqual([
      expect.stringContaining('did you mean "syntax/promql"?'),
    ]);
    expect(messages('# rulecheck disable-file links/runbook -- x')).toEqual([
      expect.stringContaining('has no effect'),
    ]);
    expect(messages('# rulecheck disable-nextline syntax/promql -- x')).toEqual([
      expect.stringContaining('did you mean "disable-next-line"?'),
    ]);
  });

  it('keeps its reason, also with dashes in it, and its places in CRLF files', () => {
    const text = 'a: 1 # rulecheck disable-line a/b c/d -- one -- two\r\n';
    const { directives } = readDirectives(new SourceFile('a.yml', text));
    expect(directives).toMatchObject([
      { kind: 'disable-line', checks: ['a/b', 'c/d'], reason: 'one -- two' },
    ]);
    expect(text.slice(directives[0]!.range.start, directives[0]!.range.end)).toBe(
      '# rulecheck disable-line a/b c/d -- one -- two',
    );
  });
});

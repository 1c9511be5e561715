import { describe, expect, it } from 'vitest';
import { lintFiles } from '../support/lint-files.ts';

const checks = (files: string | Record<string, string>): string[] =>
  lintFiles(files).map(({ check, severity, range }) =>
    `${check} ${severity} ${range.start}`.replace(/ \d+$/, ''),
  );

describe('after a fault of YAML', () => {
  it('what seems to be missing is not reported: the fault may have hidden it', () => {
    const text = `groups:
  - nme: "a
    name: b
    rules:
      - alert: A
        for: 5m
`;
    expect(new Set(checks(text))).toEqual(new Set(['syntax/yaml error']));
  });

  it('the part before it is checked all the same', () => {
    const text = `groups:
  - name: a
    rules:
      - alert: A
        expr: up ==
      - alert: B
        expr: up == 0
        annotations:
          summary: "a" b
`;
    expect(checks(text)).toEqual(expect.arrayContaining(['syntax/promql error', 'syntax/yaml error']));
  });

  it('missing keys are reported in a document without one', () => {
    expect(checks('groups:\n  - rules:\n      - alert: A\n        expr: up == 0\n')).toEqual([
      'syntax/missing-key error',
    ]);
  });
});

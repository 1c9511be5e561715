import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lintFiles } from '../support/lint-files.ts';

const FOLDER = new URL('./', import.meta.url);
const files = Object.fromEntries(
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yml'))
    .map((name) => [name, readFileSync(new URL(name, FOLDER), 'utf8')]),
);

/** The alerts of a file up to the comment that says where the faults begin. */
function soundLines(text: string): [first: number, last: number] {
  const lines = text.split('\n');
  return [
    lines.findIndex((line) => line.includes('# Sound.')),
    lines.findIndex((line) => line.includes('# Faults.')),
  ];
}

describe('the default preset on rules in the manner of real ones', () => {
  const findings = lintFiles(files);

  test('counts per check', () => {
    const counts: Record<string, number> = {};
    for (const { check, severity } of findings) {
      const key = `${check} ${severity}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
    expect(Object.fromEntries(Object.entries(counts).sort())).toMatchInlineSnapshot(`
      {
        "alerts/absent-without-for warning": 1,
        "alerts/always-fires error": 2,
        "alerts/never-fires error": 3,
        "alerts/threshold-text warning": 1,
        "promql/counter-function-on-gauge error": 1,
        "promql/counter-offset warning": 1,
        "promql/gauge-function-on-counter warning": 1,
        "promql/histogram-quantile error": 2,
        "promql/impossible-match error": 2,
        "promql/rate-of-aggregation error": 1,
        "promql/regex info": 1,
        "routing/default-only info": 1,
        "routing/shadowed warning": 1,
        "routing/unknown-label warning": 1,
        "templates/missing-label error": 3,
        "templates/value-unit error": 1,
      }
    `);
  });

  test('nothing is found in the sound rules', () => {
    const wrong = findings.filter(({ file, range }) => {
      const [first, last] = soundLines(file.text);
      const line = file.text.slice(0, range.start).split('\n').length - 1;
      return first >= 0 && line >= first && line < last;
    });
    expect(wrong.map(({ check, message }) => `${check}: ${message}`)).toEqual([]);
  });
});

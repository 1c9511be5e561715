import { formatLabels } from '../../routing/labels.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import type { ObservedLine } from '../observe/types.ts';
import type { DiffLine, Failure } from '../result.ts';
import { matchesPattern, printPattern } from '../scenario/pattern.ts';
import type { LinePattern, LinesExpectation } from '../scenario/types.ts';
import { compareFields, distanceOf } from './differences.ts';

/** Judges `lines:` the log query returns exactly these lines, in the order of time. */
export function judgeLines(expectation: LinesExpectation, got: readonly ObservedLine[]): Failure[] {
  const { lines } = expectation;
  if (typeof lines === 'number')
    return got.length === lines
      ? []
      : [
          failure(
            expectation,
            got,
            got.map((line): DiffLine => shown(line, 'got')),
          ),
        ];
  const diff: DiffLine[] = [];
  for (let i = 0; i < Math.max(lines.length, got.length); i++) {
    const [pattern, line] = [lines[i], got[i]];
    if (pattern !== undefined && line !== undefined && holds(pattern, line)) {
      diff.push(shown(line, 'same'));
      continue;
    }
    if (pattern !== undefined) diff.push({ kind: 'expected', text: printed(pattern) });
    if (line !== undefined) diff.push(shown(line, 'got'));
  }
  return diff.every(({ kind }) => kind === 'same') ? [] : [failure(expectation, got, diff)];
}

function holds({ text, labels }: LinePattern, line: ObservedLine): boolean {
  if (text !== undefined && !matchesPattern(text, line.line)) return false;
  return distanceOf(compareFields('label', labels, line.labels, { exact: false })) === 0;
}

function failure(
  expectation: LinesExpectation,
  got: readonly ObservedLine[],
  diff: readonly DiffLine[],
): Failure {
  const { lines, at, keyRange } = expectation;
  const expected = typeof lines === 'number' ? lines : lines.length;
  const differ = expected === got.length ? ', and not the expected ones' : `, expected ${expected}`;
  return {
    code: 'samples',
    range: keyRange,
    message: `at ${formatDurationMs(at.value)} the query returns ${count(got.length)}${differ}`,
    diff,
  };
}

const count = (lines: number): string => (lines === 1 ? '1 line' : `${lines === 0 ? 'no' : lines} lines`);

function printed({ text, labels }: LinePattern): string {
  const line = text === undefined ? '(any text)' : printPattern(text);
  const fields = labels.map(({ name, pattern }) => `${name}="${printPattern(pattern)}"`);
  return fields.length === 0 ? line : `${line} {${fields.join(', ')}}`;
}

function shown({ line, labels }: ObservedLine, kind: DiffLine['kind']): DiffLine {
  return { kind, text: `${line} ${formatLabels(labels)}` };
}

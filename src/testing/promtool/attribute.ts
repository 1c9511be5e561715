import type { Range } from '../../source/range.ts';
import { formatDurationMs, parseDurationMs } from '../../go/durations/prometheus-duration.ts';
import type { Block } from '../observe/promtool-output.ts';
import type { DiffLine, Failure } from '../result.ts';
import { formatLabels } from '../../routing/labels.ts';
import type { PromtoolFile, PromtoolTest } from '../../documents/promtool-test/types.ts';

/** One thing that promtool checks, in the order in which it reports. */
interface CheckedItem {
  readonly test: number;
  readonly kind: 'alerts' | 'expr';
  readonly subject: string;
  readonly atMs: number;
  readonly range: Range;
}

/**
 * Finds the place of each of promtool's complaints. promtool reports test by test: alerts in the order of time, then
 * expressions as written; so the complaints are a subsequence of what the file checks. What fits nowhere (a rule that
 * fails to evaluate) belongs to the test that was reached.
 *
 * @returns the failures of each test of the file
 */
export function attributeBlocks(file: PromtoolFile, blocks: readonly Block[]): Failure[][] {
  const items = file.tests.flatMap(checkedItems);
  const failures = file.tests.map((): Failure[] => []);
  let next = 0;
  let current = 0;
  for (const block of blocks) {
    const at = block.kind === 'other' ? -1 : items.findIndex((item, i) => i >= next && fits(item, block));
    const item = items[at];
    if (item !== undefined) {
      next = at + 1;
      current = item.test;
    }
    const test = file.tests[current];
    if (test === undefined) break;
    failures[current]!.push(toFailure(block, item?.range ?? test.range));
  }
  return failures;
}

function checkedItems(test: PromtoolTest, index: number): CheckedItem[] {
  const alerts = test.alertTests
    .map(({ alertname, atMs, range }): CheckedItem => ({
      test: index,
      kind: 'alerts',
      subject: alertname,
      atMs,
      range,
    }))
    .sort((a, b) => a.atMs - b.atMs);
  const exprs = test.exprTests.map(({ expr, atMs, range }): CheckedItem => ({
    test: index,
    kind: 'expr',
    subject: expr,
    atMs,
    range,
  }));
  return [...alerts, ...exprs];
}

function fits(item: CheckedItem, block: Exclude<Block, { kind: 'other' }>): boolean {
  const kind = block.kind === 'alerts' ? 'alerts' : 'expr';
  return item.kind === kind && item.subject === block.subject && item.atMs === parseDurationMs(block.time);
}

function toFailure(block: Block, range: Range): Failure {
  switch (block.kind) {
    case 'alerts':
      return {
        code: 'promtool',
        range,
        message: `at ${timeOf(block.time)} ${block.subject} fires ${block.got.length === 1 ? 'once' : `${block.got.length} times`}, not as expected`,
        diff: rawDiff(block.text),
      };
    case 'expr':
      return {
        code: 'promtool',
        range,
        message: `at ${timeOf(block.time)} the expression returns other samples than expected`,
        diff: [
          ...rawDiff(block.text).filter((line) => line.kind === 'expected'),
          ...block.got.map(({ labels, value, histogram }): DiffLine => ({
            kind: 'got',
            text: `${formatLabels(labels)} ${histogram ?? value}`,
          })),
        ],
      };
    case 'expr-error':
      return {
        code: 'expression-error',
        range,
        message: `the evaluation failed: ${block.message}`,
        diff: [],
      };
    case 'other':
      return { code: 'rules-rejected', range, message: block.text.trim(), diff: [] };
  }
}

function timeOf(text: string): string {
  const ms = parseDurationMs(text);
  return ms === undefined ? text : formatDurationMs(ms);
}

/** promtool's exp and got lines, those in both distinguished. */
function rawDiff(text: string): DiffLine[] {
  const [head = '', got = ''] = text.split(/\n {8}got: ?/);
  const expected = head.split(/\n {8}exp: ?/)[1] ?? '';
  const lines = (part: string): string[] =>
    part
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => /^(?:Labels|Annotations):|^\{/.test(line))
      .map((line) => line.replace(/,$/, ''));
  const [a, b] = [lines(expected), lines(got)];
  return [
    ...a.filter((line) => b.includes(line)).map((line): DiffLine => ({ kind: 'same', text: line })),
    ...a.filter((line) => !b.includes(line)).map((line): DiffLine => ({ kind: 'expected', text: line })),
    ...b.filter((line) => !a.includes(line)).map((line): DiffLine => ({ kind: 'got', text: line })),
  ];
}

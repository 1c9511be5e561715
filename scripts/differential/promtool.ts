import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FloatHistogram } from '../../src/promql/eval/histogram/index.ts';
import { formatHistogramLiteral } from '../../src/promql/eval/histogram/index.ts';
import { parseSeriesLabels, parseSeriesValues } from '../../src/promql/eval/series/index.ts';
import { formatDurationMs, parseDurationMs } from '../../src/go/durations/prometheus-duration.ts';
import type { Answer, AnsweredSample } from './answer.ts';
import type { Check, DifferentialCase } from './case.ts';
import { checkKey, INTERVAL_MS } from './case.ts';

/**
 * Runs a case through promtool as a unit test that expects the given answers (none for an error). Returns what
 * promtool answered where it did not find the expectation fulfilled, by check.
 */
export function runPromtool(
  promtool: string,
  test: DifferentialCase,
  expected: ReadonlyMap<string, Answer>,
  version: 2 | 3,
): Map<string, Answer> {
  const features = version === 3 ? ['--enable-feature=promql-experimental-functions'] : [];
  const folder = mkdtempSync(join(tmpdir(), 'rulecheck-differential-'));
  try {
    const file = join(folder, 'test.yml');
    writeFileSync(file, unitTestFile(test, expected));
    const { stdout, stderr, error } = spawnSync(promtool, ['test', 'rules', ...features, file], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    if (error !== undefined) throw error;
    const output = stdout + stderr;
    if (!/SUCCESS|FAILED/.test(output))
      throw new Error(`promtool says neither SUCCESS nor FAILED: ${output}`);
    return parseFailures(output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A unit-test file in YAML. */
export function unitTestFile(
  { series, checks }: DifferentialCase,
  expected: ReadonlyMap<string, Answer>,
): string {
  const interval = formatDurationMs(INTERVAL_MS);
  const lines = [
    `evaluation_interval: ${interval}`,
    'tests:',
    `  - interval: ${interval}`,
    '    input_series:',
  ];
  for (const each of series) {
    lines.push(
      `      - series: ${JSON.stringify(each.series)}`,
      `        values: ${JSON.stringify(each.values)}`,
    );
  }
  lines.push('    promql_expr_test:');
  for (const check of checks) {
    lines.push(
      `      - expr: ${JSON.stringify(check.expr)}`,
      `        eval_time: ${formatDurationMs(check.timeMs)}`,
    );
    const answer = expected.get(checkKey(check));
    if (answer === undefined || 'error' in answer || answer.samples.length === 0) continue;
    lines.push('        exp_samples:', ...answer.samples.flatMap(sampleLines));
  }
  return lines.join('\n') + '\n';
}

function sampleLines({ labels, value }: AnsweredSample): string[] {
  const label = `          - labels: ${JSON.stringify(labels.toString())}`;
  if (typeof value !== 'number')
    return [label, `            histogram: ${JSON.stringify(readableLiteral(value))}`];
  return [label, `            value: ${yamlNumber(value)}`];
}

/** promtool prints `+Inf` in histograms and does not read it. */
function readableLiteral(histogram: FloatHistogram): string {
  return formatHistogramLiteral(histogram).replaceAll('+Inf', 'Inf');
}

function yamlNumber(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (Math.abs(value) === Infinity) return value > 0 ? '.inf' : '-.inf';
  return Object.is(value, -0) ? '-0.0' : String(value);
}

const FAILURE = /expr: ("(?:[^"\\]|\\.)*"), time: (\w+),(?: err: (.*)|\s+exp: .*\n\s+got: (.*))/g;
const SAMPLE = /(\{(?:[^"{}]|"(?:[^"\\]|\\.)*")*\}) (\{\{.*?\}\}|[^\s,]+)(?:, |$)/g;

function parseFailures(output: string): Map<string, Answer> {
  const answers = new Map<string, Answer>();
  for (const [, expr = '', time = '', error, got = ''] of output.matchAll(FAILURE)) {
    const check: Check = { expr: JSON.parse(expr) as string, timeMs: parseDurationMs(time) ?? NaN };
    answers.set(checkKey(check), error === undefined ? { samples: parseSamples(got) } : { error });
  }
  return answers;
}

function parseSamples(text: string): AnsweredSample[] {
  return [...text.matchAll(SAMPLE)].map(([, labels = '', value = '']) => ({
    labels: parseSeriesLabels(labels).labels,
    value: parseValue(value),
  }));
}

function parseValue(text: string): AnsweredSample['value'] {
  if (!text.startsWith('{{')) return Number(text.replace('Inf', 'Infinity'));
  const [item] = parseSeriesValues(text.replaceAll('+Inf', 'Inf')).items;
  if (item?.kind !== 'histogram') throw new Error(`promtool printed no histogram: ${text}`);
  return item.value;
}

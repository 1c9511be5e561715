import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alert, ruleFile } from '../../../src/checks/support/example-rules.ts';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import { DEFAULT_CONFIG } from '../../../src/config/types.ts';
import { readProject } from '../../../src/project/read-project.ts';
import { compileQuery, EvalError, instant, Labels, Storage } from '../../../src/promql/eval/index.ts';
import { parseExpr } from '../../../src/promql/syntax/parse.ts';
import { lintFiles } from '../../support/lint-files.ts';
import { unproved } from './code-in.ts';
import { PUBLIC_EXPRESSIONS } from './public-expressions.ts';

const RUNS = Number(process.env['RULECHECK_FIX_RUNS'] ?? '120');

/** Parts without thresholds, so that whether something comes out depends on the joins alone. */
const part = fc.constantFrom(
  ...['a', 'b{code="500"}', 'rate(a[5m])', 'rate(b{code=~"5.."}[5m])', 'c{job="x"}', 'irate(c_total[5m])'],
  ...['sum(a)', 'sum by (job) (b)', 'max by (instance) (a)', 'sum without (instance) (c)', 'hour()'],
  ...['vector(100)', 'count by (code) (a)', 'avg by (job, code) (rate(b[5m]))', 'rate(h_bucket[5m])'],
  ...['rate(h_count[5m])', 'rate(h_bucket{le="1"}[5m])', 'delta(c_total[10m])', 'sum(b{code="200"})'],
);
const matching = fc.oneof(
  { weight: 4, arbitrary: fc.constant('') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('on ()', 'on (job)', 'on (instance)', 'ignoring (code)', 'ignoring (job)'),
  },
);
const joined = fc
  .tuple(part, fc.constantFrom('and', 'unless', '/', '*', '-'), matching, part)
  .map(([left, op, on, right]) => `${left} ${op} ${on} ${right}`);
const expr = fc.oneof(
  { weight: 3, arbitrary: joined },
  {
    weight: 1,
    arbitrary: fc
      .tuple(joined, fc.constantFrom('and', '+'), part)
      .map(([left, op, right]) => `(${left}) ${op} ${right}`),
  },
);

const NOW = Date.UTC(2026, 0, 5, 12);

/** Series of each name with every combination of the labels that any part names, a sample each 15 seconds. */
function storage(withCode: readonly string[]): Storage {
  const all = new Storage();
  for (const name of NAMES)
    for (const job of ['x', 'y'])
      for (const instance of ['1', '2'])
        for (const code of withCode.includes(name) ? ['200', '500'] : [''])
          for (const le of name === 'h_bucket' ? ['1', '+Inf'] : ['']) {
            const labels = Labels.of({ __name__: name, job, instance, code, ...(le === '' ? {} : { le }) });
            for (let i = 60; i >= 0; i--) all.append(labels, NOW - i * 15_000, 100 + (60 - i) * 3);
          }
  return all;
}

// Unknown facts of a metric (has it a label "code"?) are decided both ways: one of them is what the author has.
const NAMES = ['a', 'b', 'c', 'c_total', 'h_count', 'h_bucket'];
const WORLDS = [NAMES, [], ...NAMES.map((name) => [name])].map(storage);

function returnsSomething(text: string, world: Storage): boolean {
  try {
    const { value } = instant(compileQuery(text.replaceAll('unless', 'and')), world, NOW);
    return value.type === 'vector' && value.samples.length > 0;
  } catch (error) {
    if (error instanceof EvalError) return false;
    throw error;
  }
}

/** The expression of the first rule after the edits of a suggestion. */
function followed(finding: Diagnostic): { file: string; expr: string } {
  let file = finding.file.text;
  const edits = [...(finding.fix?.edits ?? [])].sort((a, b) => b.range.start - a.range.start);
  for (const { range, text } of edits) file = file.slice(0, range.start) + text + file.slice(range.end);
  const { rules } = readProject([{ path: 'rules.yml', text: file, named: true }], DEFAULT_CONFIG.settings);
  return { file, expr: rules[0]!.expr.text };
}

const key = ({ check, message }: Diagnostic): string => `${check} ${message}`;

/** What a suggestion leaves behind that it must not; empty: it works. */
function faultsLeft(finding: Diagnostic, before: readonly Diagnostic[]): string[] {
  const { file } = followed(finding);
  const after = lintFiles({ 'rules.yml': file });
  const errors = (all: readonly Diagnostic[], check: string) =>
    all.filter((each) => each.severity === 'error' && each.check === check).length;
  const same = (all: readonly Diagnostic[]) => all.filter((each) => key(each) === key(finding));
  // The same fault may be in another part of the expression too.
  const stays = same(after).length >= same(before).length ? [key(finding)] : [];
  const more = after.filter(({ check }) => errors(after, check) > errors(before, check));
  return [...stays, ...more.map(key)];
}

const suggestions = (found: readonly Diagnostic[]): Diagnostic[] =>
  found.filter(({ fix }) => fix?.safe === false);

test('a suggestion for a generated expression lets it return something', { timeout: RUNS * 1000 }, () => {
  let tried = 0;
  fc.assert(
    fc.property(expr, (text) => {
      if (parseExpr(text).errors.length > 0) return;
      const found = lintFiles(ruleFile(alert(JSON.stringify(text))));
      for (const finding of suggestions(found)) {
        tried++;
        const after = followed(finding).expr;
        const works = WORLDS.some((world) => returnsSomething(after, world));
        expect({ text, after, works, left: faultsLeft(finding, found) }).toEqual({
          text,
          after,
          works: true,
          left: [],
        });
      }
    }),
    { numRuns: RUNS },
  );
  expect(tried).toBeGreaterThan(RUNS / 6);
});

/** Values of the kinds that other checks than those of joins suggest something for. */
const value = fc.constantFrom(
  ...[
    'rate(sum(c_total)[5m:1m])',
    'increase(sum by (job) (c_total)[10m:30s])',
    'rate((c_total + d_total)[5m:1m])',
  ],
  ...['avg(a or vector(0))', 'min without (instance) (a or vector(0))', 'count(a or vector(1))'],
  ...['(sum by (job) (rate(c_total[5m])) or vector(0)) / sum by (job) (rate(d_total[5m]))'],
  ...['(sum(rate(c_total[5m])) or vector(0)) / on () sum by (job) (rate(d_total[5m]))'],
  ...['sum by (job) (rate(d_total[5m])) - (sum by (job) (rate(c_total[5m])) or vector(0))'],
  ...['http_requests_total', 'sum by (job) (http_requests_total{code="500"})', 'http_errors_total offset 1h'],
  ...['http_errors_total / http_requests_total', 'rate(http_errors_total[5m]) / http_requests_total'],
  ...['histogram_quantile(0.9, h_bucket)', 'histogram_quantile(0.9, sum by (le) (h_bucket))'],
  ...['histogram_quantile(0.9, count by (le) (rate(h_bucket[5m])))', 'delta(c_total[5m])'],
  ...['delta(sum(http_requests_total)[10m:1m])', 'time() - shop_last_failure_timestamp_seconds'],
  ...['(time() - max by (job) (shop_last_failure_timestamp_seconds)) / 3600', 'hour() + 2', 'hour() - 5'],
  ...['changes(a[5m:10m])', 'rate(c_total[5m])[1m:5m]', 'absent(up{job=~"x|y"})', 'absent(up == 0)'],
  ...[
    'up{job=~"^x$"}',
    'up{job=~"x"}',
    'up{job=~"db\\\\.x"}',
    'up{job="a|b"}',
    'up{job=~"web*"}',
    'up{job=~"a,b"}',
  ],
);
const condition = fc
  .tuple(
    value,
    fc.constantFrom('>', '>=', '<', '<=', '==', '!='),
    fc.constantFrom('0', '0.5', '1', '5', '86400'),
  )
  .map(([left, op, limit]) => `${left} ${op} ${limit}`);

test('a suggestion for a generated condition leaves no fault behind', { timeout: RUNS * 1000 }, () => {
  let tried = 0;
  fc.assert(
    fc.property(condition, (text) => {
      if (parseExpr(text).errors.length > 0) return;
      const found = lintFiles(ruleFile(alert(JSON.stringify(text))));
      for (const finding of suggestions(found)) {
        tried++;
        const after = followed(finding).expr;
        expect({ text, after, left: faultsLeft(finding, found) }).toEqual({ text, after, left: [] });
        expect(found.flatMap(unproved)).toEqual([]);
      }
    }),
    { numRuns: RUNS },
  );
  expect(tried).toBeGreaterThan(RUNS / 6);
});

test.each(PUBLIC_EXPRESSIONS)('the suggestion for %s works', (text) => {
  const found = lintFiles(ruleFile(alert(JSON.stringify(text))));
  for (const finding of suggestions(found))
    expect({ after: followed(finding).expr, left: faultsLeft(finding, found) }).toMatchObject({ left: [] });
});

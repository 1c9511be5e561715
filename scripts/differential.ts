/**
 * Random expressions over random series, answered by rulecheck's engine and by the real promtool:
 * node --import tsx scripts/differential.ts --promtool path [--version 2|3] [--cases 100] [--checks 40] [--seed 1]
 */
import { parseArgs } from 'node:util';
import { rulecheckEngine } from './conformance/rulecheck-engine.ts';
import { differentialOptions, runCase } from './differential/run.ts';
import { describeAnswer } from './differential/answer.ts';
import { generateCases } from './differential/case.ts';
import { isKnown } from './differential/known.ts';
import type { Difference } from './differential/run.ts';

const { values } = parseArgs({
  options: {
    promtool: { type: 'string', default: process.env['RULECHECK_PROMTOOL'] ?? 'promtool' },
    version: { type: 'string', default: '3' },
    cases: { type: 'string', default: '100' },
    checks: { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
  },
});

const version = values.version === '2' ? 2 : 3;
const engine = rulecheckEngine(differentialOptions(version));
const cases = generateCases(version, Number(values.cases), Number(values.checks), Number(values.seed));
const found = new Map<string, Difference>();
let checks = 0;
let known = 0;
for (const test of cases) {
  checks += test.checks.length;
  for (const difference of runCase(test, engine, values.promtool, version)) {
    if (isKnown(difference, version)) known++;
    else found.set(difference.check.expr, difference);
  }
}

for (const { test, check, own, promtool } of found.values()) {
  console.log(`${check.expr}  at ${check.timeMs / 1000}s`);
  console.log(`    rulecheck: ${describeAnswer(own)}`);
  console.log(`    promtool:  ${describeAnswer(promtool)}`);
  const names = new Set(check.expr.match(/[a-z_]+/g));
  for (const { series, values: text } of test.series) {
    if (names.has(series.replace(/\{.*/, ''))) console.log(`    ${series}  ${text}`);
  }
}
console.log(`${checks} expressions, ${found.size} differences, ${known} known ones`);
if (found.size > 0) process.exitCode = 1;

import type { SequenceItem } from '../../src/promql/eval/series/index.ts';
import { parseSeriesDescription } from '../../src/promql/eval/series/index.ts';
import { Storage } from '../../src/promql/eval/storage/storage.ts';
import type { EvalOptions } from '../../src/promql/eval/index.ts';
import { parseExpr } from '../../src/promql/syntax/parse.ts';
import { walkExpr } from '../../src/promql/syntax/walk.ts';
import type { ScriptEngine } from '../conformance/engine.ts';
import { runLoad } from '../conformance/load.ts';
import type { Answer } from './answer.ts';
import { sameAnswer } from './answer.ts';
import type { Check, DifferentialCase } from './case.ts';
import { checkKey, INTERVAL_MS } from './case.ts';
import { runPromtool } from './promtool.ts';

/** An expression on which rulecheck and promtool do not agree. */
export interface Difference {
  readonly test: DifferentialCase;
  readonly check: Check;
  readonly own: Answer;
  readonly promtool: Answer;
}

/** How rulecheck's engine is to be set up for the comparison. */
export function differentialOptions(version: 2 | 3): EvalOptions {
  return {
    version,
    noStepSubqueryIntervalMs: INTERVAL_MS,
    features: version === 3 ? ['promql-experimental-functions'] : [],
  };
}

/** Answers a case with both engines and returns where they differ, narrowed to sub-expressions that still do. */
export function runCase(
  test: DifferentialCase,
  engine: ScriptEngine,
  promtool: string,
  version: 2 | 3,
): Difference[] {
  const differences = compareBoth(test, engine, promtool, version);
  return differences.map((difference) => narrowed(difference, engine, promtool, version));
}

function compareBoth(
  test: DifferentialCase,
  engine: ScriptEngine,
  promtool: string,
  version: 2 | 3,
): Difference[] {
  const own = answersOf(test, engine);
  const unfulfilled = runPromtool(promtool, test, own, version);
  return test.checks.flatMap((check) => {
    const mine = own.get(checkKey(check))!;
    // An error expects nothing, and so does an empty result: promtool is silent where it finds nothing either.
    const theirs = unfulfilled.get(checkKey(check)) ?? ('error' in mine ? { samples: [] } : mine);
    return sameAnswer(mine, theirs) ? [] : [{ test, check, own: mine, promtool: theirs }];
  });
}

/** The smallest sub-expression, on the same series and at the same time, on which the engines differ. */
function narrowed(
  difference: Difference,
  engine: ScriptEngine,
  promtool: string,
  version: 2 | 3,
): Difference {
  const { test, check } = difference;
  const { expr } = parseExpr(check.expr, { version });
  if (expr === undefined) return difference;
  const parts = new Set<string>();
  walkExpr(expr, (node, path) => {
    const isRange =
      node.kind === 'MatrixSelector' ||
      node.kind === 'SubqueryExpr' ||
      path.at(-1)?.kind === 'MatrixSelector';
    if (!isRange && node.kind !== 'StringLiteral') parts.add(check.expr.slice(node.start, node.end));
  });
  const checks = [...parts]
    .sort((a, b) => a.length - b.length)
    .map((part) => ({ expr: part, timeMs: check.timeMs }));
  return compareBoth({ series: test.series, checks }, engine, promtool, version)[0] ?? difference;
}

/** What rulecheck's engine answers, by check. */
export function answersOf(test: DifferentialCase, engine: ScriptEngine): Map<string, Answer> {
  const storage = new Storage();
  const series = test.series.map((each) => {
    const { labels, items } = parseSeriesDescription(`${each.series} ${each.values}`);
    return { labels, items: firstItems(items, loadedIntervals(test)), starts: undefined };
  });
  runLoad({ kind: 'load', line: 0, stepMs: INTERVAL_MS, withNhcb: false, series }, storage);
  return new Map(test.checks.map((check) => [checkKey(check), answer(engine, storage, check)]));
}

/** promtool loads samples interval by interval until the last of the times asked for. */
function loadedIntervals({ checks }: DifferentialCase): number {
  return Math.floor(Math.max(...checks.map((check) => check.timeMs)) / INTERVAL_MS) + 1;
}

function firstItems(items: readonly SequenceItem[], count: number): SequenceItem[] {
  let left = count;
  return items.flatMap((item) => {
    const taken = Math.min(item.count, left);
    left -= taken;
    return taken === 0 ? [] : [{ ...item, count: taken }];
  });
}

function answer(engine: ScriptEngine, storage: Storage, { expr, timeMs }: Check): Answer {
  const outcome = engine.instant(storage, expr, timeMs);
  if (!outcome.ok) return { error: outcome.message };
  const { result } = outcome;
  switch (result.kind) {
    case 'vector':
      return { samples: result.samples };
    case 'scalar': {
      const { labels } = parseSeriesDescription('{}');
      return { samples: [{ labels, value: result.value }] };
    }
    case 'string':
    case 'matrix':
      return { error: `a ${result.kind} cannot be expected in a unit test` };
  }
}

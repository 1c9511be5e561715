import { factsOf } from '../expression/index.ts';
import type { Project } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';
import { Labels, Storage } from '../../promql/eval/index.ts';
import { isPossible } from '../../promql/infer/index.ts';
import type { Alternative, LabelFact } from '../../promql/infer/index.ts';
import type { Expr, VectorSelector } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { GONE_METRIC } from './relaxed.ts';
import { sampleValue } from './sample-value.ts';
import { sampleTimes } from './sample-times.ts';

/** The evaluation of a suggestion: a Monday at noon, in milliseconds since the epoch. */
export const NOW_MS = Date.UTC(2026, 0, 5, 12);

/** Two values of each label that is free: joins that are not unique are found out so. */
const VALUES = ['a', 'b'];
/** Free labels beyond these have one value only, so that series do not multiply without end. */
const MOST_FREE = 3;
const BUCKETS = ['0.1', '1', '+Inf'];

/** One series and when it has samples: milliseconds before the evaluation. */
interface Generated {
  readonly labels: Labels;
  readonly times: Set<number>;
}

/**
 * Series that let every selector of an expression return something: the labels that are known or expected of the metric,
 * those that matchers ask for, and those that the expression itself groups and joins by, with the same values everywhere.
 * undefined where no such series can be made.
 */
export function generatedSeries(expr: Expr, project: Project): Storage | undefined {
  const named = namedLabels(expr);
  const all = new Map<string, Generated>();
  let possible = true as boolean;
  walkExpr(expr, (node, path) => {
    if (node.kind !== 'VectorSelector' || !possible) return;
    const name = selectedName(node);
    if (name === GONE_METRIC) return;
    const times = sampleTimes(node, path);
    const [first] = factsOf(project).alternatives(node).filter(isPossible);
    const sets = name === undefined || first === undefined ? undefined : labelSets(node, name, first, named);
    if (times === undefined || sets === undefined) possible = false;
    else for (const set of sets) collect(all, Labels.of(set), times);
  });
  return possible ? stored([...all.values()]) : undefined;
}

function collect(all: Map<string, Generated>, labels: Labels, times: readonly number[]): void {
  const series = all.get(labels.key) ?? { labels, times: new Set<number>() };
  all.set(labels.key, series);
  for (const time of times) series.times.add(time);
}

/** Rising values: they are counters and gauges at once, and each bucket holds those below it. */
function stored(all: readonly Generated[]): Storage {
  const storage = new Storage();
  for (const [index, { labels, times }] of all.entries())
    for (const [i, ago] of [...times].sort((a, b) => b - a).entries())
      storage.append(labels, NOW_MS - ago, 10 + (1 + index) * (i + 1));
  return storage;
}

/** Labels that the expression groups, joins and copies by. */
function namedLabels(expr: Expr): ReadonlySet<string> {
  const names = new Set<string>();
  walkExpr(expr, (node) => {
    if (node.kind === 'AggregateExpr') for (const { name } of node.grouping) names.add(name);
    if (node.kind !== 'BinaryExpr' || node.matching === undefined) return;
    for (const { name } of [...node.matching.labels, ...node.matching.include]) names.add(name);
  });
  names.delete('le');
  names.delete('__name__');
  return names;
}

function labelSets(
  selector: VectorSelector,
  metric: string,
  { labels }: Alternative,
  named: ReadonlySet<string>,
): Record<string, string>[] | undefined {
  const names = new Set<string>();
  for (const [name, { presence }] of labels.known)
    if (name !== '__name__' && (presence === 'always' || presence === 'expected')) names.add(name);
  for (const { name, op, value } of selector.matchers)
    if (name !== '__name__' && value !== '' && (op === '=' || op === '=~')) names.add(name);
  if (labels.others === 'maybe') for (const name of named) names.add(name);
  if (metric.endsWith('_bucket')) names.add('le');
  let sets: Record<string, string>[] = [{ __name__: metric }];
  let free = 0;
  for (const name of names) {
    const fact = labels.known.get(name);
    if (fact?.presence === 'never') continue;
    const values = valuesOf(name, fact, selector);
    if (values === undefined) return undefined;
    const several = values.length > 1 && free < MOST_FREE ? values : values.slice(0, 1);
    if (several.length > 1) free++;
    const chosen = name === 'le' ? values : several;
    sets = sets.flatMap((set) => chosen.map((value) => ({ ...set, [name]: value })));
  }
  return sets;
}

/** Values that a label can have together with the selector's matchers; undefined where none was found. */
function valuesOf(
  label: string,
  fact: LabelFact | undefined,
  selector: VectorSelector,
): readonly string[] | undefined {
  const passes = (value: string): boolean => (fact?.tests ?? []).every((test) => test(value));
  if (fact?.values !== undefined) {
    const all = [...fact.values].filter(passes).slice(0, 2);
    return all.length > 0 ? all : undefined;
  }
  const pattern = selector.matchers.find(({ name, op }) => name === label && op === '=~')?.value;
  const pool = label === 'le' ? BUCKETS : VALUES;
  const free = pool.filter(passes);
  if (free.length > 0) return free;
  const made = sampleValue(pattern, passes);
  return made === undefined ? undefined : [made];
}

import { sampleValue } from '../../analysis/suggestion/index.ts';
import { constant } from '../../analysis/expression/index.ts';
import type { AlertingRule } from '../../documents/rules/types.ts';
import type { Project } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';
import { compileMatcher } from '../../routing/matchers/matcher.ts';
import type { DurationExpr, Expr, VectorSelector } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';

/** How the values of a series can be varied. */
export type InputKind = 'gauge' | 'counter' | 'slope' | 'flapping' | 'buckets' | 'stamp';

/** A series that an alert depends on, before it has values. */
export interface InputSeries {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly kind: InputKind;
}

/** Everything that the input of an alert is made of. */
export interface AlertInputs {
  readonly series: readonly InputSeries[];
  /** The constants that values are compared with, through recording rules too. */
  readonly limits: readonly number[];
  /** How far back the longest way of selectors looks, in milliseconds. */
  readonly lookbackMs: number;
  /** The shortest range, in milliseconds; undefined: absent. */
  readonly shortestMs: number | undefined;
  /** The expression asks for the time. */
  readonly usesClock: boolean;
}

const COUNTERS: ReadonlySet<string> = new Set(['rate', 'irate', 'increase']);
const SLOPES: ReadonlySet<string> = new Set([
  'deriv',
  'delta',
  'idelta',
  'predict_linear',
  'double_exponential_smoothing',
]);
const FLAPPING: ReadonlySet<string> = new Set(['changes', 'resets']);
/** Recording rules that use one another are followed so far. */
const MOST_DEPTH = 6;

/** The series that an alert needs, recording rules replaced by what they record; undefined: its expression does not parse. */
export function inputsOf(rule: AlertingRule, project: Project): AlertInputs | undefined {
  const { expr, errors } = rule.expr.promql;
  if (expr === undefined || errors.length > 0) return undefined;
  const collector = new Collector(project, shownLabels(rule));
  collector.expression(expr, 0, 0);
  return collector.inputs;
}

/** Labels that the texts of an alert show: a series without them would make texts with holes. */
function shownLabels(rule: AlertingRule): string[] {
  const texts = [...rule.labels, ...rule.annotations].map(({ value }) => value);
  return texts.flatMap((text) =>
    [...text.matchAll(/(?:\$labels|\.Labels)\.(\w+)/g)].map((match) => match[1]!),
  );
}

class Collector {
  readonly #project: Project;
  readonly #named: Set<string>;
  readonly #series = new Map<string, InputSeries>();
  readonly #selectors: { selector: VectorSelector; kind: InputKind }[] = [];
  readonly #limits = new Set<number>();
  #lookbackMs = 0;
  #shortestMs: number | undefined;
  #usesClock = false;

  constructor(project: Project, shown: readonly string[]) {
    this.#project = project;
    this.#named = new Set(shown);
  }

  get inputs(): AlertInputs {
    for (const { selector, kind } of this.#selectors) this.#add(selector, kind);
    return {
      series: [...this.#series.values()],
      limits: [...this.#limits],
      lookbackMs: this.#lookbackMs,
      shortestMs: this.#shortestMs,
      usesClock: this.#usesClock,
    };
  }

  /** @param backMs how far back the expression itself is evaluated */
  expression(root: Expr, backMs: number, depth: number): void {
    walkExpr(root, (node, path) => {
      if (node.kind === 'BinaryExpr') this.#binary(node);
      else if (node.kind === 'AggregateExpr') for (const { name } of node.grouping) this.#named.add(name);
      else if (node.kind === 'Call' && (node.func === 'time' || node.func === 'timestamp'))
        this.#usesClock = true;
      else if (node.kind === 'VectorSelector') this.#selector(node, path, backMs, depth);
    });
  }

  #binary(node: Extract<Expr, { kind: 'BinaryExpr' }>): void {
    for (const side of [node.lhs, node.rhs]) {
      const value = constant(side);
      if (value !== undefined) this.#limits.add(value);
    }
    for (const { name } of [...(node.matching?.labels ?? []), ...(node.matching?.include ?? [])])
      this.#named.add(name);
  }

  #selector(selector: VectorSelector, path: readonly Expr[], backMs: number, depth: number): void {
    const back = backMs + lookback(selector, path);
    this.#lookbackMs = Math.max(this.#lookbackMs, back);
    const parent = path.at(-1);
    if (parent?.kind === 'MatrixSelector') {
      const own = msOf(parent.range);
      if (own > 0) this.#shortestMs = Math.min(this.#shortestMs ?? Infinity, own);
    }
    const name = selectedName(selector);
    const recorders = name === undefined || depth >= MOST_DEPTH ? [] : this.#project.series.recorders(name);
    const recorded = recorders.flatMap((each) =>
      each.group.document.language === 'promql' ? (each.expr.promql.expr ?? []) : [],
    );
    for (const expr of recorded) this.expression(expr, back, depth + 1);
    if (recorded.length === 0) this.#selectors.push({ selector, kind: kindOf(selector, path) });
  }

  #add(selector: VectorSelector, kind: InputKind): void {
    const metric = selectedName(selector);
    const labels = metric === undefined ? undefined : labelsFor(selector, this.#named);
    if (metric === undefined || labels === undefined) return;
    const key = JSON.stringify([metric, Object.entries(labels).sort()]);
    const known = this.#series.get(key);
    if (known === undefined || known.kind === 'gauge')
      this.#series.set(key, { metric, labels, kind: kind === 'gauge' && this.#usesClock ? 'stamp' : kind });
  }
}

function kindOf(selector: VectorSelector, path: readonly Expr[]): InputKind {
  if (selectedName(selector)?.endsWith('_bucket') === true) return 'buckets';
  const call = path.findLast(
    (node) =>
      node.kind === 'Call' &&
      node.args.some((arg) => arg.kind === 'MatrixSelector' || arg.kind === 'SubqueryExpr'),
  );
  const func = call?.kind === 'Call' ? call.func : '';
  if (COUNTERS.has(func)) return 'counter';
  if (SLOPES.has(func)) return 'slope';
  if (FLAPPING.has(func)) return 'flapping';
  return selectedName(selector)?.endsWith('_total') === true ? 'counter' : 'gauge';
}

/** Values that pass every matcher, and one for each label that the expression names; undefined: none was found. */
function labelsFor(selector: VectorSelector, named: ReadonlySet<string>): Record<string, string> | undefined {
  const labels: Record<string, string> = {};
  const names = new Set([...selector.matchers.map(({ name }) => name), ...named]);
  names.delete('__name__');
  names.delete('le');
  for (const name of names) {
    const own = selector.matchers.filter((matcher) => matcher.name === name);
    const tests = own.map((matcher) => compileMatcher({ name, op: matcher.op, value: matcher.value }));
    const passes = (value: string): boolean => tests.every((test) => test.accepts(value));
    const exact = own.find(({ op }) => op === '=')?.value;
    if (exact === '') continue;
    const pattern = own.find(({ op }) => op === '=~')?.value;
    const value = exact ?? sampleValue(pattern, passes) ?? (passes('') ? '' : undefined);
    if (value === undefined || !passes(value)) return undefined;
    if (value !== '') labels[name] = value;
  }
  return labels;
}

function lookback(selector: VectorSelector, path: readonly Expr[]): number {
  let back = Math.abs(msOf(selector.offset));
  for (const node of path) {
    if (node.kind === 'MatrixSelector') back += msOf(node.range);
    if (node.kind === 'SubqueryExpr') back += msOf(node.range) + Math.abs(msOf(node.offset));
  }
  return back;
}

function msOf(duration: DurationExpr | undefined): number {
  if (duration?.kind === 'DurationUnary') return msOf(duration.expr);
  return duration?.kind === 'Duration' ? duration.seconds * 1000 : 0;
}

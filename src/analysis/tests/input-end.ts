import type { PromtoolTest } from '../../documents/promtool-test/types.ts';
import { selectedName } from '../../project/series-graph.ts';
import { parseSeriesLabels, parseSeriesValues } from '../../promql/eval/series/index.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { children } from '../../promql/syntax/walk.ts';
import { staticMs } from '../expression/index.ts';
import type { RuleView } from './rule-view.ts';
import { largest } from '../../util/append.ts';

/** How far back an instant selector looks, in milliseconds; promtool's tests cannot change it. */
export const LOOKBACK_MS = 300_000;

/** When the input of each metric of a test ends, in milliseconds from its start. */
export type InputEnds = ReadonlyMap<string, { readonly lastMs: number; readonly deliberate: boolean }>;

/** `deliberate`: a series of the metric ends with `_` or `stale`, so that the author means it to end. */
export function inputEnds(test: Pick<PromtoolTest, 'series' | 'intervalMs'>): InputEnds {
  const ends = new Map<string, { lastMs: number; deliberate: boolean }>();
  for (const { selector, values } of test.series) {
    const { labels } = parseSeriesLabels(selector);
    const { items, length } = parseSeriesValues(values);
    const trailing = items.findLastIndex(({ kind }) => kind !== 'gap' && kind !== 'stale');
    const cut = items.slice(trailing + 1).reduce((sum, { count }) => sum + count, 0);
    const name = labels.get('__name__');
    const known = ends.get(name);
    ends.set(name, {
      lastMs: Math.max(known?.lastMs ?? 0, Math.max(0, length - cut - 1) * test.intervalMs),
      deliberate: known?.deliberate === true || cut > 0,
    });
  }
  return ends;
}

/** Whether an expression sees anything of the input at an instant. */
export type Sight =
  /** It does, or needs no input, or its input ends on purpose. */
  | { readonly kind: 'sees' }
  /** All input that it reads has ended: `lastMs` is the newest sample of it. */
  | { readonly kind: 'ended'; readonly lastMs: number }
  /** The newest sample is at the very start of the range: Prometheus 2 sees it, and 3 does not. */
  | { readonly kind: 'edge'; readonly lastMs: number; readonly windowMs: number };

/** Looks at what an expression sees of a test's input at an instant (milliseconds from the test's start). */
export function sightOf(text: string, atMs: number, ends: InputEnds, rules: RuleView): Sight {
  const expr = rules.parse(text);
  const windows = expr === undefined ? undefined : windowsOf(expr, rules, new Set());
  if (windows === undefined) return SEES;
  const read = windows.flatMap((window) => {
    const end = ends.get(window.name);
    return end === undefined ? [] : [{ ...window, ...end }];
  });
  if (read.length === 0 || read.some(({ deliberate }) => deliberate)) return SEES;
  const oldest = (window: Window): number => atMs - window.offsetMs - window.ms;
  if (read.some((window) => window.lastMs > oldest(window))) return SEES;
  const edge = read.find((window) => window.lastMs === oldest(window));
  if (edge !== undefined) return { kind: 'edge', lastMs: edge.lastMs, windowMs: edge.ms };
  return { kind: 'ended', lastMs: largest(read.map(({ lastMs }) => lastMs)) };
}

const SEES: Sight = { kind: 'sees' };

/** How far back a metric is looked at. */
interface Window {
  readonly name: string;
  readonly ms: number;
  readonly offsetMs: number;
}

/** Functions that return something where there is no input. */
const WITHOUT_INPUT: ReadonlySet<string> = new Set([
  'absent',
  'absent_over_time',
  'vector',
  'time',
  'scalar',
]);

/** The windows of an expression, through the records that it reads; undefined: it needs no input, or is not known. */
function windowsOf(expr: Expr, rules: RuleView, open: ReadonlySet<string>): Window[] | undefined {
  if (expr.kind === 'Call' && WITHOUT_INPUT.has(expr.func)) return undefined;
  if (expr.kind === 'VectorSelector') {
    const name = selectedName(expr);
    if (name === undefined || expr.at !== undefined) return undefined;
    const offsetMs = staticMs(expr.offset) ?? 0;
    const recorded = recordedWindows(name, rules, open);
    if (recorded === null) return [{ name, ms: LOOKBACK_MS, offsetMs }];
    // A recorded series ends with a stale marker when its input does.
    return recorded?.map((window) => ({ ...window, offsetMs: window.offsetMs + offsetMs }));
  }
  if (expr.kind === 'MatrixSelector') {
    const range = staticMs(expr.range);
    const inner = windowsOf(expr.selector, rules, open);
    const recorded = rules.records(selectedName(expr.selector) ?? '').length > 0;
    return range === undefined
      ? undefined
      : inner?.map((window) => ({ ...window, ms: recorded ? window.ms + range : range }));
  }
  if (expr.kind === 'SubqueryExpr') {
    const range = staticMs(expr.range);
    if (range === undefined || expr.at !== undefined) return undefined;
    const offsetMs = staticMs(expr.offset) ?? 0;
    return windowsOf(expr.expr, rules, open)?.map((window) => ({
      ...window,
      ms: window.ms + range,
      offsetMs: window.offsetMs + offsetMs,
    }));
  }
  const all: Window[] = [];
  for (const child of children(expr)) {
    const windows = windowsOf(child, rules, open);
    if (windows === undefined) return undefined;
    all.push(...windows);
  }
  return all;
}

/** null: nothing records the metric. */
function recordedWindows(
  name: string,
  rules: RuleView,
  open: ReadonlySet<string>,
): Window[] | undefined | null {
  const records = rules.records(name);
  if (records.length === 0) return null;
  if (open.has(name)) return undefined;
  const all: Window[] = [];
  for (const { expr } of records) {
    const parsed = rules.parse(expr.text);
    const windows = parsed === undefined ? undefined : windowsOf(parsed, rules, new Set([...open, name]));
    if (windows === undefined) return undefined;
    all.push(...windows);
  }
  return all;
}

/** What the rules of an alert see at an instant; undefined: nothing can be said. */
export function alertSight(name: string, atMs: number, ends: InputEnds, rules: RuleView): Sight | undefined {
  const alerts = rules.alerts(name);
  // keep_firing_for outlives the input.
  if (alerts.length === 0 || alerts.some(({ keepFiringFor }) => keepFiringFor !== undefined))
    return undefined;
  const sights = alerts.map(({ expr, group }) =>
    sightOf(expr.text, atMs - (group.queryOffset?.value ?? 0), ends, rules),
  );
  return (
    sights.find(({ kind }) => kind === 'sees') ?? sights.find(({ kind }) => kind === 'edge') ?? sights[0]
  );
}

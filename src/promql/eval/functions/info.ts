import { ABSENT, ColumnBuilder } from '../engine/column.ts';
import type { Column } from '../engine/column.ts';
import type { EvalContext } from '../engine/context.ts';
import type { Reference } from '../engine/reference.ts';
import { referenceOf } from '../engine/reference.ts';
import { forEachSample } from '../engine/selector.ts';
import { duplicateLabelset, EvalError } from '../errors.ts';
import { METRIC_NAME } from '../labels/labels.ts';
import type { Labels } from '../labels/labels.ts';
import { compileMatcher } from '../storage/matcher.ts';
import type { Matcher } from '../storage/matcher.ts';
import { HISTOGRAM } from '../storage/series.ts';
import type { StoredSeries } from '../storage/series.ts';
import { firstSelector } from './first-selector.ts';
import { overVector } from './implementation.ts';
import type { FunctionCall, Implementation } from './implementation.ts';

/** The labels by which a series finds its info series. */
const IDENTIFYING = ['instance', 'job'] as const;

/** What the second argument of info() asks for. */
interface InfoRequest {
  /** Which metrics are info metrics. */
  readonly names: readonly Matcher[];
  /** Which of their labels are wanted, by label; empty for all. */
  readonly data: ReadonlyMap<string, readonly Matcher[]>;
}

/** An info series at one step: of several with the same identity the newest sample counts. */
interface InfoSample {
  readonly labels: Labels;
  readonly timeMs: number;
}

/** info(): adds the data labels of info series such as target_info to the series of the same job and instance. */
function info(call: FunctionCall): readonly Column[] {
  const { context } = call;
  const base = call.vector(0);
  const request = requestOf(call);
  const isInfo = (labels: Labels): boolean => request.names.every(({ test }) => test(labels.metricName));
  const enriched = base.filter(({ labels }) => !isInfo(labels));
  const series = infoSeries(enriched, request, context);
  const samples = samplesByStep(series, infoReference(call), context);
  const results = new InfoResults(context);
  for (const column of base) {
    const untouched = isInfo(column.labels);
    for (let step = 0; step < context.steps; step++) {
      if (column.kinds[step] === ABSENT) continue;
      const labels = untouched ? column.labels : enrichedLabels(column.labels, samples[step]!, request);
      if (labels !== undefined) results.copy(column, step, labels);
    }
  }
  return results.columns();
}

/** Result series by labels; of each step only one sample may have them. */
class InfoResults {
  readonly #context: EvalContext;
  readonly #byKey = new Map<string, { labels: Labels; dropName: boolean; builder: ColumnBuilder }>();

  constructor(context: EvalContext) {
    this.#context = context;
  }

  copy(column: Column, step: number, labels: Labels): void {
    let result = this.#byKey.get(labels.key);
    if (result === undefined) {
      const builder = new ColumnBuilder(this.#context.steps);
      result = { labels, dropName: column.dropName, builder };
      this.#byKey.set(labels.key, result);
    }
    if (result.builder.kinds[step] !== ABSENT) throw duplicateLabelset();
    result.builder.copy(step, column);
  }

  columns(): Column[] {
    return [...this.#byKey.values()].map(({ labels, dropName, builder }) => builder.finish(labels, dropName));
  }
}

function requestOf({ args, context }: FunctionCall): InfoRequest {
  const { version } = context.settings;
  const selector = args[1];
  const matchers = selector?.kind === 'selector' ? selector.matchers : [];
  const written = matchers.filter(({ name }) => name === METRIC_NAME);
  const positive = written.some(({ op }) => op === '=' || op === '=~');
  const data = new Map<string, Matcher[]>();
  for (const matcher of matchers) {
    if (matcher.name === METRIC_NAME) continue;
    data.set(matcher.name, [...(data.get(matcher.name) ?? []), matcher]);
  }
  if (positive) return { names: written, data };
  const any = compileMatcher(METRIC_NAME, '=~', '.+_info', version);
  const target = compileMatcher(METRIC_NAME, '=', 'target_info', version);
  return { names: written.length > 0 ? [any, ...written] : [target], data };
}

/** The info series that any of the given series could be enriched with. */
function infoSeries(
  columns: readonly Column[],
  { names, data }: InfoRequest,
  { state: { storage, budget } }: EvalContext,
): readonly StoredSeries[] {
  const identities: Matcher[] = [];
  for (const name of IDENTIFYING) {
    const known = new Set(columns.map(({ labels }) => labels.get(name)).filter((value) => value !== ''));
    if (known.size === 0) continue;
    const values = [...known];
    identities.push({ name, op: '=~', value: '', test: (text) => known.has(text), values });
  }
  if (identities.length === 0) return [];
  const series = storage.select([...names, ...[...data.values()].flat(), ...identities]);
  budget.checkSeries(series.length);
  return series;
}

/** When info series are looked at: as the first selector of the first argument is. */
function infoReference({ args, context }: FunctionCall): Reference {
  const { selector, subqueries } = firstSelector(args[0]!);
  let atMs: number | undefined;
  let offsetMs = 0;
  for (const node of selector === undefined ? [] : [selector, ...subqueries]) {
    const reference = referenceOf(node, context);
    offsetMs += reference.offsetMs;
    atMs = reference.atMs;
    // Parts outside of an @ cannot move the time any more.
    if (atMs !== undefined) break;
  }
  return { atMs, offsetMs };
}

/** The identity that series and their info series have in common. */
function identity(labels: Labels): string {
  return JSON.stringify(IDENTIFYING.map((label) => labels.get(label)));
}

/** Info samples of one step, by identity and by the info metric's name. */
type InfoStep = ReadonlyMap<string, ReadonlyMap<string, InfoSample>>;

function samplesByStep(
  series: readonly StoredSeries[],
  reference: Reference,
  context: EvalContext,
): InfoStep[] {
  const steps = Array.from({ length: context.steps }, () => new Map<string, Map<string, InfoSample>>());
  for (const each of series) {
    const { labels } = each;
    const key = identity(labels);
    forEachSample(each, reference, context, (step, index) => {
      if (each.kindAt(index) === HISTOGRAM) throw noHistogram(labels);
      const sample = { labels, timeMs: each.timeAt(index) };
      const byName = steps[step]!.get(key) ?? new Map<string, InfoSample>();
      steps[step]!.set(key, byName);
      const known = byName.get(labels.metricName);
      if (known === undefined || known.timeMs < sample.timeMs) byName.set(labels.metricName, sample);
      else if (known.timeMs === sample.timeMs) throw duplicateInfo(known, sample);
    });
  }
  return steps;
}

function noHistogram(labels: Labels): EvalError {
  const text = `this should be an info metric, with float samples: ${labels.toString()}`;
  return new EvalError('histogram-in-info', text);
}

function duplicateInfo(a: InfoSample, b: InfoSample): EvalError {
  const text =
    `found duplicate series for info metric: existing ${a.labels.toString()} @ ${a.timeMs}, ` +
    `new ${b.labels.toString()} @ ${b.timeMs}`;
  return new EvalError('info-conflict', text);
}

/** The labels with those of matching info series; undefined where a wanted label could not be found. */
function enrichedLabels(labels: Labels, samples: InfoStep, { data }: InfoRequest): Labels | undefined {
  const added = new Map<string, string>();
  const found = samples.get(identity(labels));
  for (const sample of found?.values() ?? []) {
    for (const [name, value] of sample.labels) {
      if (name === METRIC_NAME || (data.size > 0 && !data.has(name))) continue;
      if ((added.get(name) ?? value) !== value) {
        throw new EvalError('info-conflict', `conflicting label: ${name}`);
      }
      if (!labels.has(name)) added.set(name, value);
    }
  }
  const optional = [...data.values()].flat().every(({ test }) => test(''));
  return found !== undefined || optional ? labels.withAll(added) : undefined;
}

export const INFO = { info: overVector(info) } satisfies Record<string, Implementation>;

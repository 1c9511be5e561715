import type { MetricType } from '../documents/catalogue/types.ts';

/** What sources say of one metric, before it is an entry of a catalogue. */
export interface MetricDraft {
  readonly name: string;
  type: MetricType;
  unit?: string;
  help?: string;
  /** Labels of its series with the values that were seen, without `le` and `quantile`; undefined: no series was seen. */
  labels?: Map<string, Set<string>>;
  readonly buckets: Set<number>;
  readonly quantiles: Set<number>;
}

/** What all sources say together. */
export interface CatalogueDraft {
  readonly metrics: Map<string, MetricDraft>;
  /** Names of the jobs that a prometheus.yml scrapes, and whether these are all. */
  readonly jobs: Set<string>;
}

const TYPES: Readonly<Record<string, MetricType>> = {
  counter: 'counter',
  gauge: 'gauge',
  histogram: 'histogram',
  gaugehistogram: 'histogram',
  summary: 'summary',
  info: 'info',
  stateset: 'stateset',
};

/** A type as expositions and metadata write it; `untyped`, `unknown` and anything else are `unknown`. */
export function metricTypeOf(text: string): MetricType {
  return TYPES[text.toLowerCase()] ?? 'unknown';
}

export function emptyDraft(): CatalogueDraft {
  return { metrics: new Map(), jobs: new Set() };
}

/** The metric of a name, made where it is new. */
export function draftOf(draft: CatalogueDraft, name: string): MetricDraft {
  let metric = draft.metrics.get(name);
  if (metric === undefined) {
    metric = { name, type: 'unknown', buckets: new Set(), quantiles: new Set() };
    draft.metrics.set(name, metric);
  }
  return metric;
}

/** Adds a series of a metric: its labels, and the bucket or quantile that it is. */
export function addSeries(metric: MetricDraft, labels: Iterable<readonly [string, string]>): void {
  metric.labels ??= new Map();
  for (const [name, value] of labels) {
    if (name === 'le' && metric.type === 'histogram') addNumber(metric.buckets, value);
    else if (name === 'quantile' && metric.type === 'summary') addNumber(metric.quantiles, value);
    else if (name !== '__name__' && value !== '') {
      const values = metric.labels.get(name) ?? new Set();
      values.add(value);
      metric.labels.set(name, values);
    }
  }
}

function addNumber(numbers: Set<number>, text: string): void {
  const value = Number(text);
  if (Number.isFinite(value)) numbers.add(value);
}

/** The metric that a series belongs to: `x_bucket`, `x_sum` and `x_count` of a histogram or summary `x`; itself else. */
export function familyOf(series: string, typeOf: (name: string) => MetricType | undefined): string {
  const end = /_(?:bucket|sum|count)$/.exec(series);
  if (end === null) return series;
  const base = series.slice(0, end.index);
  const type = typeOf(base);
  return type === 'histogram' || (type === 'summary' && end[0] !== '_bucket') ? base : series;
}

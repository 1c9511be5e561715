import type {
  CatalogueDocument,
  LabelDefinition,
  MetricDefinition,
  StreamDefinition,
} from '../documents/catalogue/types.ts';

/** What one series name is: the metric it belongs to, and which part of it. */
export interface CataloguedSeries {
  readonly metric: MetricDefinition;
  readonly part: 'value' | 'bucket' | 'sum' | 'count' | 'quantile';
  /** Type of the series itself: `_bucket`, `_sum` and `_count` are counters. */
  readonly type: MetricDefinition['type'];
  /** Every label a series of it has, `le` and `quantile` included. */
  readonly labels: ReadonlyMap<string, LabelDefinition>;
}

/** All catalogues of a project, joined. */
export class Catalogue {
  readonly metrics: ReadonlyMap<string, MetricDefinition>;
  readonly streams: readonly StreamDefinition[];
  readonly #series = new Map<string, CataloguedSeries>();

  constructor(documents: readonly CatalogueDocument[]) {
    const metrics = new Map<string, MetricDefinition>();
    for (const document of documents) for (const metric of document.metrics) metrics.set(metric.name, metric);
    this.metrics = metrics;
    this.streams = documents.flatMap((document) => document.streams);
    for (const metric of metrics.values())
      for (const [name, series] of seriesOf(metric)) this.#series.set(name, series);
  }

  /** Nothing is catalogued: nothing can be said of any metric. */
  get empty(): boolean {
    return this.metrics.size === 0;
  }

  /** The series of a name, or undefined where the catalogue does not know it. */
  series(name: string): CataloguedSeries | undefined {
    return this.#series.get(name);
  }

  /** Every series name that the catalogue knows. */
  get names(): Iterable<string> {
    return this.#series.keys();
  }
}

function seriesOf(metric: MetricDefinition): [string, CataloguedSeries][] {
  const { name, labels } = metric;
  if (metric.type === 'histogram') {
    const le = { name: 'le', values: [...(metric.buckets ?? []).map(String), '+Inf'] };
    const bucketLabels = new Map([...labels, ['le', metric.buckets === undefined ? { name: 'le' } : le]]);
    return [
      [name, { metric, part: 'value', type: 'histogram', labels }],
      [`${name}_bucket`, { metric, part: 'bucket', type: 'counter', labels: bucketLabels }],
      [`${name}_sum`, { metric, part: 'sum', type: 'counter', labels }],
      [`${name}_count`, { metric, part: 'count', type: 'counter', labels }],
    ];
  }
  if (metric.type === 'summary') {
    const quantile = { name: 'quantile', values: metric.quantiles?.map(String) };
    return [
      [
        name,
        { metric, part: 'quantile', type: 'gauge', labels: new Map([...labels, ['quantile', quantile]]) },
      ],
      [`${name}_sum`, { metric, part: 'sum', type: 'counter', labels }],
      [`${name}_count`, { metric, part: 'count', type: 'counter', labels }],
    ];
  }
  return [[name, { metric, part: 'value', type: metric.type, labels }]];
}

import { TARGET_LABELS } from '../../documents/dropped-target-labels.ts';
import type { PrometheusConfigDocument } from '../../documents/prometheus-config.ts';
import type { LabelFact } from '../../promql/infer/index.ts';

/**
 * Metrics that reach a server without a scrape of their own target, or whose target labels the pushing side chooses:
 * Prometheus's own alert series, Tempo's metrics generator and Grafana Agent (remote write), the Pushgateway's groups.
 */
const NOT_SCRAPED = /^(?:ALERTS|traces_|push_(?:time|failure_time)_seconds$)/;

/** The labels of a scraped series that the relabelling of the project's servers leaves alone. */
export function targetLabelsLeft(configs: readonly PrometheusConfigDocument[]): readonly string[] {
  return TARGET_LABELS.filter((label) => !configs.some(({ droppedLabels }) => droppedLabels.has(label)));
}

/**
 * The expected labels of a metric that no rule of the project records: a server scrapes it, so that its
 * series have `job` and `instance`. That is a premise, not a proof; a name with a colon is recorded elsewhere.
 */
export function scrapedLabels(metric: string, labels: readonly string[]): readonly [string, LabelFact][] {
  if (metric.includes(':') || NOT_SCRAPED.test(metric)) return [];
  const fact: LabelFact = { presence: 'expected', reason: { kind: 'scraped', metric } };
  return labels.map((label) => [label, fact]);
}

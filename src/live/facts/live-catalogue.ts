import type { LiveFacts } from '../../project/live-facts.ts';
import type { Project } from '../../project/project.ts';
import { newCatalogue } from '../catalogue-text.ts';
import { addSeries, draftOf, emptyDraft, familyOf, metricTypeOf } from '../metric-draft.ts';
import type { Metadata } from '../prometheus-api.ts';

/**
 * The metrics that a project asks a server for and no catalogue of its own describes, as the text of a catalogue: types
 * from the server's metadata, labels from its series. Values are left out: those of today are not all that there can be.
 *
 * @returns undefined: there is no such metric
 */
export function liveCatalogue(
  facts: Pick<LiveFacts, 'metrics'>,
  metadata: ReadonlyMap<string, readonly Metadata[]>,
  project: Project,
): string | undefined {
  const draft = emptyDraft();
  const typeOf = (name: string) => {
    const types = new Set((metadata.get(name) ?? []).map(({ type }) => metricTypeOf(type)));
    // Targets that disagree say nothing for sure.
    return types.size === 1 ? [...types][0] : undefined;
  };
  for (const [name, { labels }] of facts.metrics) {
    if (labels.size === 0 || project.catalogue.series(name) !== undefined) continue;
    const metric = draftOf(draft, familyOf(name, typeOf));
    metric.type = typeOf(metric.name) ?? openMetricsType(name, typeOf) ?? 'unknown';
    const own = [...labels].filter((label) => !isPartLabel(label, metric.type));
    addSeries(
      metric,
      own.map((label) => [label, 'seen'] as const),
    );
  }
  if (draft.metrics.size === 0) return undefined;
  return newCatalogue(draft, { values: 0, targetLabels: new Set() });
}

function isPartLabel(label: string, type: string): boolean {
  return (label === 'le' && type === 'histogram') || (label === 'quantile' && type === 'summary');
}

function openMetricsType<T extends string>(
  name: string,
  typeOf: (name: string) => T | undefined,
): T | undefined {
  const family = name.endsWith('_total') ? typeOf(name.slice(0, -'_total'.length)) : undefined;
  return family === 'counter' ? family : undefined;
}

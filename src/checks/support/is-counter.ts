import { selectedName } from '../../project/series-graph.ts';
import type { Project } from '../../project/project.ts';
import type { VectorSelector } from '../../promql/syntax/ast.ts';
import { cataloguedSeries } from './catalogued-selector.ts';

/**
 * Is what a selector asks for a counter? As the catalogue says, or, where it does not know the metric, by the
 * suffix `_total` that OpenMetrics gives to counters alone; recorded series are none.
 */
export function isCounter(selector: VectorSelector, project: Project): boolean {
  const name = selectedName(selector);
  if (name === undefined || project.series.recorders(name).length > 0) return false;
  const series = cataloguedSeries(selector, project);
  return series === undefined ? /^[^:]+_total$/.test(name) : series.type === 'counter';
}

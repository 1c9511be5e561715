import { isKnownCounter, knownMetric } from '../../promql/knowledge/index.ts';
import { selectedName } from '../../project/series-graph.ts';
import type { Project } from '../../project/project.ts';
import type { VectorSelector } from '../../promql/syntax/ast.ts';
import { cataloguedSeries } from './catalogued-selector.ts';
import { usedAsCounter } from './used-as-counter.ts';

/**
 * Does a selector select a counter? As the catalogue says, or, where it does not know the metric, by the
 * suffix `_total` that OpenMetrics gives to counters alone; recorded series are not counters.
 */
export function isCounter(selector: VectorSelector, project: Project): boolean {
  const name = selectedName(selector);
  if (name === undefined || project.series.recorders(name).length > 0) return false;
  const series = cataloguedSeries(selector, project);
  if (series !== undefined) return series.type === 'counter';
  const known = knownMetric(name);
  return known === undefined
    ? /^[^:]+_total$/.test(name) || isPartOfHistogram(selector)
    : known.type === 'counter';
}

/**
 * Is it a counter beyond doubt? Exporters name gauges `_total` too: what says more than the suffix is the catalogue,
 * the software that exposes it, a rate of it elsewhere in the project, and names of things that only ever happen.
 */
export function isSurelyCounter(selector: VectorSelector, project: Project): boolean {
  const name = selectedName(selector);
  if (name === undefined || !isCounter(selector, project)) return false;
  return (
    cataloguedSeries(selector, project) !== undefined ||
    isKnownCounter(name) ||
    EVENTS.test(name) ||
    isPartOfHistogram(selector) ||
    usedAsCounter(name, project) !== undefined
  );
}

/** Events, and time that passes: their present amount is not a useful value. */
const EVENTS =
  /_(?:requests|errors|failures|hits|misses|lookups|exceptions|panics|restarts|retries|timeouts|evictions|rejections|responses|events|attempts|rejected|evicted|denied|oom_kills|oom_events|crashes|deadlocks|disconnects|reconnects|packets_dropped|bytes_(?:sent|received)|(?:receive|transmit)_bytes|seconds)_total$/;

/** The buckets, sum and count of a histogram or summary, recognised by a unit before the suffix or by `le`. */
function isPartOfHistogram(selector: VectorSelector): boolean {
  const name = selectedName(selector);
  if (name === undefined || name.includes(':')) return false;
  return hasUnit(name) || (name.endsWith('_bucket') && selector.matchers.some((own) => own.name === 'le'));
}

function hasUnit(name: string): boolean {
  const unit = /_(seconds|milliseconds|bytes)_(?:bucket|count|sum)$/.exec(name);
  if (unit === null) return false;
  return unit[1] === 'seconds' || /_(?:duration|latency|time|size|wait)/.test(name.slice(0, unit.index));
}

import type { PrometheusConfigDocument } from '../documents/prometheus-config.ts';
import { readDocuments } from '../documents/read.ts';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { SourceFile } from '../source/source-file.ts';
import { isRecord } from '../util/is-record.ts';
import { readExposition } from './exposition.ts';
import { addSeries, draftOf, familyOf, metricTypeOf } from './metric-draft.ts';
import type { CatalogueDraft } from './metric-draft.ts';
import { isLabelSet, readMetadata } from './prometheus-api.ts';
import type { LabelSet } from './prometheus-api.ts';

/** One text that knows metrics, and where it came from. */
export interface CatalogueSource {
  readonly name: string;
  readonly text: string;
}

/** What kind of a source it was. */
export type SourceKind = 'exposition' | 'metadata' | 'series' | 'prometheus.yml';

export const SOURCE_HELP =
  "pass an exporter's page (http://host:8080/metrics), http://prometheus:9090/api/v1/metadata, http://prometheus:9090/api/v1/series?match[]=..., a saved answer of one of these, or a prometheus.yml";

/** The order in which sources are read: types are needed before series are put to their metric. */
const ORDER: readonly SourceKind[] = ['prometheus.yml', 'metadata', 'exposition', 'series'];

/** The kind of a text, by its content. @throws UserError (exit 2) for a text without metrics */
function kindOfSource({ name, text }: CatalogueSource): SourceKind {
  const data = answerIn(text);
  if (Array.isArray(data) && data.every(isLabelSet)) return 'series';
  if (isRecord(data)) {
    if (data['resultType'] === 'vector' && Array.isArray(data['result'])) return 'series';
    if (Object.values(data).every(Array.isArray)) return 'metadata';
  }
  if (data === undefined && prometheusConfigIn(name, text) !== undefined) return 'prometheus.yml';
  if (data === undefined && !/^\s*</.test(text) && /^(?:# (?:TYPE|HELP|UNIT) |[a-zA-Z_:{])/m.test(text))
    return 'exposition';
  throw new UserError(`"${name}" contains no metrics`, EXIT.usage, { help: SOURCE_HELP });
}

/** Reads sources into one draft. @throws UserError (exit 2) for one that cannot be read */
export function readSources(
  sources: readonly CatalogueSource[],
  draft: CatalogueDraft,
): readonly SourceKind[] {
  const kinds = sources.map(kindOfSource);
  for (const kind of ORDER)
    for (const [i, source] of sources.entries()) if (kinds[i] === kind) READERS[kind](source, draft);
  return kinds;
}

const READERS: Record<SourceKind, (source: CatalogueSource, draft: CatalogueDraft) => void> = {
  exposition: ({ name, text }, draft) => {
    const [first] = readExposition(text, draft);
    if (first === undefined) return;
    throw new UserError(
      `line ${first.line} of "${name}" is not a line of an exposition page: ${first.text.slice(0, 60)}`,
      EXIT.usage,
      {
        help: SOURCE_HELP,
      },
    );
  },
  metadata: ({ name, text }, draft) => {
    for (const [metric, [first]] of readMetadata(answerIn(text), name)) {
      if (first === undefined) continue;
      const entry = draftOf(draft, metric);
      entry.type = metricTypeOf(first.type);
      if (first.help !== '') entry.help = first.help;
      if (first.unit !== '') entry.unit = first.unit;
    }
  },
  series: ({ text }, draft) => {
    addAllSeries(labelSetsIn(text), draft);
  },
  'prometheus.yml': ({ name, text }, draft) => {
    for (const job of prometheusConfigIn(name, text)?.scrapedJobs ?? []) draft.jobs.add(job);
  },
};

/** Adds label sets with a `__name__` to their metrics, whose types are known by now. */
function addAllSeries(series: readonly LabelSet[], draft: CatalogueDraft): void {
  const typeOf = (name: string) => draft.metrics.get(name)?.type;
  for (const labels of series) {
    const name = labels['__name__'];
    if (name === undefined || isMadeByServer(name)) continue;
    const family = familyOf(name, typeOf);
    const metric = draftOf(draft, family);
    if (metric.type === 'unknown') describeLike(metric.name, draft);
    addSeries(metric, Object.entries(labels));
  }
}

/** Recorded series and those of alerts come from rules, not from an exporter. */
function isMadeByServer(name: string): boolean {
  return name.includes(':') || name === 'ALERTS' || name === 'ALERTS_FOR_STATE';
}

/** The metadata of an OpenMetrics counter `x` is about the series `x_total`, that of an info metric about `x_info`. */
function describeLike(series: string, draft: CatalogueDraft): void {
  for (const [suffix, type] of [
    ['_total', 'counter'],
    ['_info', 'info'],
  ] as const) {
    const family = series.endsWith(suffix) ? draft.metrics.get(series.slice(0, -suffix.length)) : undefined;
    if (family?.type !== type) continue;
    const metric = draftOf(draft, series);
    metric.type = type;
    metric.help ??= family.help;
    metric.unit ??= family.unit;
  }
}

/** The `data` of a saved answer of the API, or the JSON itself; undefined: it is not JSON. */
function answerIn(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    const body = JSON.parse(text) as unknown;
    return isRecord(body) && body['status'] === 'success' ? body['data'] : body;
  } catch {
    return undefined;
  }
}

function labelSetsIn(text: string): readonly LabelSet[] {
  const data = answerIn(text);
  const list: unknown = isRecord(data) ? data['result'] : data;
  const sets = Array.isArray(list)
    ? list.map((each: unknown) => (isRecord(each) && 'metric' in each ? each['metric'] : each))
    : [];
  return sets.filter(isLabelSet);
}

function prometheusConfigIn(name: string, text: string): PrometheusConfigDocument | undefined {
  if (!/^(?:global|scrape_configs|rule_files|alerting)\s*:/m.test(text)) return undefined;
  const { documents } = readDocuments(new SourceFile(name, text), { named: true });
  return documents.find((document) => document.kind === 'prometheus-config');
}

import { addSeries, draftOf, familyOf, metricTypeOf } from './metric-draft.ts';
import type { CatalogueDraft } from './metric-draft.ts';
import { readSample } from './exposition-sample.ts';

/** A line of an exposition page that says nothing. */
export interface ExpositionFault {
  readonly line: number;
  readonly text: string;
}

interface Family {
  type?: string;
  help?: string;
  unit?: string;
}

/**
 * Reads an exposition page: Prometheus's text format (0.0.4 and 1.0.0) or OpenMetrics (1.0 and 2.0). Names are those of
 * the series: an OpenMetrics counter `x` has the series `x_total`, an info metric `x` the series `x_info`;
 * `_created` is left out.
 *
 * @returns lines that could not be read; if there are some, this may not be an exposition page
 */
export function readExposition(text: string, draft: CatalogueDraft): readonly ExpositionFault[] {
  const faults: ExpositionFault[] = [];
  const families = new Map<string, Family>();
  const samples: { readonly name: string; readonly labels: readonly (readonly [string, string])[] }[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line === '# EOF') continue;
    if (line.startsWith('#')) {
      readComment(line, families);
      continue;
    }
    const sample = readSample(line);
    if (sample === undefined) faults.push({ line: index + 1, text: line });
    else samples.push(sample);
  }
  const types = (name: string) => {
    const type = families.get(name)?.type;
    return type === undefined ? undefined : metricTypeOf(type);
  };
  for (const { name, labels } of samples) {
    const created = name.endsWith('_created') ? types(name.slice(0, -'_created'.length)) : undefined;
    if (created !== undefined && created !== 'gauge') continue;
    const family = familyOf(name, types);
    const about = families.get(family) ?? openMetricsFamily(name, families) ?? {};
    const metric = draftOf(draft, family);
    if (about.type !== undefined) metric.type = metricTypeOf(about.type);
    metric.help ??= about.help;
    metric.unit ??= about.unit;
    addSeries(metric, labels);
  }
  return faults;
}

/** The family whose counter or info metric a series is in OpenMetrics. */
function openMetricsFamily(series: string, families: ReadonlyMap<string, Family>): Family | undefined {
  for (const [suffix, type] of [
    ['_total', 'counter'],
    ['_info', 'info'],
  ] as const) {
    const family = series.endsWith(suffix) ? families.get(series.slice(0, -suffix.length)) : undefined;
    if (family?.type === type) return family;
  }
  return undefined;
}

/** `# HELP name text`, `# TYPE name type`, `# UNIT name unit`; the name may be quoted (UTF-8). */
function readComment(line: string, families: Map<string, Family>): void {
  const words = line.slice(1).trimStart();
  const keyword = words.slice(0, 4);
  if (keyword !== 'HELP' && keyword !== 'TYPE' && keyword !== 'UNIT') return;
  const rest = words.slice(4).trimStart();
  const end = rest.startsWith('"') ? rest.indexOf('"', 1) + 1 : rest.search(/\s|$/);
  const name = rest.startsWith('"') ? rest.slice(1, end - 1) : rest.slice(0, end);
  const value = rest.slice(end).trim();
  if (name === '' || end === 0) return;
  const family = families.get(name) ?? {};
  families.set(name, family);
  if (keyword === 'TYPE') family.type = value;
  else if (keyword === 'UNIT') family.unit = value;
  else family.help = value.replaceAll('\\n', ' ').replaceAll('\\\\', '\\');
}

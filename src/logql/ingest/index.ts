import type { LabelSet } from '../../routing/labels.ts';
import type { LokiRelease } from '../../util/loki-release.ts';
import { isAtLeast, NEWEST_LOKI } from '../../util/loki-release.ts';
import { DEFAULT_LIMITS } from '../eval/limits.ts';
import type { QueryLimits } from '../eval/limits.ts';
import { DETECTED_LEVEL, detectedLevel, LEVEL_FIELDS } from './detected-level.ts';
import { SERVICE_LABELS, withServiceName } from './service-name.ts';

export { DETECTED_LEVEL } from './detected-level.ts';
export { SERVICE_NAME } from './service-name.ts';

/** What Loki adds to the lines that it takes in, and which queries it refuses. */
export interface IngestSettings {
  readonly release: LokiRelease;
  /** `discover_log_levels` with `allow_structured_metadata`: every line carries `detected_level`. */
  readonly levels: boolean;
  /** `log_level_fields`. */
  readonly levelFields: readonly string[];
  /** `discover_service_name`: the labels that give `service_name`; none: it is not added. */
  readonly serviceLabels: readonly string[];
  readonly query: QueryLimits;
}

/** The settings of `limits_config` that decide this, as far as a project writes them. */
export interface IngestLimits {
  readonly allowStructuredMetadata?: boolean | undefined;
  readonly discoverLogLevels?: boolean | undefined;
  readonly logLevelFields?: readonly string[] | undefined;
  readonly discoverServiceName?: readonly string[] | undefined;
  readonly maxQueryLengthMs?: number | undefined;
  readonly maxQueryRangeMs?: number | undefined;
  readonly maxQuerySeries?: number | undefined;
}

/** A release's defaults, and what a project sets otherwise. */
export function ingestSettings(
  release: LokiRelease = NEWEST_LOKI,
  limits: IngestLimits = {},
): IngestSettings {
  const metadata = limits.allowStructuredMetadata ?? isAtLeast(release, '3.0');
  return {
    release,
    levels: metadata && isAtLeast(release, '3.1') && (limits.discoverLogLevels ?? true),
    // An empty list stands for the default one, as in Loki.
    levelFields: limits.logLevelFields?.length ? limits.logLevelFields : LEVEL_FIELDS,
    serviceLabels: isAtLeast(release, '3.0') ? (limits.discoverServiceName ?? SERVICE_LABELS) : [],
    query: {
      maxLengthMs: limits.maxQueryLengthMs ?? DEFAULT_LIMITS.maxLengthMs,
      maxRangeMs: limits.maxQueryRangeMs ?? DEFAULT_LIMITS.maxRangeMs,
      maxSeries: limits.maxQuerySeries ?? DEFAULT_LIMITS.maxSeries,
    },
  };
}

/** The labels and the structured metadata under which Loki stores a line. */
export function ingested(
  line: { readonly labels: LabelSet; readonly metadata: LabelSet; readonly line: string },
  settings: IngestSettings,
): { readonly labels: LabelSet; readonly metadata: LabelSet } {
  const labels = withServiceName(line.labels, settings.serviceLabels);
  if (!settings.levels) return { labels, metadata: line.metadata };
  const { levelFields, release } = settings;
  const own = line.metadata.get(DETECTED_LEVEL);
  // Loki brings a level that a client sent into its own spelling.
  const given: LabelSet = own === undefined ? line.metadata : new Map([['level', own]]);
  const level = detectedLevel(own === undefined ? labels : new Map(), given, line.line, levelFields, release);
  return { labels, metadata: new Map([...line.metadata, [DETECTED_LEVEL, level]]) };
}

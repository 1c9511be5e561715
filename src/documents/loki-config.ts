import type { IngestLimits } from '../logql/ingest/index.ts';
import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { YamlNode } from '../yaml/node.ts';
import { Fields } from './fields.ts';
import type { Located } from './fields.ts';
import type { IssueSink } from './issue.ts';

/** What rulecheck needs of a Loki configuration. */
export interface LokiConfigDocument {
  readonly kind: 'loki-config';
  readonly file: SourceFile;
  readonly range: Range;
  /** Milliseconds; undefined: not limited here. */
  readonly retention?: Located<number>;
  /** What `limits_config` says of the labels and levels that Loki adds. */
  readonly ingest: IngestLimits;
}

/** Decodes a Loki configuration; its many keys are Loki's own business. */
export function decodeLokiConfig(root: YamlNode, file: SourceFile, issues: IssueSink): LokiConfigDocument {
  const fields = Fields.of(root, 'a Loki configuration', undefined, issues);
  const limits = fields?.map('limits_config');
  const limitFields =
    limits === undefined ? undefined : Fields.of(limits, '"limits_config"', undefined, issues);
  return {
    kind: 'loki-config',
    file,
    range: root.range,
    retention: limitFields?.duration('retention_period'),
    ingest: limitFields === undefined ? {} : ingestLimits(limitFields),
  };
}

function ingestLimits(limits: Fields): IngestLimits {
  const names = (key: string): string[] | undefined =>
    limits.has(key) ? limits.strings(key).map(({ value }) => value) : undefined;
  return {
    allowStructuredMetadata: limits.boolean('allow_structured_metadata')?.value,
    discoverLogLevels: limits.boolean('discover_log_levels')?.value,
    logLevelFields: names('log_level_fields'),
    discoverServiceName: names('discover_service_name'),
  };
}

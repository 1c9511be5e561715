import type { IngestLimits } from '../../logql/ingest/index.ts';
import type { Range } from '../../source/range.ts';
import { parseDurationMs } from '../../go/durations/prometheus-duration.ts';
import { NEWEST_LOKI } from '../../util/loki-release.ts';
import type { LokiRelease } from '../../util/loki-release.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { child, entryOf } from '../../yaml/node.ts';
import type { YamlNode } from '../../yaml/node.ts';
import { Fields } from '../fields.ts';
import type { Located } from '../fields.ts';
import type { IssueSink } from '../issue.ts';
import { checkLokiKeys } from './config-keys.ts';
import { checkPeriods } from './config-periods.ts';

/** What rulecheck needs of a Loki configuration. */
export interface LokiConfigDocument {
  readonly kind: 'loki-config';
  readonly file: SourceFile;
  readonly range: Range;
  /** Milliseconds; undefined: not limited here. */
  readonly retention?: Located<number>;
  /** What `limits_config` says of the labels and levels that Loki adds. */
  readonly ingest: IngestLimits;
  /** undefined: it has no "ruler" block. */
  readonly ruler?: LokiRuler;
  readonly compactor: {
    readonly retentionEnabled?: Located<boolean>;
    readonly deleteRequestStore?: Located<string>;
  };
  /** The periods of `schema_config`, in their order. */
  readonly periods: readonly LokiPeriod[];
}

export interface LokiRuler {
  /** The key "ruler". */
  readonly range: Range;
  readonly hasAlertmanager: boolean;
  /** The labels that the ruler adds to alerts (`external_labels`). */
  readonly externalLabels: readonly { readonly name: string; readonly value: string }[];
  readonly writesSeries: boolean;
  /** `evaluation_interval`, in milliseconds; undefined: not written. */
  readonly evaluationIntervalMs: number | undefined;
}

export interface LokiPeriod {
  readonly schema: Located<string>;
  readonly store: string;
}

/**
 * Decodes a Loki configuration.
 *
 * @param release the configured release, by which keys are judged; undefined: the newest
 */
export function decodeLokiConfig(
  root: YamlNode,
  file: SourceFile,
  issues: IssueSink,
  release?: LokiRelease,
): LokiConfigDocument {
  const fields = Fields.of(root, 'a Loki configuration', undefined, issues);
  // Cortex has a schema_config, too.
  if (fields !== undefined && !fields.has('limits') && !fields.has('blocks_storage')) {
    checkLokiKeys(root, release, issues);
    checkPeriods(root, release ?? NEWEST_LOKI, issues);
  }
  const inside = (block: string): Fields | undefined => {
    const map = child(root, block);
    // The faults of a value were found with the keys.
    return map?.kind !== 'map' ? undefined : Fields.of(map, `"${block}"`, undefined, ignored);
  };
  const limits = inside('limits_config');
  const compactor = inside('compactor');
  return {
    kind: 'loki-config',
    file,
    range: root.range,
    retention: limits?.duration('retention_period'),
    ingest: limits === undefined ? {} : ingestLimits(limits),
    ruler: rulerOf(root),
    compactor: {
      retentionEnabled: compactor?.boolean('retention_enabled'),
      deleteRequestStore: compactor?.string('delete_request_store'),
    },
    periods: periodsOf(root),
  };
}

const ignored: IssueSink = () => undefined;

function ingestLimits(limits: Fields): IngestLimits {
  const names = (key: string): string[] | undefined =>
    limits.has(key) ? limits.strings(key).map(({ value }) => value) : undefined;
  return {
    allowStructuredMetadata: limits.boolean('allow_structured_metadata')?.value,
    discoverLogLevels: limits.boolean('discover_log_levels')?.value,
    logLevelFields: names('log_level_fields'),
    discoverServiceName: names('discover_service_name'),
    maxQueryLengthMs: limits.duration('max_query_length')?.value,
    maxQueryRangeMs: limits.duration('max_query_range')?.value,
    maxQuerySeries: limits.number('max_query_series')?.value,
  };
}

function rulerOf(root: YamlNode): LokiRuler | undefined {
  const entry = root.kind === 'map' ? entryOf(root, 'ruler') : undefined;
  if (entry === undefined) return undefined;
  const text = (node: YamlNode | undefined): string => (node?.kind === 'scalar' ? node.text : '');
  const remoteWrite = child(entry.value, 'remote_write');
  return {
    range: entry.key.range,
    evaluationIntervalMs: parseDurationMs(text(child(entry.value, 'evaluation_interval'))),
    hasAlertmanager: text(child(entry.value, 'alertmanager_url')) !== '',
    externalLabels: labelsOf(child(entry.value, 'external_labels')),
    // Without `enabled: true` Loki writes nothing, whatever clients are given.
    writesSeries: remoteWrite !== undefined && !['', 'false'].includes(text(child(remoteWrite, 'enabled'))),
  };
}

function labelsOf(node: YamlNode | undefined): LokiRuler['externalLabels'] {
  if (node?.kind !== 'map') return [];
  return node.entries.map(({ key, value }) => ({
    name: key.text,
    value: value.kind === 'scalar' ? value.text : '',
  }));
}

function periodsOf(root: YamlNode): LokiPeriod[] {
  const schemas = child(root, 'schema_config');
  const configs = schemas === undefined ? undefined : child(schemas, 'configs');
  return (configs?.kind === 'seq' ? configs.items : []).flatMap((item) => {
    const [schema, store] = [child(item, 'schema'), child(item, 'store')];
    if (schema?.kind !== 'scalar') return [];
    return [
      {
        schema: { value: schema.text, range: schema.range, node: schema },
        store: store?.kind === 'scalar' ? store.text : '',
      },
    ];
  });
}

import { parseDurationMs } from '../../go/durations/prometheus-duration.ts';
import { isAtLeast } from '../../util/loki-release.ts';
import type { LokiRelease } from '../../util/loki-release.ts';
import { child, entryOf } from '../../yaml/node.ts';
import type { ScalarNode, YamlNode } from '../../yaml/node.ts';
import type { DocumentIssue, IssueSink } from '../issue.ts';

/** Indexes and stores that Loki 3.7 knows, those for tests and those that are deprecated included (pkg/storage/types). */
const INDEXES = ['tsdb', 'boltdb-shipper'];
const OLD_INDEXES = [
  ...['aws', 'aws-dynamo', 'bigtable', 'bigtable-hashed', 'boltdb', 'cassandra', 'gcp', 'gcp-columnkey'],
  ...['grpc-store', 'inmemory'],
];
const STORES = ['filesystem', 'aws', 'alibabacloud', 'azure', 'bos', 'cos', 'gcs', 's3', 'swift', 'noop'];
/** Deprecated stores, one of Thanos's clients (`use_thanos_objstore`), and one that only tests use. */
const OTHER_STORES = [...OLD_INDEXES, 'local', 'oss'];

const DAY_MS = 86_400_000;
const REFUSED = 'Loki rejects the whole configuration and does not start';

/** What Loki's `-verify-config` refuses of the periods of `schema_config`, beyond the types of their values. */
export function checkPeriods(root: YamlNode, release: LokiRelease, issues: IssueSink): void {
  const periods = child(child(root, 'schema_config'), 'configs');
  if (periods?.kind !== 'seq') return;
  const named = namedStores(root);
  const report = (issue: Omit<DocumentIssue, 'why'>): void => issues({ ...issue, why: REFUSED });
  let before: string | undefined;
  for (const period of periods.items) {
    if (period.kind !== 'map') continue;
    checkSchema(period, report);
    checkIndex(period, release, report);
    checkStore(period, named, report);
    before = checkOrder(period, before, report);
  }
}

type Report = (issue: Omit<DocumentIssue, 'why'>) => void;

const isLater = (text: string): boolean => text.includes('${') || text.includes('{{');

/** A value that is written and known. */
function textOf(node: YamlNode | undefined): ScalarNode | undefined {
  return node?.kind === 'scalar' && node.text !== '' && !isLater(node.text) ? node : undefined;
}

/** Where something is missing: the first key of the period. */
const startOf = (period: YamlNode): ScalarNode['range'] =>
  (period.kind === 'map' ? period.entries[0]?.key.range : undefined) ?? period.range;

function checkSchema(period: YamlNode, report: Report): void {
  const schema = child(period, 'schema');
  if (schema === undefined)
    report({
      code: 'missing-key',
      message: 'a period of "schema_config" has no "schema"',
      help: 'add schema: v13',
      range: startOf(period),
    });
  const text = textOf(schema);
  if (text === undefined || /^v*(?:9|1[0-3])v*$/.test(text.text)) return;
  report({
    code: 'bad-value',
    message: `"schema" of a period is "${text.text}"; Loki knows v9 to v13`,
    help: 'write v13 in a new period, or the schema with which the period began',
    range: text.range,
  });
}

function checkIndex(period: YamlNode, release: LokiRelease, report: Report): void {
  const store = textOf(child(period, 'store'));
  if (store === undefined) return;
  if (![...INDEXES, ...OLD_INDEXES].includes(store.text))
    report({
      code: 'bad-value',
      message: `"store" of a period is "${store.text}", which Loki does not know`,
      help: `use one of ${INDEXES.join(', ')}`,
      range: store.range,
    });
  // Before 3.0 other periods were accepted for tsdb, too.
  if (store.text !== 'tsdb' || !isAtLeast(release, '3.0')) return;
  const index = child(period, 'index');
  const length = child(index, 'period');
  if (index?.kind === 'scalar' && isLater(index.text)) return;
  if (length?.kind === 'scalar' && (isLater(length.text) || parseDurationMs(length.text) === DAY_MS)) return;
  const is = length?.kind === 'scalar' ? `is ${length.text}` : 'is missing';
  report({
    code: length === undefined ? 'missing-key' : 'bad-value',
    message: `the "period" of the index ${is}: tsdb needs 24h`,
    help: 'write index: { prefix: index_, period: 24h }',
    range: length?.range ?? index?.range ?? store.range,
  });
}

function checkStore(period: YamlNode, named: readonly string[], report: Report): void {
  const store = child(period, 'object_store');
  if (store === undefined) {
    // The old indexes were stores themselves.
    const index = textOf(child(period, 'store'));
    if (index === undefined || !INDEXES.includes(index.text)) return;
    report({
      code: 'missing-key',
      message: 'a period of "schema_config" has no "object_store"',
      help: `add object_store with one of ${STORES.join(', ')}`,
      range: startOf(period),
    });
  }
  const text = textOf(store);
  if (text === undefined || [...STORES, ...OTHER_STORES, ...named].includes(text.text)) return;
  report({
    code: 'bad-value',
    message: `"object_store" of a period is "${text.text}", which is neither a store of Loki nor one of "named_stores"`,
    help: `use one of ${STORES.join(', ')}`,
    range: text.range,
  });
}

/** Names of the user's own below `named_stores`. */
function namedStores(root: YamlNode): string[] {
  const storage = child(root, 'storage_config');
  const kinds = [child(storage, 'named_stores'), child(child(storage, 'object_store'), 'named_stores')];
  return kinds.flatMap((node) =>
    node?.kind === 'map'
      ? node.entries.flatMap(({ value }) =>
          value.kind === 'map' ? value.entries.map(({ key }) => key.text) : [],
        )
      : [],
  );
}

/** The periods begin one after the other. */
function checkOrder(period: YamlNode, before: string | undefined, report: Report): string | undefined {
  const from = textOf(period.kind === 'map' ? entryOf(period, 'from')?.value : undefined);
  if (from === undefined || !/^\d{4}-\d\d-\d\d$/.test(from.text)) return undefined;
  if (before !== undefined && from.text <= before)
    report({
      code: 'bad-value',
      message: `this period begins on ${from.text}, not after the one before it (${before})`,
      help: 'list the periods in the order of their days',
      range: from.range,
    });
  return from.text;
}

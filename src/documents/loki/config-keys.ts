import { didYouMean } from '../../util/did-you-mean.ts';
import { isAtLeast, NEWEST_LOKI } from '../../util/loki-release.ts';
import type { LokiRelease } from '../../util/loki-release.ts';
import type { MapEntry, YamlNode } from '../../yaml/node.ts';
import type { IssueSink } from '../issue.ts';
import data from './config-keys.json' with { type: 'json' };

/**
 * The keys of Loki's configuration down to the third level, from the reference that Loki generates from its own
 * structures (docs/sources/shared/configuration.md of the last patch release of 2.9 and of 3.0 to 3.7): "" is in all of
 * them, "3.4" since 3.4, "..2.9" up to 2.9; "@" is that of the block itself.
 */
interface Block {
  readonly [key: string]: string | Block;
}
const KEYS: Block = data.keys;
/** Keys that the structures have and the reference leaves out, wherever they are. */
const UNDOCUMENTED: ReadonlySet<string> = new Set(data.undocumented);

/** What replaces keys that are gone, by the end of their path. */
const REPLACED: readonly (readonly [end: string, instead: string])[] = [
  ['boltdb_shipper.shared_store', 'remove the key: "object_store" of schema_config determines the store'],
  ['tsdb_shipper.shared_store', 'remove the key: "object_store" of schema_config determines the store'],
  ['compactor.shared_store', 'use "delete_request_store" instead'],
  ['shared_store_key_prefix', 'use "path_prefix" below "index" of schema_config instead'],
  ['enforce_metric_name', 'remove the key: metric names are no longer enforced'],
  ['max_transfer_retries', 'remove the key: the write-ahead log transfers chunks'],
  ['max_look_back_period', 'use "max_query_lookback" below limits_config instead'],
  ['split_queries_by_interval', 'move it to limits_config'],
  ['enable_fifocache', 'use "embedded_cache: { enabled: true }" instead'],
  ['fifocache', 'use "embedded_cache" instead'],
  ['engine.timeout', 'use "query_timeout" below limits_config instead'],
  ['forward_headers_list', 'remove the key'],
];

const REFUSED = 'Loki rejects the whole configuration because of one unknown key, and does not start';

/**
 * Finds the keys that a release of Loki does not know.
 *
 * @param release the configured one; undefined: the newest is taken, and a key that is merely gone is a warning
 */
export function checkLokiKeys(root: YamlNode, release: LokiRelease | undefined, issues: IssueSink): void {
  checkBlock(root, KEYS, [], release, issues);
}

function checkBlock(
  node: YamlNode,
  block: Block,
  path: readonly string[],
  release: LokiRelease | undefined,
  issues: IssueSink,
): void {
  if (node.kind === 'seq') {
    const items = block['[]'];
    if (typeof items === 'object')
      for (const item of node.items) checkBlock(item, items, path, release, issues);
    return;
  }
  if (node.kind !== 'map' || '[]' in block) return;
  for (const entry of node.entries) checkEntry(entry, block, path, release, issues);
}

function checkEntry(
  { key, value }: MapEntry,
  block: Block,
  path: readonly string[],
  release: LokiRelease | undefined,
  issues: IssueSink,
): void {
  const name = key.text;
  const known = Object.hasOwn(block, name) && name !== '@' ? block[name] : undefined;
  const own = [...path, name];
  if (known === undefined) {
    if (!UNDOCUMENTED.has(name) && !name.includes('$')) issues(unknown(own, block, key.range));
    return;
  }
  const [since, until] = boundsOf(known);
  const asked = release ?? NEWEST_LOKI;
  if (since !== undefined && !isAtLeast(asked, since)) {
    const message = `"${own.join('.')}" needs Loki ${since}; the configured release is ${asked}`;
    issues({
      code: 'unknown-key',
      message,
      why: REFUSED,
      help: 'remove it, or set loki.version',
      range: key.range,
    });
  } else if (until !== undefined && isAtLeast(asked, until) && asked !== until) {
    const message = `"${own.join('.')}" does not exist in Loki ${asked}: ${until} was the last release with it`;
    const severity = release === undefined ? 'warning' : 'error';
    issues({
      code: 'unknown-key',
      message,
      why: REFUSED,
      help: replacement(own),
      range: key.range,
      severity,
    });
  } else if (typeof known === 'object') checkBlock(value, known, own, release, issues);
}

function unknown(path: readonly string[], block: Block, range: MapEntry['key']['range']) {
  const name = path.at(-1)!;
  const similar = didYouMean(
    name,
    Object.keys(block).filter((key) => key !== '@'),
  );
  const where = path.length === 1 ? 'Loki' : `"${path.slice(0, -1).join('.')}" of Loki`;
  return {
    code: 'unknown-key' as const,
    message: `${where} has no key "${name}"`,
    why: REFUSED,
    help:
      similar === undefined ? 'remove it, or move it to the block that has it' : `did you mean "${similar}"?`,
    range,
  };
}

/** The first and the last release that has a key; undefined: there is no bound. */
function boundsOf(known: string | Block): [LokiRelease | undefined, LokiRelease | undefined] {
  const text = typeof known === 'string' ? known : typeof known['@'] === 'string' ? known['@'] : '';
  const [since = '', until = ''] = text.split('..');
  return [(since || undefined) as LokiRelease | undefined, (until || undefined) as LokiRelease | undefined];
}

function replacement(path: readonly string[]): string {
  const whole = path.join('.');
  return (
    REPLACED.find(([end]) => whole.endsWith(end))?.[1] ??
    'remove it; the upgrade notes of Loki name the replacement'
  );
}

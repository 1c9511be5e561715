import { didYouMean } from '../../util/did-you-mean.ts';
import { isAtLeast, NEWEST_LOKI } from '../../util/loki-release.ts';
import type { LokiRelease } from '../../util/loki-release.ts';
import { describeType } from '../../yaml/node.ts';
import type { MapEntry, MapNode, ScalarNode, YamlNode } from '../../yaml/node.ts';
import type { DocumentIssue, IssueSink } from '../issue.ts';
import { blocksWith, entryIn, isPast, namesIn, ROOT, UNDOCUMENTED } from './config-table.ts';
import type { Block, TableEntry } from './config-table.ts';
import { judgeCollection, judgeScalar } from './config-values.ts';
import type { ValueFault } from './config-values.ts';

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

const REFUSED = 'Loki rejects the whole configuration and does not start';

/** Where a value is, and by what it is judged. */
interface Place {
  readonly path: readonly string[];
  /** The configured release; undefined: the newest is taken, and a key that is merely gone is a warning. */
  readonly release: LokiRelease | undefined;
  readonly issues: IssueSink;
}

/**
 * Finds the keys that a release of Loki does not know, and values of another type than Loki reads.
 *
 * @param release the configured one; undefined: the newest is taken, and a key that is merely gone is a warning
 */
export function checkLokiKeys(root: YamlNode, release: LokiRelease | undefined, issues: IssueSink): void {
  checkValue(root, ROOT, { path: [], release, issues });
}

/** Values that are put in later: by the environment (`-config.expand-env`) or by a template. */
const isLater = (text: string): boolean => text.includes('${') || text.includes('{{');

function checkValue(node: YamlNode, holds: string | Block, place: Place): void {
  if (node.kind === 'scalar') checkScalar(node, holds, place);
  else if (typeof holds === 'string') {
    const wrong = judgeCollection(node.kind, holds);
    if (wrong !== undefined) place.issues(wrongType(node, wrong, place));
    else if (node.kind === 'seq' && holds === 'L') checkTexts(node.items, place);
    else if (node.kind === 'map' && holds === 'm') {
      findTwins(node, place);
      checkTexts(
        node.entries.map(({ value }) => value),
        place,
      );
    }
  } else if (node.kind === 'seq') checkItems(node.items, node, holds, place);
  else checkMap(node, holds, place);
}

function checkScalar(node: ScalarNode, holds: string | Block, place: Place): void {
  if (node.value === null || isLater(node.text)) return;
  const wrong = typeof holds === 'string' ? judgeScalar(node, holds) : blockWanted(holds);
  if (wrong?.accepted !== undefined) place.issues(doubtful(node, wrong, wrong.accepted, place));
  else if (wrong !== undefined) place.issues(wrongType(node, wrong, place));
}

function checkTexts(nodes: readonly YamlNode[], place: Place): void {
  for (const node of nodes)
    if (node.kind !== 'scalar')
      place.issues(
        wrongType(node, { code: 'wrong-type', wanted: 'a string', help: 'write a string' }, place),
      );
}

function checkItems(items: readonly YamlNode[], node: YamlNode, holds: Block, place: Place): void {
  const item = entryIn(holds, '[]');
  if (item === undefined) place.issues(wrongType(node, blockWanted(holds), place));
  else for (const one of items) checkValue(one, item.holds, place);
}

function checkMap(node: MapNode, holds: Block, place: Place): void {
  if ('[]' in holds) {
    place.issues(wrongType(node, blockWanted(holds), place));
    return;
  }
  const named = entryIn(holds, '{}');
  // The outermost block is read as any document is, which finds the same there.
  if (place.path.length > 0) findTwins(node, place);
  for (const entry of node.entries)
    if (named === undefined) checkEntry(entry, holds, place);
    else checkValue(entry.value, named.holds, { ...place, path: [...place.path, entry.key.text] });
}

/** A key written twice in one map. What a merge (`<<`) brings is overridden, not written twice. */
function findTwins(node: MapNode, { path, issues }: Place): void {
  const seen = new Map<string, MapEntry>();
  for (const entry of node.written ?? node.entries) {
    if ('merge' in entry) continue;
    const name = entry.key.text;
    const first = seen.get(name);
    seen.set(name, entry);
    if (first === undefined) continue;
    issues({
      code: 'duplicate-key',
      message: `the key "${name}" is written twice in "${path.join('.')}" of Loki`,
      why: REFUSED,
      help: 'remove one of them',
      range: entry.key.range,
      related: [{ range: first.key.range, message: 'the first one' }],
    });
  }
}

/** What a block wants that is given something else. */
function blockWanted(holds: Block): ValueFault {
  if ('[]' in holds) return { code: 'wrong-type', wanted: 'a list', help: 'start each item with "- "' };
  const keys = Object.keys(holds).filter((name) => name !== '@' && name !== '{}');
  const help =
    keys.length === 0 ? 'write "name: value" lines' : `its keys are ${keys.slice(0, 4).join(', ')}, ...`;
  return { code: 'wrong-type', wanted: 'a map', help };
}

function checkEntry({ key, value }: MapEntry, block: Block, place: Place): void {
  const name = key.text;
  const own: Place = { ...place, path: [...place.path, name] };
  const entry = entryIn(block, name);
  if (entry !== undefined) {
    const gone = outOfBounds(entry, key.range, own);
    if (gone === undefined) checkValue(value, entry.holds, own);
    else place.issues(gone);
  } else if (!UNDOCUMENTED.has(name) && !isLater(name)) place.issues(unknown(own, block, key.range));
}

/** The finding where the release does not have a key yet, or no longer. */
function outOfBounds(
  { since, until }: TableEntry,
  range: MapEntry['key']['range'],
  { path, release }: Place,
): DocumentIssue | undefined {
  const asked = release ?? NEWEST_LOKI;
  const what = `"${path.join('.')}"`;
  const shared = { code: 'unknown-key' as const, why: REFUSED, range };
  if (since !== undefined && !isAtLeast(asked, since)) {
    const needs = since === 'next' ? 'a release after 3.7' : `Loki ${since}`;
    const message = `${what} needs ${needs}; the configured release is ${asked}`;
    return { ...shared, message, help: 'remove it, or set loki.version' };
  }
  if (!isPast(until, asked)) return undefined;
  const message = `${what} does not exist in Loki ${asked}: ${until} was the last release with it`;
  return {
    ...shared,
    message,
    help: replacement(path),
    severity: release === undefined ? 'warning' : 'error',
  };
}

function wrongType(node: YamlNode, { code, wanted, help }: ValueFault, { path }: Place): DocumentIssue {
  const is = node.kind === 'scalar' ? written(node) : describeType(node);
  return {
    code,
    message: `"${path.join('.')}" of Loki must be ${wanted}, but this is ${is}`,
    why: REFUSED,
    help,
    range: node.range,
  };
}

function doubtful(node: ScalarNode, { code, help }: ValueFault, why: string, { path }: Place): DocumentIssue {
  const message = `"${path.join('.')}" of Loki is ${node.text} nanoseconds`;
  return { code, message, why, help, range: node.range, severity: 'warning' };
}

const written = ({ text, style }: ScalarNode): string =>
  style === 'plain' || style === 'single' || style === 'double' ? `"${text}"` : 'a text of several lines';

function unknown({ path, release }: Place, block: Block, range: MapEntry['key']['range']): DocumentIssue {
  const asked = release ?? NEWEST_LOKI;
  const name = path.at(-1)!;
  const where = path.length === 1 ? 'Loki' : `"${path.slice(0, -1).join('.')}" of Loki`;
  return {
    code: 'unknown-key',
    message: `${where} has no key "${name}"`,
    why: REFUSED,
    help: helpFor(name, block, asked),
    range,
  };
}

function helpFor(name: string, block: Block, release: LokiRelease): string {
  const gone = replacementOf([name]);
  if (gone !== undefined) return gone;
  const elsewhere = blocksWith(name, release).map((path) => (path === '' ? 'the top level' : `"${path}"`));
  const similar = didYouMean(name, namesIn(block, release));
  if (similar !== undefined) return `did you mean "${similar}"?`;
  return elsewhere.length > 0 && elsewhere.length < 4
    ? `move it to ${elsewhere.join(' or ')}`
    : 'remove it, or move it to the block that has it';
}

const replacementOf = (path: readonly string[]): string | undefined => {
  const whole = path.join('.');
  return REPLACED.find(([end]) => whole.endsWith(end))?.[1];
};

const replacement = (path: readonly string[]): string =>
  replacementOf(path) ?? 'remove it; the upgrade notes of Loki name the replacement';

import { own } from '../../util/own.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { parseDurationMs } from '../../go/durations/prometheus-duration.ts';
import { compareVersions } from '../../util/compare-versions.ts';
import { describeType, isNull } from '../../yaml/node.ts';
import type { MapEntry, ScalarNode, YamlNode } from '../../yaml/node.ts';
import { Fields } from '../fields.ts';
import type { IssueSink } from '../issue.ts';
import { checkSection } from './rules.ts';
import { PROTOCOLS, sectionsWith, shapeOf } from './shape.ts';
import type { Key, Shape, ValueType } from './shape.ts';
import { nameOf, REFUSED } from './words.ts';

/** What the check of a configuration needs to know, and where it puts what it finds. */
export interface KeyContext {
  /** The release that reads the file; undefined: the newest known. */
  readonly release: string | undefined;
  readonly issues: IssueSink;
}

/**
 * Checks every key and value of a prometheus.yml as `promtool check config --syntax-only` does, all faults and not
 * the first: unknown keys, keys of other releases, types, durations, sizes and names of a closed list.
 */
export function checkKeys(root: YamlNode, context: KeyContext): void {
  checkMap(root, 'root', context);
}

function checkMap(node: YamlNode, name: string, context: KeyContext): void {
  if (isNull(node)) return;
  if (node.kind !== 'map') {
    wrongType(node, `${nameOf(name)} must be a map`, context);
    return;
  }
  // Keys that are written twice are issues of the fields.
  Fields.of(node, nameOf(name), undefined, context.issues);
  const shape = shapeOf(name);
  for (const entry of node.entries) {
    const key = shape.get(entry.key.text);
    if (key === undefined) unknownKey(entry, name, shape, context);
    else if (isThere(key, entry, name, context)) checkValue(entry.value, key.type, entry.key.text, context);
  }
  checkSection(node, name, context.issues, context.release);
}

/** Whether the release has a key; reports the key where it does not. */
function isThere(
  { since, until }: Key,
  { key }: MapEntry,
  name: string,
  { release, issues }: KeyContext,
): boolean {
  if (since !== undefined && release !== undefined && compareVersions(release, since) < 0) {
    issues({
      code: 'unknown-key',
      message: `${nameOf(name)} has the key "${key.text}" only since Prometheus ${since}, but the configured release is ${release}`,
      why: REFUSED,
      help: `remove it, or set prometheus.version in rulecheck.yaml once the server runs ${since} or newer`,
      range: key.range,
    });
    return false;
  }
  const line = release?.split('.').slice(0, 2).join('.');
  if (until !== undefined && (line === undefined || compareVersions(line, until) > 0)) {
    const renamed = own(RENAMED, key.text);
    issues({
      code: 'unknown-key',
      message: `${nameOf(name)} has the key "${key.text}" only up to Prometheus ${until}`,
      why: REFUSED,
      help: renamed === undefined ? 'remove it' : `rename to "${renamed}"`,
      range: key.range,
    });
    return false;
  }
  return true;
}

const RENAMED: Readonly<Record<string, string | undefined>> = {
  scrape_classic_histograms: 'always_scrape_classic_histograms',
};

/** Keys that vmagent alone knows: whoever writes them seldom means Prometheus. */
const VMAGENT_KEYS =
  /^(?:stream_parse|no_stale_markers|series_limit|scrape_align_interval|scrape_offset|disable_compression|disable_keepalive|denylist_limit|max_scrape_size|relabel_debug|metric_relabel_debug|vm_\w+|yandexcloud_sd_configs|proxy_\w+)$/;

function unknownKey({ key }: MapEntry, name: string, shape: Shape, { issues }: KeyContext): void {
  if (VMAGENT_KEYS.test(key.text)) {
    issues({
      code: 'unknown-key',
      message: `${nameOf(name)} has no key "${key.text}"`,
      why: 'only vmagent supports it: Prometheus rejects the whole file',
      help: 'remove it, or load this file only with vmagent',
      severity: 'warning',
      range: key.range,
    });
    return;
  }
  const elsewhere = sectionsWith(key.text).filter((other) => other in PLACES);
  issues({
    code: 'unknown-key',
    message: `${nameOf(name)} has no key "${key.text}"${didYouMeanText(key.text, shape.keys())}`,
    why: REFUSED,
    help:
      elsewhere.length === 0
        ? `allowed keys are ${[...shape.keys()].slice(0, 12).join(', ')}${shape.size > 12 ? ', ...' : ''}`
        : `"${key.text}" is a key of ${elsewhere.slice(0, 3).map(nameOf).join(' and of ')}`,
    range: key.range,
  });
}

/** Sections that people write by hand, and mix up. */
const PLACES: Readonly<Record<string, true>> = {
  root: true,
  global: true,
  scrape: true,
  alerting: true,
  alertmanager: true,
  remote_write: true,
  remote_read: true,
  queue_config: true,
  tsdb: true,
  retention: true,
  relabel: true,
  static_configs: true,
  tls_config: true,
};

function checkValue(node: YamlNode, type: ValueType, key: string, context: KeyContext): void {
  // Null leaves a value as it is.
  if (isNull(node) && type.kind !== 'sections') return;
  switch (type.kind) {
    case 'any':
      return;
    case 'section':
      checkMap(node, type.name, context);
      return;
    case 'sections':
    case 'strings':
    case 'protocols':
      checkList(node, type, key, context);
      return;
    case 'map':
    case 'headers':
    case 'params':
      checkPairs(node, type.kind, key, context);
      return;
    default:
      if (node.kind === 'scalar') checkScalar(node, type, key, context);
      else wrongType(node, `"${key}" must be ${WORDS[type.kind]}`, context);
  }
}

function checkList(
  node: YamlNode,
  type: Extract<ValueType, { kind: 'sections' | 'strings' | 'protocols' }>,
  key: string,
  context: KeyContext,
): void {
  if (isNull(node)) return;
  if (node.kind !== 'seq') {
    wrongType(node, `"${key}" must be a list`, context);
    return;
  }
  for (const item of node.items) {
    if (type.kind === 'sections') checkItem(item, type.name, context);
    else if (item.kind !== 'scalar') wrongType(item, `an entry of "${key}" must be text`, context);
    else if (type.kind === 'protocols') checkEnum(item, PROTOCOLS, `an entry of "${key}"`, context);
  }
}

/** Empty entries are refused where Prometheus says so itself; elsewhere they count for nothing. */
function checkItem(item: YamlNode, name: string, context: KeyContext): void {
  // Filters are pointers, and nothing looks at an empty one.
  if (isNull(item) && name === 'filter') return;
  if (isNull(item)) {
    context.issues({
      code: 'empty-value',
      message: `this entry is empty: ${nameOf(name)} must be a map`,
      why: REFUSED,
      help: 'remove the "-", or write the keys below it',
      range: item.range,
    });
  } else checkMap(item, name, context);
}

function checkPairs(
  node: YamlNode,
  kind: 'map' | 'params' | 'headers',
  key: string,
  context: KeyContext,
): void {
  if (node.kind !== 'map') {
    wrongType(node, `"${key}" must be a map`, context);
    return;
  }
  for (const { key: name, value } of node.entries) {
    if (isNull(value)) continue;
    if (kind === 'headers') checkMap(value, 'header', context);
    else if (kind === 'params') checkList(value, { kind: 'strings' }, `${key}.${name.text}`, context);
    else if (value.kind !== 'scalar') wrongType(value, `"${name.text}" of "${key}" must be text`, context);
  }
}

const WORDS = {
  string: 'text',
  bool: 'true or false',
  int: 'a whole number',
  uint: 'a whole number of at least 0',
  float: 'a number',
  duration: 'a duration such as 30s or 1m30s',
  size: 'a size such as 10MB',
  enum: 'one of the known words',
} as const;

function checkScalar(
  node: ScalarNode,
  type: Extract<ValueType, { kind: keyof typeof WORDS }>,
  key: string,
  context: KeyContext,
): void {
  switch (type.kind) {
    case 'string':
      return;
    case 'enum':
      // An empty word counts as none.
      if (node.text !== '' || key === 'action' || key === 'role')
        checkEnum(node, type.values, `"${key}"`, context);
      return;
    case 'duration':
      if (parseDurationMs(node.text) === undefined) badValue(node, type.kind, key, context);
      return;
    case 'size':
      if (!SIZE.test(node.text)) badValue(node, type.kind, key, context);
      return;
    case 'bool':
      if (!isBool(node)) wrongType(node, `"${key}" must be ${WORDS.bool}`, context);
      return;
    case 'int':
    case 'uint':
    case 'float':
      if (!isNumber(node, type.kind)) wrongType(node, `"${key}" must be ${WORDS[type.kind]}`, context);
  }
}

/** Prometheus's units of bytes; without a unit only 0 is one. */
const SIZE = /^(?:0|[-+]?(?:\d+(?:\.\d*)?(?:[KMGTPE]i?B|B))+)$/;

/** Truth values of YAML 1.1, which Go's reader knows. */
function isBool({ value, text, style }: ScalarNode): boolean {
  return typeof value === 'boolean' || (style === 'plain' && /^(?:y|yes|on|n|no|off)$/i.test(text));
}

function isNumber({ value, text, style }: ScalarNode, kind: 'int' | 'uint' | 'float'): boolean {
  if (style !== 'plain') return false;
  const number =
    typeof value === 'number'
      ? value
      : /^[-+]?\d[\d_]*$/.test(text)
        ? Number(text.replaceAll('_', ''))
        : undefined;
  if (number === undefined) return false;
  if (kind === 'float') return true;
  return Number.isFinite(number) && (kind === 'int' || number >= 0);
}

function checkEnum(node: ScalarNode, values: readonly string[], what: string, { issues }: KeyContext): void {
  // Actions may be written in capitals.
  if (values.includes(node.text) || (what === '"action"' && values.includes(node.text.toLowerCase()))) return;
  issues({
    code: 'bad-value',
    message: `${what} is "${node.text}"${didYouMeanText(node.text, values)}`,
    why: REFUSED,
    help: `allowed values are ${values.join(', ')}`,
    range: node.range,
  });
}

function badValue(node: ScalarNode, kind: 'duration' | 'size', key: string, { issues }: KeyContext): void {
  issues({
    code: kind === 'duration' ? 'bad-duration' : 'bad-value',
    message: `"${key}" is "${node.text}", but must be ${WORDS[kind]}`,
    why: REFUSED,
    help:
      kind === 'duration'
        ? 'use the units ms, s, m, h, d, w and y, from large to small, each at most once'
        : undefined,
    range: node.range,
  });
}

function wrongType(node: YamlNode, message: string, { issues }: KeyContext): void {
  issues({
    code: 'wrong-type',
    message: `${message}, but this is ${describeType(node)}`,
    why: REFUSED,
    range: node.range,
  });
}

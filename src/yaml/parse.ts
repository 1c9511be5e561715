import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, Scalar, visit } from 'yaml';
import type { Alias, Document, Pair, ParsedNode } from 'yaml';
import type { Range } from '../source/range.ts';
import { parseFast } from './fast/index.ts';
import { passesInGo, refusedByGo } from './go-yaml.ts';
import type { YamlIssue } from './issue.ts';
import { depthIssue, indentIssue, MAX_DEPTH, tooDeep } from './nesting.ts';
import { controlIssues, onePerLine, toIssue, withoutCascade } from './syntax-issues.ts';
import { maskQuotedBreaks, unmask } from './under-indented.ts';
import type { MapEntry, MapNode, Merge, ScalarNode, ScalarStyle, YamlNode } from './node.ts';
import { trimBlock } from './trim-block.ts';
import { append } from '../util/append.ts';
import type { YamlDocument } from './node.ts';

export interface YamlParseResult {
  readonly documents: readonly YamlDocument[];
  readonly issues: readonly YamlIssue[];
}

/** Nodes that a document may have once every alias is followed. */
const MAX_EXPANDED_NODES = 5_000_000;

const STYLES: Record<string, ScalarStyle> = {
  [Scalar.PLAIN]: 'plain',
  [Scalar.QUOTE_SINGLE]: 'single',
  [Scalar.QUOTE_DOUBLE]: 'double',
  [Scalar.BLOCK_LITERAL]: 'literal',
  [Scalar.BLOCK_FOLDED]: 'folded',
};

/**
 * Parses YAML (or JSON) into nodes that know their source range. Every error of the text is collected; what
 * could be read is still there. Aliases are followed without copying; alias bombs and very deep nesting are
 * issues, not crashes. Never throws.
 */
export function parseYaml(text: string): YamlParseResult {
  const fast = parseFast(text);
  if (fast !== undefined) return { documents: [fast], issues: [] };
  const deep = depthIssue(text) ?? indentIssue(text);
  return deep === undefined ? parseFully(text) : { documents: [], issues: [deep] };
}

/** The same with the YAML library alone: the reference of the fast path, and what reads all that it does not. */
export function parseFully(text: string): YamlParseResult {
  const documents = composeLeniently(text);
  if (documents === undefined)
    return { documents: [], issues: [tooDeep({ start: 0, end: Math.min(1, text.length) })] };
  const issues: YamlIssue[] = controlIssues(text);
  const result: YamlDocument[] = [];
  for (const document of documents) {
    const converter = new Converter(document, text, issues);
    const { contents } = document;
    const root = contents === null ? undefined : converter.convert(contents, 0);
    const errors = [...document.errors, ...document.warnings].filter((error) => !passesInGo(error));
    for (const error of withoutCascade(errors)) issues.push(toIssue(error, text, root));
    const empty = root?.kind === 'scalar' && root.value === null && root.range.start === root.range.end;
    result.push({ root: empty ? undefined : root });
  }
  if (issues.length === 0) append(issues, refusedByGo(documents, text));
  return { documents: result, issues: onePerLine(issues, text) };
}

/** Composes the text; where that fails, once more with what only Go's YAML accepts. */
function composeLeniently(text: string): Document.Parsed[] | undefined {
  const documents = compose(text);
  if (documents?.some(({ errors }) => errors.length > 0) !== true) return documents;
  const masked = maskQuotedBreaks(text);
  const again = masked === undefined ? undefined : compose(masked);
  return again !== undefined && countErrors(again) < countErrors(documents) ? again : documents;
}

function countErrors(documents: readonly Document.Parsed[]): number {
  return documents.reduce((count, { errors }) => count + errors.length, 0);
}

/** undefined: it nests so deep that the library's recursion gave up. */
function compose(text: string): Document.Parsed[] | undefined {
  try {
    const parsed = parseAllDocuments(text, {
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
      strict: true,
      keepSourceTokens: false,
    });
    return Array.isArray(parsed) ? parsed : [];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return undefined;
  }
}

/** Turns the library's nodes into ours. */
class Converter {
  readonly #document: Document.Parsed;
  readonly #text: string;
  readonly #issues: YamlIssue[];
  readonly #done = new Map<ParsedNode, YamlNode>();
  readonly #sizes = new Map<YamlNode, number>();
  readonly #open = new Set<ParsedNode>();
  /** The nodes that anchors name, as far as the document is converted: an alias means the last one before it. */
  readonly #anchors = new Map<string, ParsedNode>();
  #aliasTargets: ReadonlyMap<Alias, ParsedNode> | undefined;
  #expanded = 0;

  constructor(document: Document.Parsed, text: string, issues: YamlIssue[]) {
    this.#document = document;
    this.#text = text;
    this.#issues = issues;
  }

  /**
   * The nodes that aliases mean, for those whose anchor is in a part that is not converted. The library looks through the
   * whole document for each alias.
   */
  get #targets(): ReadonlyMap<Alias, ParsedNode> {
    return (this.#aliasTargets ??= aliasTargets(this.#document));
  }

  convert(node: ParsedNode, depth: number): YamlNode {
    const range = { start: node.range[0], end: Math.min(node.range[1], this.#text.length) };
    if (depth > MAX_DEPTH) {
      this.#issues.push(tooDeep({ start: range.start, end: range.start + 1 }));
      return nullAt(range);
    }
    if (isAlias(node)) return this.#alias(node, range, depth);
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    if (isScalar(node)) return this.#scalar(node, range);
    this.#open.add(node);
    const result: YamlNode = isMap(node)
      ? { kind: 'map', range, ...this.#entries(node.items, depth) }
      : {
          kind: 'seq',
          range,
          items: isSeq(node) ? node.items.map((item) => this.convert(item, depth + 1)) : [],
        };
    this.#open.delete(node);
    if (node.anchor !== undefined) this.#done.set(node, result);
    return result;
  }

  #scalar(node: Scalar.Parsed, range: Range): ScalarNode {
    const style = STYLES[node.type ?? Scalar.PLAIN] ?? 'plain';
    const raw: unknown = typeof node.value === 'string' ? unmask(node.value) : node.value;
    const value =
      raw === null || typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean'
        ? raw
        : node.source;
    const text = typeof value === 'string' ? value : value === null ? '' : node.source;
    const result: ScalarNode =
      node.tag === undefined
        ? { kind: 'scalar', range: isBlock(style) ? trimBlock(range, this.#text) : range, value, text, style }
        : { kind: 'scalar', range, value, text, style, tag: node.tag };
    if (node.anchor !== undefined) this.#done.set(node, result);
    return result;
  }

  #alias(node: Alias.Parsed, range: Range, depth: number): YamlNode {
    const target = this.#anchors.get(node.source) ?? this.#targets.get(node);
    if (target === undefined) {
      this.#issues.push({
        code: 'yaml-alias',
        message: `the alias "*${node.source}" has no anchor "&${node.source}" before it`,
        help: 'put a value that starts with "*" in quotes, unless it is an alias',
        range,
      });
      return nullAt(range);
    }
    if (this.#open.has(target)) {
      this.#issues.push({
        code: 'yaml-alias',
        message: `the alias "*${node.source}" is inside its own anchor "&${node.source}"`,
        help: 'remove the alias: an anchor cannot contain itself',
        range,
      });
      return nullAt(range);
    }
    const converted = this.#done.get(target) ?? this.convert(target, depth);
    this.#expanded += this.#size(converted);
    if (this.#expanded > MAX_EXPANDED_NODES) {
      if (!this.#issues.some((issue) => issue.code === 'yaml-alias-bomb')) {
        this.#issues.push({
          code: 'yaml-alias-bomb',
          message: `the aliases of this document expand to more than ${MAX_EXPANDED_NODES} values`,
          help: 'write the values out, or use fewer aliases of aliases',
          range,
        });
      }
      return nullAt(range);
    }
    return converted;
  }

  /** How many nodes a node is when every alias in it is followed. */
  #size(node: YamlNode): number {
    const known = this.#sizes.get(node);
    if (known !== undefined) return known;
    let size = 1;
    if (node.kind === 'seq') for (const item of node.items) size += this.#size(item);
    else if (node.kind === 'map') for (const entry of node.entries) size += 1 + this.#size(entry.value);
    this.#sizes.set(node, size);
    return size;
  }

  #entries(
    items: readonly Pair<ParsedNode, ParsedNode | null>[],
    depth: number,
  ): Pick<MapNode, 'entries' | 'written'> {
    const entries: MapEntry[] = [];
    const merged: MapEntry[][] = [];
    const written: (MapEntry | Merge)[] = [];
    for (const item of items) {
      const key = this.convert(item.key, depth + 1);
      if (key.kind !== 'scalar') {
        this.#issues.push({
          code: 'yaml-complex-key',
          message: `a ${key.kind === 'seq' ? 'list' : 'map'} is used as a key`,
          help: 'put a "{{ ... }}" at the start of a value in quotes, or YAML reads it as a map',
          range: key.range,
        });
        continue;
      }
      const after = { start: key.range.end, end: key.range.end };
      const value = item.value === null ? nullAt(after) : this.convert(item.value, depth + 1);
      if (key.text === '<<' && key.style === 'plain') {
        if (!isMergeable(value)) this.#issues.push(badMerge(value, key.range));
        merged.push(mergedEntries(value));
        written.push({ merge: mapsOf(value) });
      } else {
        const entry = { key, value };
        entries.push(entry);
        written.push(entry);
      }
    }
    if (written.length === entries.length) return { entries };
    // Of several merge keys the first wins: what comes later in the list counts.
    return { entries: [...merged.reverse().flat(), ...entries], written };
  }
}

/** What each alias of a document means: the last node with its anchor that begins before it. */
function aliasTargets(document: Document.Parsed): ReadonlyMap<Alias, ParsedNode> {
  const anchors = new Map<string, ParsedNode>();
  const found = new Map<Alias, ParsedNode>();
  visit(document, {
    Node: (_key, node) => {
      if (isAlias(node)) {
        const target = anchors.get(node.source);
        if (target !== undefined) found.set(node, target);
      } else if (node.anchor !== undefined) anchors.set(node.anchor, node as ParsedNode);
    },
  });
  return found;
}

/** Entries that a merge key brings; those written in the map itself come later and win. */
function mergedEntries(value: YamlNode): MapEntry[] {
  const byKey = new Map<string, MapEntry>();
  for (const map of mapsOf(value)) for (const entry of map.entries) byKey.set(entry.key.text, entry);
  return [...byKey.values()];
}

/** The maps of a merge, later ones first: the first of a list wins. */
function mapsOf(value: YamlNode): MapNode[] {
  const maps = value.kind === 'seq' ? [...value.items].reverse() : [value];
  return maps.filter((map) => map.kind === 'map');
}

function isMergeable(value: YamlNode): boolean {
  return value.kind === 'map' || (value.kind === 'seq' && value.items.every(({ kind }) => kind === 'map'));
}

function badMerge(value: YamlNode, key: Range): YamlIssue {
  return {
    code: 'yaml-syntax',
    message: 'the merge key "<<" needs a map, or a list of maps',
    help: 'use an alias of a map: "<<: *defaults"',
    range: value.range.end > value.range.start ? value.range : key,
  };
}

function nullAt(range: Range): ScalarNode {
  return { kind: 'scalar', range, value: null, text: '', style: 'plain' };
}

function isBlock(style: ScalarStyle): boolean {
  return style === 'literal' || style === 'folded';
}

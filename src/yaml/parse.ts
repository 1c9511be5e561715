import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, Scalar } from 'yaml';
import type { Document, Pair, ParsedNode, YAMLError } from 'yaml';
import type { Range } from '../source/range.ts';
import { explainYamlError } from './explain.ts';
import { parseFast } from './fast/index.ts';
import { passesInGo, refusedByGo } from './go-yaml.ts';
import { maskQuotedBreaks, unmask } from './under-indented.ts';
import type { MapEntry, MapNode, Merge, ScalarNode, ScalarStyle, YamlNode } from './node.ts';
import { trimBlock } from './trim-block.ts';

export type YamlIssueCode =
  'yaml-syntax' | 'yaml-alias' | 'yaml-too-deep' | 'yaml-alias-bomb' | 'yaml-complex-key';

/** One thing wrong with a text as YAML. */
export interface YamlIssue {
  readonly code: YamlIssueCode;
  readonly message: string;
  readonly help?: string;
  readonly range: Range;
}

export interface YamlDocument {
  /** undefined: an empty document. */
  readonly root: YamlNode | undefined;
}

export interface YamlParseResult {
  readonly documents: readonly YamlDocument[];
  readonly issues: readonly YamlIssue[];
}

/** Nesting deeper than this is refused: nothing that rulecheck reads nests a tenth as deep. */
export const MAX_DEPTH = 200;
/** Nodes that a document may have once every alias is followed. */
export const MAX_EXPANDED_NODES = 5_000_000;

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
  if (issues.length === 0) issues.push(...refusedByGo(documents, text));
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

/** Once the structure is lost the library complains about every token that follows: the first complaint says it. */
function withoutCascade(errors: readonly YAMLError[]): YAMLError[] {
  let lost = false;
  return errors.filter((error) => {
    const follows = lost && error.code === 'UNEXPECTED_TOKEN';
    if (error.code === 'UNEXPECTED_TOKEN') lost = true;
    return !follows;
  });
}

/**
 * A slip is told once: what else is found wrong with the same line are its consequences. A map as a key (`{{ x }}`) is
 * the slip itself, a list as a key what comes of an item out of line.
 */
function onePerLine(issues: readonly YamlIssue[], text: string): YamlIssue[] {
  const told = new Map<number, YamlIssue>();
  const others: YamlIssue[] = [];
  for (const issue of issues) {
    const line = text.lastIndexOf('\n', issue.range.start - 1);
    const earlier = told.get(line);
    if (issue.code !== 'yaml-syntax' && issue.code !== 'yaml-complex-key') others.push(issue);
    else if (earlier === undefined || earlier.message.startsWith('a list stands where'))
      told.set(line, issue);
  }
  return [...others, ...told.values()];
}

function toIssue(error: YAMLError, text: string, root: YamlNode | undefined): YamlIssue {
  let start = Math.min(error.pos[0], text.length);
  if (error.code === 'BLOCK_AS_IMPLICIT_KEY') while (text[start] === ' ') start++;
  const length = error.code === 'BAD_DQ_ESCAPE' ? 2 : 0;
  const end = Math.max(start + length, Math.min(error.pos[1], text.length));
  const opened = /^Missing closing .quote/.test(error.message) ? lastQuoted(root) : undefined;
  const range = opened === undefined ? { start, end } : firstLine(opened, text);
  return { code: 'yaml-syntax', range, ...explainYamlError(error, text) };
}

/** The last quoted scalar: the one that a missing quote left open. */
function lastQuoted(node: YamlNode | undefined): Range | undefined {
  if (node === undefined) return undefined;
  if (node.kind === 'scalar')
    return node.style === 'double' || node.style === 'single' ? node.range : undefined;
  const children = node.kind === 'seq' ? node.items : node.entries.flatMap(({ key, value }) => [key, value]);
  for (let i = children.length - 1; i >= 0; i--) {
    const found = lastQuoted(children[i]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function firstLine(range: Range, text: string): Range {
  const end = text.indexOf('\n', range.start);
  return { start: range.start, end: end < 0 ? range.end : Math.min(end, range.end) };
}

function tooDeep(range: Range): YamlIssue {
  return {
    code: 'yaml-too-deep',
    message: `the document nests deeper than ${MAX_DEPTH} levels`,
    help: 'no rule file or configuration needs that; check that this is the file you meant',
    range,
  };
}

/** Flow collections and compact sequences are the cheap ways to nest without end: count before parsing. */
function depthIssue(text: string): YamlIssue | undefined {
  let depth = 0;
  let dashes = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x5b || c === 0x7b) {
      if (++depth > MAX_DEPTH * 5 && isOnlyBrackets(text, i)) return tooDeep({ start: i, end: i + 1 });
    } else if ((c === 0x5d || c === 0x7d) && depth > 0) depth--;
    else if ((c === 0x2d || c === 0x3f) && text.charCodeAt(i + 1) === 0x20) {
      if (++dashes > MAX_DEPTH) return tooDeep({ start: i, end: i + 1 });
    } else if (c !== 0x20) dashes = 0;
  }
  return undefined;
}

/** Lines that go ever deeper: each level costs the library a walk over all the levels above. */
function indentIssue(text: string): YamlIssue | undefined {
  const open: number[] = [];
  for (let start = 0; start < text.length;) {
    let at = start;
    while (text.charCodeAt(at) === 0x20) at++;
    const first = text[at];
    const end = text.indexOf('\n', at);
    if (first !== '\n' && first !== '\r' && first !== '#' && first !== undefined) {
      const indent = at - start;
      while (open.length > 0 && open[open.length - 1]! >= indent) open.pop();
      if (open.push(indent) > MAX_DEPTH) return tooDeep({ start: at, end: at + 1 });
    }
    if (end < 0) return undefined;
    start = end + 1;
  }
  return undefined;
}

/** What YAML does not allow anywhere in a file, though the library does. */
// eslint-disable-next-line no-control-regex -- control characters are what this is about
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/g;
const MAX_CONTROL_ISSUES = 20;

/** Control characters: Go's YAML reader refuses the whole file ("control characters are not allowed"). */
function controlIssues(text: string): YamlIssue[] {
  const issues: YamlIssue[] = [];
  for (const match of text.matchAll(CONTROL)) {
    const hex = match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    issues.push({
      code: 'yaml-syntax',
      message: `a control character (U+${hex}) stands here`,
      help: `YAML does not allow it: remove it, or write it as an escape in double quotes ("\\u${hex}")`,
      range: { start: match.index, end: match.index + 1 },
    });
    if (issues.length === MAX_CONTROL_ISSUES) break;
  }
  return issues;
}

/** Brackets inside texts do not nest: only a run of opening brackets (with spaces and keys between) does. */
function isOnlyBrackets(text: string, end: number): boolean {
  const run = text.slice(Math.max(0, end - MAX_DEPTH), end + 1);
  return /^[[{\s"':\w,]*$/.test(run);
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
  #expanded = 0;

  constructor(document: Document.Parsed, text: string, issues: YamlIssue[]) {
    this.#document = document;
    this.#text = text;
    this.#issues = issues;
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

  #alias(
    node: ParsedNode & { source: string; resolve(doc: Document): unknown },
    range: Range,
    depth: number,
  ): YamlNode {
    // The library looks through the whole document for each alias.
    const target = this.#anchors.get(node.source) ?? (node.resolve(this.#document) as ParsedNode | undefined);
    if (target === undefined) {
      this.#issues.push({
        code: 'yaml-alias',
        message: `the alias "*${node.source}" has no anchor "&${node.source}" before it`,
        help: 'a value that starts with "*" and is no alias needs quotes',
        range,
      });
      return nullAt(range);
    }
    if (this.#open.has(target)) {
      this.#issues.push({
        code: 'yaml-alias',
        message: `the alias "*${node.source}" stands inside its own anchor "&${node.source}"`,
        help: 'an anchor cannot contain itself',
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
    const merged: MapEntry[] = [];
    const written: (MapEntry | Merge)[] = [];
    for (const item of items) {
      const key = this.convert(item.key, depth + 1);
      if (key.kind !== 'scalar') {
        this.#issues.push({
          code: 'yaml-complex-key',
          message: `a ${key.kind === 'seq' ? 'list' : 'map'} stands where a key was expected`,
          help: 'a "{{ ... }}" at the start of a value must be in quotes, or YAML reads it as a map',
          range: key.range,
        });
        continue;
      }
      const after = { start: key.range.end, end: key.range.end };
      const value = item.value === null ? nullAt(after) : this.convert(item.value, depth + 1);
      if (key.text === '<<' && key.style === 'plain') {
        if (!isMergeable(value)) this.#issues.push(badMerge(value, key.range));
        merged.unshift(...mergedEntries(value));
        written.push({ merge: mapsOf(value) });
      } else {
        const entry = { key, value };
        entries.push(entry);
        written.push(entry);
      }
    }
    return written.length === entries.length ? { entries } : { entries: [...merged, ...entries], written };
  }
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
    help: 'write an alias of a map: "<<: *defaults"',
    range: value.range.end > value.range.start ? value.range : key,
  };
}

function nullAt(range: Range): ScalarNode {
  return { kind: 'scalar', range, value: null, text: '', style: 'plain' };
}

function isBlock(style: ScalarStyle): boolean {
  return style === 'literal' || style === 'folded';
}

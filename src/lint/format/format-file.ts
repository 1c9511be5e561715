import type { TextEdit } from '../../diagnostics/diagnostic.ts';
import type { Expression, Language } from '../../documents/expression.ts';
import type { ParsedFile } from '../../documents/types.ts';
import type { Range } from '../../source/range.ts';
import type { MapNode } from '../../yaml/node.ts';
import { entryOf } from '../../yaml/node.ts';
import { applyEdits } from '../edits.ts';
import { formatExpression } from './expression.ts';
import type { LeftReason } from './expression.ts';
import { rewrite } from './layout.ts';
import { changedOnly } from './same-document.ts';

/** An expression that stays as it is although it is not as the formatter would have it, or may not be. */
export interface LeftAlone {
  /** The rule's or query's name, as far as it has one. */
  readonly name: string;
  readonly range: Range;
  readonly reason: LeftReason;
}

export interface FormattedFile {
  readonly text: string;
  /** How many expressions were written anew. */
  readonly changed: number;
  readonly left: readonly LeftAlone[];
}

/** One expression and the key of the map where it is written. */
interface Slot {
  readonly name: string;
  readonly language: Language;
  readonly expression: Expression;
  readonly map: MapNode;
  readonly key: string;
}

/** A new text for a slot, in ways to write it. */
interface Change {
  readonly slot: Slot;
  readonly start: number;
  readonly ways: readonly (TextEdit & { readonly wanted: string })[];
}

/**
 * Formats the expressions of a file's rules and catalogued queries. Everything else stays byte for byte; the result is
 * read again, and what would change anything but the layout of the expressions is not done.
 */
export function formatFile(parsed: ParsedFile): FormattedFile {
  const { file } = parsed;
  // What could not be read whole cannot be written back.
  if (parsed.issues.some(({ code }) => code === 'not-utf8')) return { text: file.text, changed: 0, left: [] };
  const left: LeftAlone[] = [];
  const leave = ({ name, expression }: Slot, reason: LeftReason): void =>
    void left.push({ name, range: expression.range, reason });
  const changes = new Map<number, Change>();
  for (const slot of slotsOf(parsed)) {
    const entry = entryOf(slot.map, slot.key);
    if (entry?.value.kind !== 'scalar' || changes.has(entry.value.range.start)) continue;
    const node = entry.value;
    const formatted = formatExpression(slot.expression, slot.language);
    if (formatted.status === 'left') {
      leave(slot, formatted.reason);
      continue;
    }
    const flow = isFlow(file.text, slot.map.range.start);
    const wanted = flow ? formatted.line : formatted.text;
    if (node.text.trimEnd() === wanted) continue;
    const ways =
      node.tag === undefined ? rewrite({ node, keyStart: entry.key.range.start, flow }, file, formatted) : [];
    const change = { slot, start: node.range.start, ways: ways.map((edit) => ({ ...edit, wanted })) };
    changes.set(change.start, change);
  }
  const made = choose([...changes.values()], file.text, ({ slot }) => leave(slot, 'cannot-be-written-there'));
  return { text: applyEdits(file.text, made), changed: made.length, left };
}

type Way = Change['ways'][number];

/** Tries all changes at once and looks for the bad ones only where that fails. */
function choose(changes: readonly Change[], text: string, refuse: (change: Change) => void): Way[] {
  const firsts = changes.flatMap(({ ways: [first] }) => (first === undefined ? [] : [first]));
  if (firsts.length === changes.length && holds(firsts, changes, text)) return firsts;
  const [only, second] = changes;
  if (only !== undefined && second === undefined) {
    const way = only.ways.find((each) => holds([each], changes, text));
    if (way !== undefined) return [way];
    refuse(only);
    return [];
  }
  const middle = changes.length >> 1;
  return [...choose(changes.slice(0, middle), text, refuse), ...choose(changes.slice(middle), text, refuse)];
}

function holds(ways: readonly Way[], changes: readonly Change[], text: string): boolean {
  const wanted = new Map(ways.map((way, index) => [changes[index]!.start, way.wanted]));
  return changedOnly(text, applyEdits(text, ways), wanted);
}

/** Inside a flow collection a map starts with its brace, or (a pair alone) with its bracket before it. */
function isFlow(text: string, mapStart: number): boolean {
  return text[mapStart] === '{' || /[[,]\s*$/.test(text.slice(Math.max(0, mapStart - 20), mapStart));
}

function slotsOf({ documents }: ParsedFile): Slot[] {
  return documents.flatMap((document): Slot[] => {
    if (document.kind === 'rules') {
      const { language } = document;
      const rules = document.groups.flatMap((group) => group.rules);
      return rules.map(({ name, expr, node }) => ({
        name: name.value,
        language,
        expression: expr,
        map: node,
        key: 'expr',
      }));
    }
    if (document.kind !== 'queries') return [];
    return document.queries.map(({ name, expr, node }) => ({
      name: name?.value ?? '',
      language: document.language,
      expression: expr,
      map: node,
      key: 'query',
    }));
  });
}

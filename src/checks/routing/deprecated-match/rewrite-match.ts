import type { Section } from '../../../documents/alertmanager/section.ts';
import type { Fix, TextEdit } from '../../../diagnostics/diagnostic.ts';
import { isClassicLabelName } from '../../../routing/labels.ts';
import { printMatcher } from '../../../routing/matchers/print.ts';
import type { SourceFile } from '../../../source/source-file.ts';
import type { MapEntry } from '../../../yaml/node.ts';

/** A `match` or `match_re` whose map has no other key with matchers beside it. */
export interface OldMatch {
  readonly entry: MapEntry;
  /** The key that replaces it. */
  readonly instead: string;
  readonly section: Section;
}

/**
 * The map of labels as a list of matchers: comments, and what is between the entries, stay. A map that has an anchor
 * is rewritten together with its aliases, where all of them are such keys. undefined for what cannot be rewritten so.
 *
 * @param all every such key of the file that is alone in its map
 */
export function asMatchers(entry: MapEntry, all: readonly OldMatch[], file: SourceFile): Fix | undefined {
  const own = all.find((one) => one.entry === entry);
  if (own === undefined) return undefined;
  const { alias, anchor } = nameOf(entry, file);
  const name = alias ?? anchor;
  const shared = name === undefined ? [own] : sharing(name, entry, all, file);
  const edits = shared?.map((one) =>
    nameOf(one.entry, file).alias === undefined ? rewritten(one, file) : renamed(one),
  );
  if (edits === undefined || edits.includes(undefined)) return undefined;
  const ordered = edits.flatMap((list) => list ?? []).toSorted((a, b) => a.range.start - b.range.start);
  return { description: `write "${own.instead}"`, safe: true, edits: ordered };
}

/** The anchor that a value has, or the alias that it is. */
function nameOf(
  { key }: MapEntry,
  file: SourceFile,
): { anchor?: string | undefined; alias?: string | undefined } {
  const written = /^["']?\s*:\s*([&*])([^\s,[\]{}]+)/.exec(
    file.text.slice(key.range.end, key.range.end + 200),
  );
  if (written === null) return {};
  return written[1] === '&' ? { anchor: written[2] } : { alias: written[2] };
}

/** The keys that share a map by its anchor; undefined where something else uses it, too. */
function sharing(
  name: string,
  { key }: MapEntry,
  all: readonly OldMatch[],
  file: SourceFile,
): readonly OldMatch[] | undefined {
  const users = all.filter(({ entry }) => {
    const { alias, anchor } = nameOf(entry, file);
    return (alias ?? anchor) === name;
  });
  const written = [...file.text.matchAll(/[&*]([^\s,[\]{}]+)/g)].filter((found) => found[1] === name).length;
  const isRegex = key.text.endsWith('_re');
  const same = users.every(({ entry }) => entry.key.text.endsWith('_re') === isRegex);
  return same && written === users.length ? users : undefined;
}

function renamed({ entry, instead }: OldMatch): readonly TextEdit[] {
  return [{ range: entry.key.range, text: instead }];
}

function rewritten({ entry, instead, section }: OldMatch, file: SourceFile): readonly TextEdit[] | undefined {
  const { key, value } = entry;
  const op = key.text.endsWith('_re') ? '=~' : '=';
  if (value.kind !== 'map' || value.entries.length === 0 || value.written !== undefined) return undefined;
  if (value.range.start < key.range.end || value.range.end > section.node.range.end) return undefined;
  if (!/^\s*:\s*(?:&\S+\s+)?(?:#[^\n]*\n\s*)*$/.test(file.text.slice(key.range.end, value.range.start)))
    return undefined;
  const isFlow = file.text[value.range.start] === '{';
  const edits = [{ range: key.range, text: instead }];
  if (isFlow) {
    const { start, end } = value.range;
    if (file.text[end - 1] !== '}') return undefined;
    edits.push(
      { range: { start, end: start + 1 }, text: '[' },
      { range: { start: end - 1, end }, text: ']' },
    );
  }
  for (const { key: name, value: text } of value.entries) {
    if (text.kind !== 'scalar' || !isClassicLabelName(name.text)) return undefined;
    if (text.style === 'literal' || text.style === 'folded' || text.range.start < name.range.end)
      return undefined;
    if (!/^\s*:\s*$/.test(file.text.slice(name.range.end, text.range.start))) return undefined;
    const matcher = printMatcher({ name: name.text, op, value: text.text }).replaceAll("'", "''");
    const range = { start: name.range.start, end: text.range.end };
    edits.push({ range, text: `${isFlow ? '' : '- '}'${matcher}'` });
  }
  return edits;
}

import { inputOf } from '../entry.ts';
import type { Entry } from '../entry.ts';
import type { Settings } from '../settings.ts';
import type { Stage } from './stage.ts';

/** Alloy's `split_json`: each item of a JSON array becomes a line, as it is written. Other lines stay as they are. */
export function compileSplitJson(settings: Settings): () => Stage {
  const source = settings.string('source');
  if (source?.value === '') settings.missing('source');
  return () => ({
    push(entry, emit) {
      const text = inputOf(entry, source?.value);
      const items = text === undefined ? undefined : itemsOf(text);
      if (items === undefined) emit(entry);
      else for (const line of items) emit({ ...copyOf(entry), line });
    },
  });
}

const copyOf = (entry: Entry): Entry => ({
  ...entry,
  labels: new Map(entry.labels),
  extracted: new Map(entry.extracted),
  metadata: [...entry.metadata],
});

/** The items of a JSON array as they are written; undefined if the text is not one. */
function itemsOf(text: string): string[] | undefined {
  if (!/^[ \t\r\n]*\[/.test(text)) return undefined;
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  return splitItems(text.trim().slice(1, -1));
}

/** The items of a list without its brackets. The text is valid: only strings and nesting hide a comma. */
function splitItems(inside: string): string[] {
  const items: string[] = [];
  let start = 0;
  let depth = 0;
  for (let i = 0; i < inside.length; i++) {
    const char = inside[i]!;
    if (char === '"') i = stringEnd(inside, i);
    else if (char === '[' || char === '{') depth++;
    else if (char === ']' || char === '}') depth--;
    else if (char === ',' && depth === 0) {
      items.push(inside.slice(start, i).trim());
      start = i + 1;
    }
  }
  const last = inside.slice(start).trim();
  return last === '' ? items : [...items, last];
}

function stringEnd(text: string, start: number): number {
  let i = start + 1;
  while (text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return i;
}

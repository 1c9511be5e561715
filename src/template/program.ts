import type { FunctionSet } from './functions.ts';
import { parseTemplateText } from './syntax/parser.ts';
import type { ParsedTemplate } from './syntax/parser.ts';

const MAX_CACHED = 2000;

/** Earlier parses: by functions, then by the name of the text and the prepended text, then by the text. */
const caches = new WeakMap<FunctionSet, Map<string, Map<string, ParsedTemplate>>>();

/**
 * Parses `prelude` and `text` as one template called `name`, with the functions of `functions`, or gives the
 * result of an earlier parse of the same.
 */
export function parseWith(functions: FunctionSet, name: string, text: string, prelude = ''): ParsedTemplate {
  const cache = cacheOf(functions, prelude === '' ? name : `${name}\0`);
  const known = cache.get(text);
  if (known !== undefined) return known;
  const parsed = parseTemplateText(prelude + text, { name, hasFunction: (wanted) => functions.has(wanted) });
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(text, parsed);
  return parsed;
}

function cacheOf(functions: FunctionSet, key: string): Map<string, ParsedTemplate> {
  const byName = caches.get(functions) ?? new Map<string, Map<string, ParsedTemplate>>();
  const known = byName.get(key);
  if (known !== undefined) return known;
  const cache = new Map<string, ParsedTemplate>();
  if (byName.size >= MAX_CACHED) byName.clear();
  byName.set(key, cache);
  caches.set(functions, byName);
  return cache;
}

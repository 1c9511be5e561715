import type { FunctionSet } from './functions.ts';
import { parseTemplateText } from './syntax/parser.ts';
import type { ParsedTemplate } from './syntax/parser.ts';

const MAX_CACHED = 2000;
const caches = new WeakMap<FunctionSet, Map<string, ParsedTemplate>>();

/** Parses `text` with the functions of `functions`, or gives the result of an earlier parse of the same. */
export function parseWith(functions: FunctionSet, name: string, text: string): ParsedTemplate {
  let cache = caches.get(functions);
  if (cache === undefined) {
    cache = new Map();
    caches.set(functions, cache);
  }
  const key = `${name}\0${text}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const parsed = parseTemplateText(text, { name, hasFunction: (wanted) => functions.has(wanted) });
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(key, parsed);
  return parsed;
}

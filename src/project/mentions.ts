import type { Project, PromqlQuery } from './project.ts';

/**
 * The queries whose text contains a name as a word, by name: they may select it. The trees of thousands of expressions
 * take a second, a look at their words a tenth of it.
 *
 * @param names those that are asked about besides the recorded ones
 */
export function mentions(
  project: Project,
  names: Iterable<string>,
): ReadonlyMap<string, readonly PromqlQuery[]> {
  const found = new Map<string, PromqlQuery[]>();
  for (const name of names) found.set(name, []);
  for (const { name } of project.records) found.set(name.value, []);
  // A name in UTF-8 is quoted: { "http.requests" }.
  const others = [...found].filter(([name]) => !/^[\w:]+$/.test(name));
  for (const query of project.queries) {
    if (query.language !== 'promql') continue;
    for (const [name, list] of others) if (query.source.text.includes(name)) list.push(query);
    for (const [word] of query.source.text.matchAll(/[\w:]+/g)) {
      const list = found.get(word);
      if (list !== undefined && list.at(-1) !== query) list.push(query);
    }
  }
  return found;
}

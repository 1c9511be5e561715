import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { MapNode, YamlNode } from '../yaml/node.ts';
import type { ParseOptions } from '../promql/syntax/options.ts';
import { Expression } from './expression.ts';
import type { Language } from './expression.ts';
import { Fields } from './fields.ts';
import type { Located } from './fields.ts';
import type { IssueSink } from './issue.ts';

/** One catalogued query. */
export interface CataloguedQuery {
  readonly name: Located<string> | undefined;
  readonly category: Located<string> | undefined;
  readonly description: Located<string> | undefined;
  readonly expr: Expression;
  readonly node: MapNode;
}

/** A file of named queries for people: `queries:` with name, category, description and query. */
export interface QueriesDocument {
  readonly kind: 'queries';
  readonly file: SourceFile;
  readonly language: Language;
  readonly queries: readonly CataloguedQuery[];
  readonly range: Range;
}

const KEYS = ['name', 'category', 'description', 'query'];

/** Decodes a query catalogue; the language is LogQL unless the file has `language: promql` at the top. */
export function decodeQueries(
  root: YamlNode,
  file: SourceFile,
  issues: IssueSink,
  promql?: ParseOptions,
): QueriesDocument {
  const fields = Fields.of(root, 'a query catalogue', ['language', 'queries'], issues);
  const queries: CataloguedQuery[] = [];
  const names = new Map<string, Located<string>>();
  for (const item of fields?.seq('queries')?.items ?? []) {
    const query = Fields.of(item, 'a query', KEYS, issues);
    if (query === undefined) continue;
    const name = query.string('name');
    const missing = KEYS.filter((key) => query.string(key) === undefined);
    if (missing.length > 0) {
      const which = name === undefined ? 'this query' : `the query "${name.value}"`;
      issues({
        code: 'missing-key',
        message: `${which} has no ${missing.map((key) => `"${key}"`).join(', ')}`,
        help: `add ${missing.map((key) => `"${key}: ..."`).join(', ')}`,
        range: name?.range ?? query.anchor,
      });
    }
    const first = name === undefined ? undefined : names.get(name.value);
    if (name !== undefined && first !== undefined) {
      issues({
        code: 'bad-value',
        message: `two queries are named "${name.value}"`,
        range: name.range,
        related: [{ range: first.range, message: 'the first query' }],
      });
    } else if (name !== undefined) names.set(name.value, name);
    const text = query.string('query');
    if (text === undefined) continue;
    queries.push({
      name,
      category: query.string('category'),
      description: query.string('description'),
      expr: new Expression(file, text.value, text.node, promql),
      node: query.node,
    });
  }
  const language = fields?.string('language')?.value === 'promql' ? 'promql' : 'logql';
  return { kind: 'queries', file, language, queries, range: root.range };
}

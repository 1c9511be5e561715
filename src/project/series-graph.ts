import type { RecordingRule } from '../documents/rules/types.ts';
import type { VectorSelector } from '../promql/syntax/ast.ts';
import { walkExpr } from '../promql/syntax/walk.ts';
import type { Project, PromqlQuery } from './project.ts';

export interface SeriesUse {
  readonly query: PromqlQuery;
  readonly selector: VectorSelector;
}

/** Who records each series and who uses it, by name. */
export class SeriesGraph {
  readonly #project: Project;
  readonly #recorders = new Map<string, RecordingRule[]>();
  #uses: ReadonlyMap<string, readonly SeriesUse[]> | undefined;

  constructor(project: Project) {
    this.#project = project;
    for (const rule of project.records) push(this.#recorders, rule.name.value, rule);
  }

  recorders(name: string): readonly RecordingRule[] {
    return this.#recorders.get(name) ?? [];
  }

  /** Every selector of a name in the project. The first question reads all expressions, and keeps their trees. */
  uses(name: string): readonly SeriesUse[] {
    this.#uses ??= collectUses(this.#project);
    return this.#uses.get(name) ?? [];
  }

  /** Names of every recorded series. */
  get recorded(): Iterable<string> {
    return this.#recorders.keys();
  }
}

function collectUses(project: Project): ReadonlyMap<string, readonly SeriesUse[]> {
  const uses = new Map<string, SeriesUse[]>();
  for (const query of project.queries) {
    if (query.language !== 'promql' || query.ast === undefined) continue;
    walkExpr(query.ast, (node) => {
      if (node.kind !== 'VectorSelector') return;
      const name = selectedName(node);
      if (name !== undefined) push(uses, name, { query, selector: node });
    });
  }
  return uses;
}

/** The one metric name that a selector asks for, written before the braces or as an equality on `__name__`. */
export function selectedName(selector: VectorSelector): string | undefined {
  if (selector.name !== undefined) return selector.name;
  return selector.matchers.find((matcher) => matcher.name === '__name__' && matcher.op === '=')?.value;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

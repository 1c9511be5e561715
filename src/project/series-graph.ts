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
  readonly #recorders = new Map<string, RecordingRule[]>();
  readonly #uses = new Map<string, SeriesUse[]>();

  constructor(project: Project) {
    for (const rule of project.records) push(this.#recorders, rule.name.value, rule);
    for (const query of project.queries) {
      if (query.language !== 'promql' || query.ast === undefined) continue;
      walkExpr(query.ast, (node) => {
        if (node.kind !== 'VectorSelector') return;
        const name = selectedName(node);
        if (name !== undefined) push(this.#uses, name, { query, selector: node });
      });
    }
  }

  recorders(name: string): readonly RecordingRule[] {
    return this.#recorders.get(name) ?? [];
  }

  uses(name: string): readonly SeriesUse[] {
    return this.#uses.get(name) ?? [];
  }

  /** Names of every recorded series. */
  get recorded(): Iterable<string> {
    return this.#recorders.keys();
  }
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

import { disjoint, ruleAst, selectorsOf } from '../../analysis/expression/index.ts';
import type { Project } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';
import type { VectorSelector } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';

/** What the alerts of a project watch for: that series are gone, or that their targets are down. */
export interface Watched {
  /** Metrics whose absence some alert covers. */
  readonly names: ReadonlySet<string>;
  /** Selectors of `up` in alerts, and those of them in absent(). */
  readonly ups: readonly VectorSelector[];
  readonly absentUps: readonly VectorSelector[];
}

/** Whether an alert speaks up where a selector selects nothing; `up` itself is gone with its target. */
export function isWatched(
  name: string,
  selector: VectorSelector,
  { names, ups, absentUps }: Watched,
): boolean {
  if (name === 'up') return absentUps.some((up) => !disjoint(up, selector));
  return names.has(name) || ups.some((up) => !disjoint(up, selector));
}

/** Reads the alerts of a project. */
export function watchedBy(project: Project): Watched {
  const names = new Set<string>();
  const ups: VectorSelector[] = [];
  const absentUps: VectorSelector[] = [];
  for (const rule of project.alerts) {
    const ast = ruleAst(rule);
    if (ast === undefined) continue;
    walkExpr(ast, (node) => {
      if (node.kind === 'VectorSelector' && selectedName(node) === 'up') ups.push(node);
      if (node.kind !== 'Call' || !node.func.startsWith('absent')) return;
      for (const selector of selectorsOf(node)) {
        const name = selectedName(selector);
        if (name === 'up') absentUps.push(selector);
        if (name !== undefined) names.add(name);
      }
    });
  }
  return { names, ups, absentUps };
}

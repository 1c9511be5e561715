import type { Project, PromqlQuery } from '../project/project.ts';
import type { LabelMatcher, VectorSelector } from '../promql/syntax/ast.ts';
import { walkExpr } from '../promql/syntax/walk.ts';
import type { DatedChange } from '../releases/index.ts';
import type { UpgradeFinding } from './types.ts';

type Found = Omit<UpgradeFinding, 'change'>;

/** Matchers of `le` and `quantile` that name a whole number as text, which scraped series no longer have. */
export function wholeNumberBuckets(project: Project): Found[] {
  return matchersOf(project).flatMap(({ matcher, query }) => {
    if (matcher.name !== 'le' && matcher.name !== 'quantile') return [];
    const wanted = matcher.op === '=' ? [matcher.value] : matcher.op === '=~' ? matcher.value.split('|') : [];
    const whole = wanted.filter((value) => /^\d+$/.test(value));
    if (whole.length === 0) return [];
    const written = matcher.value;
    const now = wanted.map((value) => (/^\d+$/.test(value) ? `${value}.0` : value));
    const fixed =
      matcher.op === '=' ? now.join('|') : now.map((value) => value.replaceAll('.', '\\\\.')).join('|');
    return [
      {
        effect: 'fails',
        ...query.place(matcher),
        message: `${matcher.name}${matcher.op}"${written}" matches no series that the new release scrapes: the value is ${whole.map((value) => `${value}.0`).join(', ')}`,
        help: `use ${matcher.name}${matcher.op}"${fixed}"; series from before the upgrade keep the old value`,
      },
    ];
  });
}

/** How many matchers have a "." that now also matches a line break. */
export function dotsInMatchers(project: Project): number {
  return matchersOf(project).filter(
    ({ matcher: { op, value } }) => (op === '=~' || op === '!~') && /(?<!\\)\./.test(value),
  ).length;
}

/** Uses of metrics of the product itself that the release no longer exposes, or exposes otherwise. */
export function changedMetrics(project: Project, change: DatedChange): UpgradeFinding[] {
  const { metrics = [] } = change;
  return selectorsOf(project).flatMap(({ selector, query }) =>
    selector.name === undefined || !metrics.includes(selector.name)
      ? []
      : [
          {
            effect: change.kind === 'removed' ? 'fails' : 'differs',
            ...query.place(selector),
            message: change.what,
            change,
          } as const,
        ],
  );
}

function matchersOf(project: Project): { matcher: LabelMatcher; query: PromqlQuery }[] {
  return selectorsOf(project).flatMap(({ selector, query }) =>
    selector.matchers.map((matcher) => ({ matcher, query })),
  );
}

function selectorsOf(project: Project): { selector: VectorSelector; query: PromqlQuery }[] {
  return project.queries.flatMap((query) => {
    if (query.language !== 'promql' || query.ast === undefined) return [];
    const found: { selector: VectorSelector; query: PromqlQuery }[] = [];
    walkExpr(query.ast, (node) => {
      if (node.kind === 'VectorSelector') found.push({ selector: node, query });
    });
    return found;
  });
}

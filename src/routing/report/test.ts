import type { LabelSet } from '../labels.ts';
import { printMatcher, printMatchers } from '../matchers/print.ts';
import { mutedAt } from '../time-intervals/active.ts';
import type { ActiveOptions, Muting } from '../time-intervals/active.ts';
import type { TimeIntervals } from '../time-intervals/interval.ts';
import { explainRoutes } from '../tree/explain.ts';
import type { RouteTrace } from '../tree/explain.ts';
import type { Route, RouteTree } from '../tree/route.ts';

/** A route that an alert passed or ended in. */
export interface PathStep {
  /** Which child to take at each level; empty for the root. */
  readonly route: readonly number[];
  /** `{severity="critical"}`; `{}` for the root. */
  readonly matchers: string;
  readonly receiver: string;
  readonly continue: boolean;
  /** The alert goes to this route's receiver. */
  readonly end: boolean;
  /** Why nobody is notified at the requested instant. */
  readonly muted?: Muting;
}

/** A route that did not take the alert, and why. */
export interface RefusedStep {
  readonly route: readonly number[];
  readonly matchers: string;
  readonly receiver: string;
  /** Empty for a route that was not tried. */
  readonly failed: readonly { readonly matcher: string; readonly label: string; readonly value: string }[];
  /** The route before it that took the alert without `continue`. */
  readonly skippedBecauseOf?: string;
}

export interface RouteTestResult {
  /** In the order of the tree, repeated where two routes lead to one receiver: amtool's answer. */
  readonly receivers: readonly string[];
  readonly path: readonly PathStep[];
  readonly refused: readonly RefusedStep[];
}

export interface RouteTestOptions {
  /** Ask about an instant (milliseconds since 1970): returns which ends are muted then. */
  readonly atMs?: number;
  readonly timeIntervals?: TimeIntervals;
  readonly time?: ActiveOptions;
}

/** What `amtool config routes test` answers for these labels, and why. */
export function testRoutes(
  tree: RouteTree,
  labels: LabelSet,
  options: RouteTestOptions = {},
): RouteTestResult {
  const { ends, trace } = explainRoutes(tree, labels);
  const path: PathStep[] = [];
  const refused: RefusedStep[] = [];
  collect(trace, options, path, refused);
  return { receivers: ends.map((route) => route.settings.receiver), path, refused };
}

function collect(
  trace: RouteTrace,
  options: RouteTestOptions,
  path: PathStep[],
  refused: RefusedStep[],
): void {
  const { route, verdict } = trace;
  const base = {
    route: route.path,
    matchers: printMatchers(route.matchers),
    receiver: route.settings.receiver,
  };
  switch (verdict.kind) {
    case 'ended':
    case 'passed': {
      const end = verdict.kind === 'ended';
      const muted = end ? mutingOf(route, options) : undefined;
      path.push({ ...base, continue: route.continue, end, ...(muted === undefined ? {} : { muted }) });
      break;
    }
    case 'refused':
      refused.push({
        ...base,
        failed: verdict.failed.map(({ matcher, actual }) => ({
          matcher: printMatcher(matcher),
          label: matcher.name,
          value: actual,
        })),
      });
      break;
    case 'skipped':
      refused.push({ ...base, failed: [], skippedBecauseOf: printMatchers(verdict.takenBy.matchers) });
  }
  for (const child of trace.children) collect(child, options, path, refused);
}

function mutingOf(route: Route, options: RouteTestOptions): Muting | undefined {
  if (options.atMs === undefined || options.timeIntervals === undefined) return undefined;
  return mutedAt(route.settings, options.timeIntervals, options.atMs, options.time);
}

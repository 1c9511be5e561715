import { compareUtf8 } from '../labels.ts';
import { compareMatchers } from '../matchers/matcher.ts';
import { printMatchers } from '../matchers/print.ts';
import { DEFAULT_SETTINGS } from './route.ts';
import type { Route, RouteConfig, RouteSettings, RouteTree } from './route.ts';

export interface BuildOptions {
  /**
   * `group_by: []` groups everything together, as Alertmanager 0.31 and later read it (default). Earlier
   * versions take an empty list for "not set" and inherit the parent's.
   */
  readonly emptyGroupByOverrides?: boolean;
}

/**
 * Builds the routing tree with its inherited settings: receiver, grouping, timers and route labels come from
 * the parent where a route does not set them; mute and active time intervals do not.
 */
export function buildRouteTree(config: RouteConfig, options: BuildOptions = {}): RouteTree {
  const routes: Route[] = [];
  const root = new Builder(routes, options.emptyGroupByOverrides ?? true).build(config, undefined, []);
  return { root, routes };
}

class Builder {
  readonly #routes: Route[];
  readonly #emptyOverrides: boolean;

  constructor(routes: Route[], emptyOverrides: boolean) {
    this.#routes = routes;
    this.#emptyOverrides = emptyOverrides;
  }

  build(config: RouteConfig, parent: Route | undefined, path: readonly number[]): Route {
    const matchers = [...config.matchers].sort(compareMatchers);
    const children: Route[] = [];
    const own = printMatchers(matchers);
    const route: Route = {
      index: this.#routes.length,
      path,
      parent,
      settings: this.#settings(config, parent?.settings ?? DEFAULT_SETTINGS),
      matchers,
      continue: config.continue,
      routes: children,
      key: parent === undefined ? own : `${parent.key}/${own}`,
      config,
    };
    this.#routes.push(route);
    for (const [i, child] of config.routes.entries()) children.push(this.build(child, route, [...path, i]));
    return route;
  }

  #settings(config: RouteConfig, inherited: RouteSettings): RouteSettings {
    return {
      receiver:
        config.receiver === undefined || config.receiver === '' ? inherited.receiver : config.receiver,
      ...this.#grouping(config.groupBy, inherited),
      groupWaitMs: config.groupWaitMs ?? inherited.groupWaitMs,
      groupIntervalMs: config.groupIntervalMs ?? inherited.groupIntervalMs,
      repeatIntervalMs: config.repeatIntervalMs ?? inherited.repeatIntervalMs,
      muteTimeIntervals: config.muteTimeIntervals,
      activeTimeIntervals: config.activeTimeIntervals,
      labels:
        config.labels === undefined ? inherited.labels : new Map([...inherited.labels, ...config.labels]),
    };
  }

  #grouping(
    groupBy: readonly string[] | undefined,
    inherited: RouteSettings,
  ): Pick<RouteSettings, 'groupBy' | 'groupByAll'> {
    const { groupBy: labels, groupByAll } = inherited;
    if (groupBy === undefined || (groupBy.length === 0 && !this.#emptyOverrides)) {
      return { groupBy: labels, groupByAll };
    }
    // The labels of the parent stay beside `...`, and matter to nobody: all labels group.
    if (groupBy.includes('...')) return { groupBy: labels, groupByAll: true };
    return { groupBy: [...groupBy].sort(compareUtf8), groupByAll: false };
  }
}

/** A route and its ancestors, the root first. */
export function ancestry(route: Route): Route[] {
  const line: Route[] = [];
  for (let at: Route | undefined = route; at !== undefined; at = at.parent) line.unshift(at);
  return line;
}

import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { AlertmanagerConfig } from '../../documents/alertmanager/types.ts';
import { inhibitedBy } from '../../routing/inhibition/inhibit.ts';
import type { InhibitRule } from '../../routing/inhibition/rule.ts';
import type { LabelSet } from '../../routing/labels.ts';
import { matchesAll } from '../../routing/matchers/matcher.ts';
import { isAnyActive } from '../../routing/time-intervals/active.ts';
import { matchRoutes } from '../../routing/tree/match.ts';
import type { Route, RouteTree } from '../../routing/tree/route.ts';
import { routeName } from '../../routing/tree/route-name.ts';
import type { NotificationTimeline, PlayedEpisodes } from '../notifications/timeline.ts';
import type { RoutingView } from '../judge/routing-view.ts';
import type { CoverageOwner, CoveragePoint } from './types.ts';

/** Counts what one Alertmanager configuration does with the alerts of tests. */
export class RoutingTally {
  readonly #tree: RouteTree;
  readonly #config: AlertmanagerConfig;
  readonly #routes = new Map<Route, number>();
  readonly #reached = new Map<string, number>();
  readonly #applied = new Map<InhibitRule, number>();
  readonly #missed = new Map<InhibitRule, number>();
  readonly #on = new Map<string, number>();
  readonly #off = new Map<string, number>();

  constructor(tree: RouteTree, config: AlertmanagerConfig) {
    this.#tree = tree;
    this.#config = config;
  }

  /** A test asks where an alert goes. @param atMs the wall clock; undefined: time intervals do not matter */
  routed(labels: LabelSet, atMs: number | undefined): void {
    for (const route of matchRoutes(this.#tree, labels)) {
      for (let each: Route | undefined = route; each !== undefined; each = each.parent)
        bump(this.#routes, each);
      bump(this.#reached, route.settings.receiver);
      if (atMs !== undefined) this.#interval(route, atMs);
    }
  }

  #interval({ settings }: Route, atMs: number): void {
    for (const name of [...settings.muteTimeIntervals, ...settings.activeTimeIntervals]) {
      const intervals = this.#config.timeIntervals.find((each) => each.name.value === name)?.intervals ?? [];
      bump(isAnyActive(intervals, atMs) ? this.#on : this.#off, name);
    }
  }

  /** A test asks whether an alert is inhibited while others fire. */
  inhibition(labels: LabelSet, firing: readonly LabelSet[]): void {
    for (const rule of this.#config.inhibitRules) {
      if (!matchesAll(rule.targetMatchers, labels)) continue;
      const isApplied = firing.some((source) => inhibitedBy(labels, [source], [rule]) !== undefined);
      bump(isApplied ? this.#applied : this.#missed, rule);
    }
  }

  /** What happened over the time of a scenario. */
  timeline({ heldBack, startMs }: NotificationTimeline, { episodes }: PlayedEpisodes): void {
    for (const { labels, startsAtMs, endsAtMs } of episodes) {
      this.routed(labels, startsAtMs);
      if (endsAtMs !== undefined) this.routed(labels, endsAtMs);
    }
    for (const { by, route, atMs } of heldBack) {
      if (by.kind === 'inhibition') for (const { rule } of by.inhibitions) bump(this.#applied, rule);
      else this.#interval(route, Math.max(atMs, startMs));
    }
  }

  /** The same view of the routes, which counts what it is asked. */
  watched(view: RoutingView): RoutingView {
    return {
      ...view,
      receivers: (labels) => {
        this.routed(labels, undefined);
        return view.receivers(labels);
      },
      ends: (labels, atMs) => {
        this.routed(labels, atMs);
        return view.ends(labels, atMs);
      },
      inhibitors: (labels, firing) => {
        this.inhibition(labels, firing);
        return view.inhibitors(labels, firing);
      },
    };
  }

  coverage({ file }: AlertmanagerDocument): CoverageOwner {
    const points: CoveragePoint[] = [];
    for (const route of this.#tree.routes) {
      const hits = this.#routes.get(route) ?? 0;
      const range = route.config.range;
      if (range === undefined) continue;
      const name = route.parent === undefined ? 'the root route' : routeName(route);
      points.push({
        kind: 'route',
        file,
        range,
        what: `${name} is taken`,
        missing: `${name} is never taken`,
        hits,
      });
    }
    const used = new Set(this.#tree.routes.map(({ settings }) => settings.receiver));
    for (const { name } of this.#config.receivers) {
      if (!used.has(name.value)) continue;
      const hits = this.#reached.get(name.value) ?? 0;
      const what = `${name.value} is reached`;
      points.push({
        kind: 'receiver',
        file,
        range: name.range,
        what,
        missing: `${name.value} is never reached`,
        hits,
      });
    }
    points.push(...this.#inhibitionPoints(file), ...this.#intervalPoints(file));
    return { file, name: file.path, range: { start: 0, end: 0 }, rule: undefined, points, nearness: [] };
  }

  #inhibitionPoints(file: AlertmanagerDocument['file']): CoveragePoint[] {
    return this.#config.inhibitRules.flatMap((rule, i): CoveragePoint[] => {
      const base = { kind: 'inhibition', file, range: rule.range } as const;
      const name = `inhibition rule ${i + 1}`;
      const applied = this.#applied.get(rule) ?? 0;
      const missed = this.#missed.get(rule) ?? 0;
      return [
        { ...base, what: `${name} mutes an alert`, missing: `${name} never mutes an alert`, hits: applied },
        {
          ...base,
          what: `${name} lets a target pass`,
          missing: `${name} never lets a target pass while its source does not fire`,
          hits: missed,
        },
      ];
    });
  }

  #intervalPoints(file: AlertmanagerDocument['file']): CoveragePoint[] {
    const used = this.#tree.routes.flatMap(({ settings }) => [
      ...settings.muteTimeIntervals,
      ...settings.activeTimeIntervals,
    ]);
    return this.#config.timeIntervals
      .filter(({ name }) => used.includes(name.value))
      .flatMap(({ name }): CoveragePoint[] => {
        const base = { kind: 'interval', file, range: name.range } as const;
        const on = this.#on.get(name.value) ?? 0;
        const off = this.#off.get(name.value) ?? 0;
        return [
          {
            ...base,
            what: `${name.value} is on`,
            missing: `no alert comes inside of ${name.value}`,
            hits: on,
          },
          {
            ...base,
            what: `${name.value} is off`,
            missing: `no alert comes outside of ${name.value}`,
            hits: off,
          },
        ];
      });
  }
}

function bump<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

import type { Range } from '../../source/range.ts';
import type { LabelSet } from '../labels.ts';
import type { Matcher } from '../matchers/matcher.ts';

/** A route as configured: undefined settings are inherited. Durations in milliseconds. */
export interface RouteConfig {
  readonly receiver?: string | undefined;
  /** Labels of `group_by`; `...` stands for all labels; an empty list groups everything together. */
  readonly groupBy?: readonly string[] | undefined;
  /** `match`, `match_re` and `matchers` together. */
  readonly matchers: readonly Matcher[];
  readonly continue: boolean;
  readonly groupWaitMs?: number | undefined;
  readonly groupIntervalMs?: number | undefined;
  readonly repeatIntervalMs?: number | undefined;
  readonly muteTimeIntervals: readonly string[];
  readonly activeTimeIntervals: readonly string[];
  /** Route labels (Alertmanager 0.34 and later): merged into those of the parent. */
  readonly labels?: LabelSet | undefined;
  readonly routes: readonly RouteConfig[];
  /** The position of the route in its file. */
  readonly range?: Range | undefined;
}

/** What a route does with an alert, inheritance applied. */
export interface RouteSettings {
  readonly receiver: string;
  /** Sorted; empty together with `groupByAll` false: one group for everything. */
  readonly groupBy: readonly string[];
  readonly groupByAll: boolean;
  readonly groupWaitMs: number;
  readonly groupIntervalMs: number;
  readonly repeatIntervalMs: number;
  /** Not inherited: a child of a muted route is not muted. */
  readonly muteTimeIntervals: readonly string[];
  readonly activeTimeIntervals: readonly string[];
  readonly labels: LabelSet;
}

/** A node of the routing tree. */
export interface Route {
  /** Position in a walk of the tree, parents before children, the root at 0. */
  readonly index: number;
  /** Which child to take at each level to get here; empty for the root. */
  readonly path: readonly number[];
  readonly parent: Route | undefined;
  readonly settings: RouteSettings;
  /** Sorted by name, value, operator, as Alertmanager keeps them. */
  readonly matchers: readonly Matcher[];
  readonly continue: boolean;
  readonly routes: readonly Route[];
  /** Alertmanager's key of the route: the matchers from the root down; part of every group key. */
  readonly key: string;
  readonly config: RouteConfig;
}

/** A routing tree ready to be asked. */
export interface RouteTree {
  readonly root: Route;
  /** Every route, by `index`. */
  readonly routes: readonly Route[];
}

/** Settings of a root route that says nothing: 30 s, 5 m, 4 h, one group. */
export const DEFAULT_SETTINGS: RouteSettings = {
  receiver: '',
  groupBy: [],
  groupByAll: false,
  groupWaitMs: 30_000,
  groupIntervalMs: 300_000,
  repeatIntervalMs: 14_400_000,
  muteTimeIntervals: [],
  activeTimeIntervals: [],
  labels: new Map(),
};

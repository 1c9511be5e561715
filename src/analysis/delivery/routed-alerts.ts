import { routeNode } from '../../documents/alertmanager-document.ts';
import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { RouteNode } from '../../documents/alertmanager/types.ts';
import type { Project } from '../../project/project.ts';
import type { Matcher } from '../../routing/matchers/matcher.ts';
import { ancestry } from '../../routing/tree/build.ts';
import { answerAll } from '../../routing/tree/label-state.ts';
import type { Answer } from '../../routing/tree/label-state.ts';
import { deliver } from '../../routing/tree/possibilities.ts';
import type { Delivery } from '../../routing/tree/possibilities.ts';
import type { Route, RouteTree } from '../../routing/tree/route.ts';
import { Once } from '../../util/once.ts';
import { alertLabels } from './alert-labels.ts';
import type { AlertLabels } from './alert-labels.ts';
import { KnownLabels } from './known-labels.ts';
import { NAMED } from './label-knowledge.ts';
import type { LabelKnowledge } from './label-knowledge.ts';

/** Where one alert goes, or may go. */
export interface RoutedAlert extends Delivery {
  readonly alert: AlertLabels;
}

/** The alerts of a project on their way through one configuration. */
export class RoutedAlerts {
  readonly alerts: readonly AlertLabels[];
  readonly #document: AlertmanagerDocument;
  readonly #once = new Once<RoutedAlerts>(this);
  readonly #states = new Map<AlertLabels, KnownLabels>();
  #routed: readonly RoutedAlert[] | undefined;
  #passing: ReadonlyMap<Route, ReadonlySet<AlertLabels>> | undefined;

  /** @param alerts all that go through the configuration, or the part of them that matters */
  constructor(document: AlertmanagerDocument, alerts: readonly AlertLabels[]) {
    this.#document = document;
    this.alerts = alerts;
  }

  /** Facts about a label of an alert where it is routed. */
  label(alert: AlertLabels, name: string): LabelKnowledge {
    // The operator that adds the matcher on the namespace adds the label to the rules of that namespace, too.
    if (name === 'namespace' && this.#document.origin === 'object') return NAMED;
    return alert.of(name);
  }

  /** Facts about an alert, for a walk through a tree. */
  state(alert: AlertLabels): KnownLabels {
    let state = this.#states.get(alert);
    if (state === undefined) {
      state = new KnownLabels(
        (name) => this.label(alert, name),
        () => alert.known,
      );
      this.#states.set(alert, state);
    }
    return state;
  }

  /** Whether matchers accept an alert. */
  accepts(matchers: readonly Matcher[], alert: AlertLabels): Answer {
    return answerAll(matchers, this.state(alert));
  }

  /** What a function makes of these alerts and one thing beside, made on first use; see `Once`. */
  once<T, Part>(build: (routed: RoutedAlerts, part: Part) => T, part: Part): T {
    return this.#once.get(build, part);
  }

  /** Alerts that the matchers accept or may accept. */
  matched(matchers: readonly Matcher[]): readonly AlertLabels[] {
    return this.alerts.filter((alert) => this.accepts(matchers, alert) !== 'no');
  }

  /** Where every alert goes. */
  get routed(): readonly RoutedAlert[] {
    return (this.#routed ??= this.#route());
  }

  /** Alerts that end in a route or pass it, or may. */
  passing(route: Route): ReadonlySet<AlertLabels> {
    return (this.#passing ??= this.#pass()).get(route) ?? new Set();
  }

  #route(): RoutedAlert[] {
    const { tree } = this.#document;
    if (tree === undefined) return [];
    return this.alerts.map((alert) => ({
      alert,
      ...deliver(tree, this.state(alert)),
    }));
  }

  #pass(): Map<Route, Set<AlertLabels>> {
    const passing = new Map<Route, Set<AlertLabels>>();
    for (const { alert, ends } of this.routed) {
      for (const { route } of ends) {
        for (const at of ancestry(route)) {
          const alerts = passing.get(at);
          if (alerts === undefined) passing.set(at, new Set([alert]));
          else alerts.add(alert);
        }
      }
    }
    return passing;
  }
}

/** The alerts of a project on their way through a configuration, for checks; worked out once. */
export function routedAlerts(document: AlertmanagerDocument, project: Project): RoutedAlerts {
  return project.once(project.whole ? routeAll : routeNone, document);
}

/** The same for commands, which show what they know also where only a part of the rules was named. */
export function allRoutedAlerts(document: AlertmanagerDocument, project: Project): RoutedAlerts {
  return project.once(routeAll, document);
}

const routeAll = (project: Project, document: AlertmanagerDocument): RoutedAlerts =>
  new RoutedAlerts(document, alertLabels(project));
const routeNone = (_: Project, document: AlertmanagerDocument): RoutedAlerts =>
  new RoutedAlerts(document, []);

/** A route with what was written. */
export interface WrittenRoute {
  readonly route: Route;
  readonly node: RouteNode;
}

/** The routes of a tree that somebody wrote, parents first; not the root that the operator makes. */
export function writtenRoutes(document: AlertmanagerDocument): WrittenRoute[] {
  const routes: Route[] = (document.tree satisfies RouteTree | undefined)?.routes.slice() ?? [];
  return routes
    .filter(
      (route) => route.parent !== undefined || document.origin === 'file' || document.config.isBase === true,
    )
    .map((route) => ({ route, node: routeNode(route) }));
}

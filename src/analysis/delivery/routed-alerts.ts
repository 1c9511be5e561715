import { routeNode } from '../../documents/alertmanager-document.ts';
import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { RouteNode } from '../../documents/alertmanager/types.ts';
import type { Project } from '../../project/project.ts';
import type { Matcher } from '../../routing/matchers/matcher.ts';
import { ancestry } from '../../routing/tree/build.ts';
import { possibleEnds } from '../../routing/tree/possibilities.ts';
import type { Answer, PossibleEnd } from '../../routing/tree/possibilities.ts';
import type { Route, RouteTree } from '../../routing/tree/route.ts';
import { knownAlerts } from './alert-labels.ts';
import type { AlertLabels } from './alert-labels.ts';
import { answerOf, NAMED } from './label-knowledge.ts';
import type { LabelKnowledge } from './label-knowledge.ts';

/** Where one alert goes, or may go. */
export interface RoutedAlert {
  readonly alert: AlertLabels;
  readonly ends: readonly PossibleEnd[];
}

/** The alerts of a project on their way through one configuration. */
export class RoutedAlerts {
  readonly alerts: readonly AlertLabels[];
  readonly #document: AlertmanagerDocument;
  #routed: readonly RoutedAlert[] | undefined;
  #passing: ReadonlyMap<Route, ReadonlySet<AlertLabels>> | undefined;

  constructor(document: AlertmanagerDocument, project: Project) {
    this.#document = document;
    this.alerts = knownAlerts(project);
  }

  /** What is known of a label of an alert where it is routed. */
  label(alert: AlertLabels, name: string): LabelKnowledge {
    // The operator that adds the matcher on the namespace adds the label to the rules of that namespace, too.
    if (name === 'namespace' && this.#document.origin === 'object') return NAMED;
    return alert.of(name);
  }

  /** Whether matchers accept an alert. */
  accepts(matchers: readonly Matcher[], alert: AlertLabels): Answer {
    let answer: Answer = 'yes';
    for (const matcher of matchers) {
      const one = answerOf(matcher, this.label(alert, matcher.name));
      if (one === 'no') return 'no';
      if (one === 'maybe') answer = 'maybe';
    }
    return answer;
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
      ends: possibleEnds(tree, (matchers) => this.accepts(matchers, alert)),
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

const documents = new WeakMap<AlertmanagerDocument, RoutedAlerts>();

/** The alerts of a project on their way through a configuration; worked out once. */
export function routedAlerts(document: AlertmanagerDocument, project: Project): RoutedAlerts {
  let routed = documents.get(document);
  if (routed === undefined) documents.set(document, (routed = new RoutedAlerts(document, project)));
  return routed;
}

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

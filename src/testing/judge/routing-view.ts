import type { LabelSet } from '../../routing/labels.ts';
import type { Muting } from '../../routing/time-intervals/active.ts';

/** A route that an alert ends in. */
export interface RouteEnd {
  readonly receiver: string;
  /** The labels of the group that the alert falls in there. */
  readonly group: LabelSet;
  /** What holds its notifications back at the instant. */
  readonly muting: Muting | undefined;
}

/** What the Alertmanager configuration does with alerts. */
export interface RoutingView {
  /** The receivers that an alert reaches, in the order of the routes; or why that is not known. */
  receivers(labels: LabelSet): { readonly names: readonly string[] } | { readonly problem: string };
  /** Where an alert ends at an instant, milliseconds since 1970. */
  ends(labels: LabelSet, atMs: number): readonly RouteEnd[];
  /** Those of `firing` that mute an alert. */
  inhibitors(labels: LabelSet, firing: readonly LabelSet[]): readonly LabelSet[];
  /** Why an alert does not reach a receiver, as clauses; empty where it does. */
  whyNotReached(labels: LabelSet, receiver: string): readonly string[];
  /** Which rules mute an alert while others fire, or why none does, as clauses. */
  explainInhibition(labels: LabelSet, firing: readonly LabelSet[]): readonly string[];
}

/** The same at one instant of a scenario. */
export interface RoutingAtInstant extends Omit<RoutingView, 'ends'> {
  ends(labels: LabelSet): readonly RouteEnd[];
}

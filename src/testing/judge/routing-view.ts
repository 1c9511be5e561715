import type { LabelSet } from '../../routing/labels.ts';

/** What the Alertmanager configuration does with alerts. */
export interface RoutingView {
  /** The receivers that an alert reaches, in the order of the routes; or why that is not known. */
  receivers(labels: LabelSet): { readonly names: readonly string[] } | { readonly problem: string };
  /** Those of `firing` that mute an alert. */
  inhibitors(labels: LabelSet, firing: readonly LabelSet[]): readonly LabelSet[];
}

import { onlyValue } from '../../analysis/delivery/index.ts';
import type { AlertLabels, GroupText } from '../../analysis/delivery/index.ts';
import { theAlerts } from './alert-names.ts';
import { alertPlaces } from './alert-places.ts';
import type { RelatedPlace } from './alert-places.ts';

/** When a notification of a group has a text: ` when the alerts "A" and "B" share a notification`. */
export function whenGrouped({ alerts, status }: Pick<GroupText, 'alerts' | 'status'>): string {
  const [first, second] = alerts;
  const over = status === 'resolved';
  if (first === undefined) return '';
  if (second === undefined) return ` when ${theAlerts([first.name])} is resolved`;
  const which = first === second ? `two alerts of "${first.name}"` : theAlerts([first.name, second.name]);
  const shared = first.name === second.name && first !== second ? `two rules of ${which}` : which;
  return ` when ${shared} ${over ? 'are resolved in one notification' : 'share a notification'}`;
}

/** Why the two alerts of a group have a label not in common: `"severity" is "critical" in "A" and "warning" in "B"`. */
export function difference(label: string, alerts: readonly AlertLabels[]): string | undefined {
  const [first, second] = alerts;
  if (first === undefined || second === undefined || first === second) return undefined;
  const [one, other] = [onlyValue(first.of(label)), onlyValue(second.of(label))];
  if (one === undefined || other === undefined || one === other) return undefined;
  const said = (value: string, { name }: AlertLabels): string =>
    value === '' ? `missing in "${name}"` : `"${value}" in "${name}"`;
  return `"${label}" is ${said(one, first)} and ${said(other, second)}`;
}

/** Where the alerts of a group are. */
export function groupPlaces(alerts: readonly AlertLabels[]): RelatedPlace[] {
  return alertPlaces(new Set(alerts), (name) => `"${name}" is here`);
}

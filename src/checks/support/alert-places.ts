import type { Place } from '../contract.ts';
import type { AlertLabels } from '../../analysis/delivery/index.ts';
import { effectiveLabels } from '../../analysis/delivery/index.ts';

/** A place to show beside a finding. */
export type RelatedPlace = Place & { readonly message: string };

/** Where the first alert with this value of a label gets it. */
export function valuePlace(
  alerts: readonly AlertLabels[],
  label: string,
  value: string | undefined,
): RelatedPlace[] {
  if (value === undefined) return [];
  for (const { rule, name } of alerts) {
    if (label === 'alertname') {
      if (name === value) return [{ file: rule.file, range: rule.name.range, message: `"${name}" is here` }];
      continue;
    }
    const found = effectiveLabels(rule).get(label);
    if (found?.value === value)
      return [{ file: rule.file, range: found.node.range, message: `"${name}" has "${label}" "${value}"` }];
  }
  return [];
}

/** Where alerts are written: the first few. */
export function alertPlaces(
  alerts: Iterable<AlertLabels>,
  message: (name: string) => string,
): RelatedPlace[] {
  return [...alerts]
    .slice(0, 3)
    .map(({ rule, name }) => ({ file: rule.file, range: rule.name.range, message: message(name) }));
}

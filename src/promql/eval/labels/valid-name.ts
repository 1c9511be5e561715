import { isLegacyLabelName } from './labels.ts';

/** Whether Prometheus takes a label name: since version 3 any text that is not empty and valid Unicode. */
export function isValidLabelName(name: string, version: 2 | 3): boolean {
  return version === 2 ? isLegacyLabelName(name) : name !== '' && !/\p{Surrogate}/u.test(name);
}

import { isLegacyLabelName } from './labels.ts';

/**
 * Whether Prometheus takes a label name: since version 3 any text that is not empty and valid UTF-8. Bytes of an
 * escape that are not (`"a\xc5z"`) have been read as U+FFFD, so that character is refused too.
 */
export function isValidLabelName(name: string, version: 2 | 3): boolean {
  return version === 2 ? isLegacyLabelName(name) : name !== '' && !/[\p{Surrogate}\uFFFD]/u.test(name);
}

import type { Fields, Located } from '../../documents/fields.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import type { TestIssueSink } from '../../documents/test-issue.ts';

const NOUNS: Readonly<Record<string, string | undefined>> = {
  first: 'state that can be first',
  state: 'state of an alert',
  status: 'status of a notification',
  reason: 'reason of a notification',
  intervals: 'way to choose the intervals of groups',
};

/** One of a few words; an issue where the key has no value, or another. */
export function oneOf<T extends string>(
  fields: Fields,
  key: string,
  allowed: readonly T[],
  issues: TestIssueSink,
): Located<T> | undefined {
  const text = fields.string(key);
  if (text === undefined) {
    const entry = fields.entry(key);
    if (entry !== undefined && fields.raw(key) === undefined) {
      issues({
        code: 'empty-value',
        message: `"${key}" is empty`,
        help: `use ${allowed.join(', ')}`,
        range: entry.key.range,
      });
    }
    return undefined;
  }
  const value = allowed.find((word) => word === text.value);
  if (value !== undefined) return { value, range: text.range, node: text.node };
  issues({
    code: 'bad-value',
    message: `"${text.value}" is not a ${NOUNS[key] ?? `"${key}"`}${didYouMeanText(text.value, allowed)}`,
    help: `use one of ${allowed.join(', ')}`,
    range: text.range,
  });
  return undefined;
}

import type { Fields } from '../../documents/fields.ts';
import type { TestIssueSink } from '../../documents/test-issue.ts';

/** Reports keys that are written without a value: what they were to expect would not be looked at. */
export function reportEmptyValues(fields: Fields, keys: readonly string[], issues: TestIssueSink): void {
  for (const key of keys) {
    const entry = fields.entry(key);
    if (entry === undefined || fields.raw(key) !== undefined) continue;
    issues({
      code: 'empty-value',
      message: `"${key}" of ${fields.what} is empty, so nothing is looked at`,
      help: LISTS.has(key)
        ? `write "${key}: []" where nobody is meant`
        : 'write what is expected, or remove it',
      range: entry.key.range,
    });
  }
}

const LISTS: ReadonlySet<string> = new Set(['receivers', 'notifies', 'expected_receivers']);

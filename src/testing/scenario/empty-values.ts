import type { Fields } from '../../documents/fields.ts';
import type { TestIssueSink } from '../../documents/test-issue.ts';

/** Reports keys that are written without a value: their expectations would be ignored. */
export function reportEmptyValues(fields: Fields, keys: readonly string[], issues: TestIssueSink): void {
  for (const key of keys) {
    const entry = fields.entry(key);
    if (entry === undefined || fields.raw(key) !== undefined) continue;
    issues({
      code: 'empty-value',
      message: `"${key}" of ${fields.what} is empty, so nothing is checked`,
      help: LISTS.has(key)
        ? `use "${key}: []" to expect nobody`
        : 'write the expected values, or remove the key',
      range: entry.key.range,
    });
  }
}

const LISTS: ReadonlySet<string> = new Set(['receivers', 'notifies', 'expected_receivers']);

import type { TestResult } from '../testing/index.ts';
import type { TestChange } from './types.ts';

/** The tests whose result differs between the two sides, in the order of the new side. */
export function changedTests(before: readonly TestResult[], after: readonly TestResult[]): TestChange[] {
  const earlier = new Map(withKeys(before));
  return withKeys(after).flatMap(([key, result]) => {
    const old = earlier.get(key);
    if (old === undefined || old.status === result.status) return [];
    const failed = result.status === 'failed' ? result : old;
    const { file, name, status: now } = result;
    return [{ file, range: failed.range, name, before: old.status, after: now, message: failed.message }];
  });
}

/** Results by file, name and how often the name came before: names of tests may repeat. */
function withKeys(results: readonly TestResult[]): [string, TestResult][] {
  const seen = new Map<string, number>();
  return results.map((result) => {
    const name = `${result.file.path}\0${result.name}`;
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return [`${name}\0${count}`, result];
  });
}

import type { Question } from '../observe/types.ts';
import type { NotificationExpectation } from './types.ts';

/** The questions to an engine: the firing alerts at each notification and each check. */
export function notificationQuestions(expectation: NotificationExpectation): Question[] {
  const moments = expectation.kind === 'message' ? [] : expectation.expected.map(({ at }) => at.value);
  return [...moments, expectation.at.value].map((atMs) => ({ kind: 'all-firing', atMs }));
}

import type { Question } from '../observe/types.ts';
import type { NotificationExpectation } from './types.ts';

/** What has to be asked of an engine: what fires whenever something is sent or looked at. */
export function notificationQuestions(expectation: NotificationExpectation): Question[] {
  const moments = expectation.kind === 'message' ? [] : expectation.expected.map(({ at }) => at.value);
  return [...moments, expectation.at.value].map((atMs) => ({ kind: 'all-firing', atMs }));
}

import { expect, test } from 'vitest';
import { alert, ruleFile } from '../../../src/checks/support/example-rules.ts';
import { lintFiles } from '../../support/lint-files.ts';

const list = (text: (index: number) => string): string =>
  Array.from({ length: 100_000 }, (_, index) => text(index)).join('|');

function found(pattern: string): string[] {
  const rules = ruleFile(alert(`up{pod=~"${pattern}"} == 0`, { for: '5m' }));
  return lintFiles(rules, { only: 'promql/regex' }).map(({ message }) => message);
}

// Comparing each alternative with each other takes minutes for these.
test('100,000 alternatives are compared in no time', { timeout: 15_000 }, () => {
  expect(found(list((i) => `pod-${i}`))).toEqual([]);
  expect(found(list((i) => `pod-${i}.*`))).toEqual([]);
  expect(found(list((i) => (i % 2 === 0 ? `web${i}-.*` : `pod-${i}`)))).toEqual([]);
  expect(found(`${list((i) => `pod-${i}`)}|pod-777`)).toEqual([
    '"pod-777" occurs twice in the pattern of "pod"',
  ]);
});

test('a word that another alternative matches', () => {
  const message = (value: string, other: string): string[] => [
    `"${value}" in the pattern of "pod" is already matched by "${other}"`,
  ];
  expect(found('web-1|db|web-.*')).toEqual(message('web-1', 'web-.*'));
  expect(found('web-.+|db|web-')).toEqual([]);
  expect(found('a-web|db|.*-web')).toEqual(message('a-web', '.*-web'));
  expect(found('-web|db|.+-web')).toEqual([]);
  expect(found('web|web.*')).toEqual(message('web', 'web.*'));
  expect(found('web.x|web.*')).toEqual([]);
});

import { describe, expect, test } from 'vitest';
import { lintFiles } from '../support/lint-files.ts';

const rules = (second: string): string => `groups:
  - name: g
    rules:
      - &down
        alert: Down
        expr: up == 0
        labels: { severity: warning }
      - ${second}
`;

const duplicates = (text: string): number[] =>
  lintFiles({ 'rules.yml': text }, { named: true })
    .filter(({ message }) => message.includes('is written twice'))
    .map(({ file, range }) => file.position(range.start).line);

describe('merge keys in a rule, as Prometheus reads them', () => {
  test.each([
    ['an own key overrides', '<<: *down\n        alert: DownLong\n        expr: up < 1'],
    ['in any order', 'alert: DownLong\n        expr: up < 1\n        <<: *down'],
    ['several maps', '<<: [*down, *down]\n        alert: DownLong'],
  ])('%s', (_, second) => {
    expect(duplicates(rules(second))).toEqual([]);
  });

  test('an own key that is written twice is an error all the same', () => {
    const second = '<<: *down\n        expr: up < 1\n        expr: up < 2';
    expect(duplicates(rules(second))).toEqual([10]);
  });
});

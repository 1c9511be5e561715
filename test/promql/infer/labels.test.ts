import { expect, test } from 'vitest';
import { labelsText, only } from './support.ts';

test.each([
  ['x', '*=maybe'],
  ['x{a="1"}', 'a=always *=maybe'],
  ['x{a!="1"}', 'a=maybe *=maybe'],
  ['x{a!=""}', 'a=always *=maybe'],
  ['x{a=""}', 'a=never *=maybe'],
  ['x{a=~"1|2"}', 'a=always *=maybe'],
  ['x{a=~"1|"}', 'a=maybe *=maybe'],
  ['sum(x)', '*=never'],
  ['sum by (a) (x)', 'a=expected *=never'],
  ['sum by (a) (x{a="1"})', 'a=always *=never'],
  ['sum by (a) (sum by (b) (x))', '*=never'],
  ['sum without (a) (x{a="1"})', 'a=never *=maybe'],
  ['topk(3, x{a="1"})', 'a=always *=maybe'],
  ['count_values("version", x)', 'version=always *=never'],
  ['absent(x{a="1", b=~"2"})', 'a=always *=never'],
  ['absent(x{a="1", a!="2"})', '*=never'],
  ['absent(sum(x{a="1"}))', '*=never'],
  ['vector(1)', '*=never'],
  ['histogram_quantile(0.9, sum by (le, a) (x))', 'a=expected *=never'],
  ['label_replace(sum(x), "a", "$1", "b", "(.+)")', '*=never'],
  ['label_replace(x, "a", "fixed", "b", ".*")', 'a=always *=maybe'],
  ['label_replace(x, "a", "fixed", "b", "z")', 'a=expected *=maybe'],
  ['label_replace(x, "a", "$1", "b", "(.*):.*")', 'a=expected *=maybe'],
  ['label_replace(x{a="1"}, "a", "", "b", ".*")', 'a=never *=maybe'],
  ['label_join(x, "a", "-", "b", "c")', 'a=always *=maybe'],
  ['x{a="1"} / on (b) y', 'b=expected *=never'],
  ['x{a="1"} / on (b) group_left (c) y', 'a=always c=expected *=maybe'],
  ['x{a="1"} / ignoring (a) y{a="2"}', 'a=never *=maybe'],
  ['x / y{a="1"}', 'a=always *=maybe'],
  ['sum by (a) (x) / y', 'a=expected *=never'],
  ['x and on (a) y{a="1"}', 'a=always *=maybe'],
])('labels of %s', (text, expected) => {
  expect(labelsText(only(text))).toBe(expected);
});

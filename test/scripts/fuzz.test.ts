import { expect, test } from 'vitest';
import { Random } from '../../scripts/fuzz/random.ts';
import { targets } from '../../scripts/fuzz/targets.ts';

const all = Object.entries(targets());

test('every parser, both engines, the linter and the command line are fuzzed', () => {
  const kinds = new Map<string, number>();
  for (const [, { kind }] of all) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  expect(Object.fromEntries(kinds)).toEqual({ parser: 14, engine: 2, program: 2 });
});

test.each(all)('%s: a seed gives the same cases, which end without an exception', async (_name, target) => {
  const texts = (seed: number): string[] => {
    const random = new Random(seed);
    return Array.from({ length: 8 }, () => target.make(random));
  };
  expect(texts(7)).toEqual(texts(7));
  expect(texts(7)).not.toEqual(texts(8));
  for (const text of texts(7)) await target.run(text);
});

import { describe, expect, test } from 'vitest';
import { CHECKS } from '../../src/checks/index.generated.ts';
import type { Example } from '../../src/checks/contract.ts';
import { lintFiles, textsBelow } from '../support/lint-files.ts';

/** Maps and sets as lists: JSON has neither. */
const plainly = (_: string, value: unknown): unknown =>
  value instanceof Map || value instanceof Set ? [...(value as Iterable<unknown>)] : value;

const title = (example: Example, index: number): string => example.title ?? `example ${index + 1}`;

describe.each(CHECKS.map((check) => [check.meta.id, check] as const))('%s', (id, { meta }) => {
  test.each(meta.examples.wrong.map((example, i) => [title(example, i), example] as const))(
    'finds: %s',
    (_, example) => {
      const found = lintFiles(example.files, {
        config: example.config,
        only: id,
        named: example.named,
        live: example.live,
        before: example.before,
      });
      expect(example.at, 'a wrong example says where it is wrong').toBeDefined();
      expect(textsBelow(found)).toEqual(example.at);
    },
  );

  test.each(meta.examples.right.map((example, i) => [title(example, i), example] as const))(
    'is silent: %s',
    (_, example) => {
      const found = lintFiles(example.files, {
        config: example.config,
        only: id,
        named: example.named,
        live: example.live,
        before: example.before,
      });
      expect(found.map((diagnostic) => diagnostic.message)).toEqual([]);
      expect(example.at).toBeUndefined();
    },
  );

  test('messages are sentences without a full stop at the end, with a reason or a remedy', () => {
    for (const example of meta.examples.wrong) {
      for (const { message, why, help } of lintFiles(example.files, {
        config: example.config,
        only: id,
        named: example.named,
        live: example.live,
        before: example.before,
      })) {
        expect(message).not.toMatch(/undefined|\[object|\.$|^\s|\s$/);
        expect(why ?? help).toBeDefined();
      }
    }
  });

  test('no two examples are the same', () => {
    const seen = [...meta.examples.wrong, ...meta.examples.right].map((example) =>
      JSON.stringify([example.files, example.config, example.live, example.before], plainly),
    );
    expect(new Set(seen).size).toBe(seen.length);
  });
});

import { describe, expect, test } from 'vitest';
import { lintFiles } from '../../support/lint-files.ts';
import { PINT_CASES } from './cases.ts';
import type { PintCase } from './cases.ts';

const fileOf = ({ groups }: PintCase): string =>
  `groups:\n${groups
    .map((rules, i) => `  - name: g${i}\n    rules:\n${rules.map((rule) => `      - ${rule}\n`).join('')}`)
    .join('')}`;

describe('what pint is documented to find', () => {
  test.each(PINT_CASES.map((one, i) => [`${one.pint} (${i}): ${one.finds}`, one] as const))(
    '%s',
    (_, one) => {
      const found = lintFiles(fileOf(one)).map(({ check }) => check);
      expect(found.includes(one.finds)).toBe(one.strict !== true);
      expect(lintFiles(fileOf(one), { only: one.finds })).not.toEqual([]);
    },
  );
});

import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checkTemplate, refusal } from '../../scripts/new-check/template.ts';
import type { AnyCheck } from '../../src/checks/contract.ts';
import { CHECK_GROUPS } from '../../src/config/types.ts';
import { lintTexts } from '../../src/lint/texts.ts';
import { ROOT } from '../support/pack.ts';

test.each(CHECK_GROUPS)('a new check of the group %s finds what its examples say', async (group) => {
  const id = `${group}/newly-written`;
  // Beside the others, so that its imports lead where they will.
  const path = join(ROOT, 'src/checks/support', `new-check-of-${group}-${process.pid}.ts`);
  await writeFile(path, checkTemplate(id));
  onTestFinished(() => rm(path, { force: true }));
  const check = ((await import(path)) as { default: AnyCheck }).default;
  const found = (files: string | Readonly<Record<string, string>>): string[] =>
    lintTexts(files, [check], { always: id }).map(({ file, range }) => file.slice(range));
  for (const { files, at } of check.meta.examples.wrong) expect(found(files)).toEqual(at);
  for (const { files } of check.meta.examples.right) expect(found(files)).toEqual([]);
});

test('an unknown group is refused with those that there are', () => {
  expect(refusal('alert/name')).toMatch(/^there is no group "alert": it is one of syntax, promql, /);
  expect(refusal('Alerts/name')).toMatch(/^usage: /);
  expect(refusal('alerts/name')).toBeUndefined();
});

import { expect, test } from 'vitest';
import { defineCheck } from '../../src/checks/contract.ts';
import type { AnyCheck } from '../../src/checks/contract.ts';
import { CHECKS } from '../../src/checks/index.generated.ts';
import { DEFAULT_CONFIG } from '../../src/config/types.ts';
import type { Fix, TextEdit } from '../../src/diagnostics/diagnostic.ts';
import { applyEdits, overlap } from '../../src/lint/edits.ts';
import { fixAll } from '../../src/lint/fix.ts';
import type { FixRun } from '../../src/lint/fix.ts';

const RULES = `groups:
  - name: web
    rules:
      - alert: A
        expr: up == 0
`;

const found = (text: string) => [{ path: 'rules.yml', text, named: false }];

/** A check that reports each place of a word, with the fix that is made of the place. */
function wordCheck(word: string, fixes: (start: number, end: number) => Fix[]): AnyCheck {
  return defineCheck({
    meta: {
      id: 'config/test',
      summary: '',
      why: '',
      severity: 'warning',
      preset: 'recommended',
      examples: { wrong: [{ files: '' }], right: [{ files: '' }] },
    },
    messages: { word: (number: number) => ({ message: `word ${number}` }) },
    create: (context) => ({
      File({ file }) {
        const start = file.text.indexOf(word);
        if (start < 0) return;
        const range = { start, end: start + word.length };
        for (const [index, fix] of fixes(range.start, range.end).entries())
          context.report('word', { file, range }, index, { fix });
      },
    }),
  });
}

const run = (text: string, fixes: (start: number, end: number) => Fix[], word = 'up =='): FixRun =>
  fixAll(found(text), [...CHECKS, wordCheck(word, fixes)], DEFAULT_CONFIG);
const safe = (...edits: TextEdit[]): Fix => ({ description: 'x', safe: true, edits });
const after = (result: FixRun): string | undefined => result.changed[0]?.after;

test('edits are applied from the places of the text before', () => {
  const edits = [
    { range: { start: 4, end: 6 }, text: 'F' },
    { range: { start: 0, end: 1 }, text: 'AAAA' },
    { range: { start: 2, end: 2 }, text: '-' },
  ];
  expect(applyEdits('abcdefg', edits)).toBe('AAAAb-cdFg');
});

test('edits overlap where they share characters or start at one place', () => {
  const edit = (start: number, end: number): TextEdit => ({ range: { start, end }, text: '' });
  expect(overlap(edit(0, 2), edit(1, 3))).toBe(true);
  expect(overlap(edit(0, 2), edit(2, 3))).toBe(false);
  expect(overlap(edit(2, 2), edit(2, 2))).toBe(true);
  expect(overlap(edit(0, 4), edit(2, 2))).toBe(true);
});

test('a safe fix is applied, an unsafe one is not', () => {
  const fix = (start: number, end: number): Fix => safe({ range: { start, end }, text: 'down ==' });
  expect(after(run(RULES, (start, end) => [fix(start, end)]))).toBe(RULES.replace('up ==', 'down =='));
  const unsafe = run(RULES, (start, end) => [{ ...fix(start, end), safe: false }]);
  expect(unsafe.changed).toEqual([]);
  expect(unsafe.result.diagnostics).toHaveLength(1);
});

test('of two fixes that overlap the first is applied, and the other only if it is still asked for', () => {
  const result = run(RULES, (start, end) => [
    safe({ range: { start, end }, text: 'down ==' }),
    safe({ range: { start: start + 1, end }, text: 'X ==' }),
  ]);
  expect(after(result)).toBe(RULES.replace('up ==', 'down =='));
  expect(result.changed[0]!.fixes).toBe(1);
});

test('a fix that leads to an error is undone and reported', () => {
  const result = run(RULES, (start, end) => [safe({ range: { start, end }, text: 'up( ==' })]);
  expect(result.changed).toEqual([]);
  expect(result.refused).toHaveLength(1);
  expect(result.result.diagnostics.map(({ check }) => check)).toEqual(['config/test']);
});

test('a fix that makes rules vanish is undone', () => {
  const result = run(RULES, (start, end) => [safe({ range: { start, end }, text: 'grps' })], 'groups');
  expect(result.changed).toEqual([]);
  expect(result.refused).toHaveLength(1);
});

test('fixes that never end stop', () => {
  const result = run(RULES, (start) => [safe({ range: { start, end: start }, text: 'a' })]);
  expect(after(result)).toBe(RULES.replace('up ==', `${'a'.repeat(10)}up ==`));
});

test('what a fix makes possible is fixed too, the layout stays, and a second run finds nothing to do', () => {
  const text = `# the rules\ngroups:\n- name:   web\n  rules:\n  - alert:  'A'\n    expr: 'up{a=~"^x$",b=~"^y.*",it=~"s"} == 0'   # why\n\n`;
  const { changed } = fixAll(found(text), CHECKS, DEFAULT_CONFIG);
  expect(changed[0]!.after).toBe(
    text.replace('a=~"^x$"', 'a="x"').replace('"^y.*"', '"y.*"').replace('it=~', 'it='),
  );
  expect(fixAll(found(changed[0]!.after), CHECKS, DEFAULT_CONFIG).changed).toEqual([]);
});

test('anchors that hold one alternative only stay', () => {
  const text = RULES.replace('up', `up{a=~'^x|y$'}`);
  expect(fixAll(found(text), CHECKS, DEFAULT_CONFIG).changed).toEqual([]);
});

test('a value behind an alias is fixed once', () => {
  const text = `${RULES.replace('up == 0', `&e up{a=~'x'} == 0`)}      - alert: B\n        expr: *e\n`;
  const { changed } = fixAll(found(text), CHECKS, DEFAULT_CONFIG);
  expect(changed[0]!.after).toBe(text.replace('=~', '='));
});

test('a comment that disables nothing is removed, with its line if it is alone there', () => {
  const text = RULES.replace(
    '      - alert',
    '      # rulecheck disable-next-line syntax/yaml -- old\n      - alert',
  ).replace('up == 0', 'up == 0 # rulecheck disable-line syntax/yaml -- old');
  const { changed } = fixAll(found(text), CHECKS, DEFAULT_CONFIG);
  expect(changed[0]!.after).toBe(RULES);
  const named = fixAll([{ path: 'rules.yml', text, named: true }], CHECKS, DEFAULT_CONFIG);
  expect(named.changed, 'with files named one by one the rest of the project is not known').toEqual([]);
});

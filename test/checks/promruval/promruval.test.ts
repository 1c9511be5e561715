import { describe, expect, test } from 'vitest';
import { lintFiles } from '../../support/lint-files.ts';
import { PROMRUVAL_CASES } from './cases.ts';
import type { PromruvalCase, Rules } from './cases.ts';

/** Validators that have no verdict of their own here: docs/internals/peers.md says why. */
const WITHOUT = [
  'expressionCanBeEvaluated',
  'expressionSelectorsMatchesAnything',
  'expressionUsesExistingLabels',
  'expressionUsesUnderscoresInLargeNumbers',
  'validFunctionsOnCounters',
];

function fileOf({ rules, group = '' }: Rules): string {
  const head = group.startsWith('name:') ? group : `name: shop${group === '' ? '' : `\n    ${group}`}`;
  return `groups:\n  - ${head}\n    rules:\n${rules.map((rule) => `      - ${rule}\n`).join('')}`;
}

function verdict({ policy, check, loki }: PromruvalCase, rules: Rules): 'good' | 'bad' {
  const config = policy === undefined ? undefined : `policies:\n  - { name: house, ${policy} }\n`;
  const path = loki === undefined ? 'rules.yml' : 'loki/rules.yml';
  return lintFiles({ [path]: fileOf(rules) }, { config, only: check }).length === 0 ? 'good' : 'bad';
}

describe('what promruval says, rulecheck says with the policy that docs/internals/peers.md names', () => {
  test.each(PROMRUVAL_CASES.map((one, i) => [`${one.validator} (${i})`, one] as const))('%s', (_, one) => {
    expect(one.good.map((rules) => verdict(one, rules))).toEqual(one.good.map(() => 'good'));
    expect(one.bad.map((rules) => verdict(one, rules))).toEqual(one.bad.map(() => 'bad'));
  });

  test('every validator that needs no server has a case', () => {
    const names = new Set(PROMRUVAL_CASES.map(({ validator }) => validator));
    expect(names.size + WITHOUT.length).toBe(52);
    expect(WITHOUT.filter((name) => names.has(name))).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CHECKS } from '../../src/checks/index.generated.ts';

const text = readFileSync(new URL('../../docs/internals/peers.md', import.meta.url), 'utf8');
const section = (title: string): [string, string][] =>
  (text.split(`## ${title}\n`)[1]?.split(/\n##+ /)[0] ?? '')
    .split('\n')
    .filter(
      (line) =>
        line.startsWith('| ') && !/^\| (?:---|pint|promruval|amlint|dashboard-linter|gcx) /.test(line),
    )
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, peer = '', ours = '']) => [peer, ours]);
const pint = section('pint');
const promruval = section('promruval');
const amlint = section('amlint');
const dashboardLinter = section('dashboard-linter');
const gcx = section('gcx');
const presets = new Map<string, string>(CHECKS.map(({ meta }) => [meta.id, meta.preset]));
const GROUPS = [...new Set(CHECKS.map(({ meta }) => meta.id.split('/')[0]!))].join('|');

const summary = readFileSync(new URL('../../docs/peers.md', import.meta.url), 'utf8');

describe('docs/peers.md', () => {
  test.each([
    ['pint', pint],
    ['promruval', promruval],
    ['amlint', amlint],
    ['dashboard-linter', dashboardLinter],
    ['gcx', gcx],
  ])('counts the checks of %s with and without an equivalent', (tool, rows) => {
    const without = rows.filter(([, ours]) => ours.startsWith('none: ')).length;
    const row = summary.split('\n').find((line) => line.startsWith(`| [${tool}](`)) ?? '';
    const counts = row.split('|').slice(2, 5);
    expect(counts.map((cell) => Number.parseInt(cell, 10))).toEqual([
      rows.length,
      rows.length - without,
      without,
    ]);
  });
});

describe('docs/internals/peers.md', () => {
  test('has every check of pint and every validator of promruval, each once', () => {
    expect(new Set(pint.map(([peer]) => peer)).size).toBe(36);
    expect(new Set(promruval.map(([peer]) => peer)).size).toBe(52);
    expect([pint.length, promruval.length]).toEqual([36, 52]);
  });

  test('has every check of amlint', () => {
    expect(new Set(amlint.map(([peer]) => peer)).size).toBe(49);
  });

  test('has every rule of dashboard-linter and gcx', () => {
    expect(new Set(dashboardLinter.map(([peer]) => peer)).size).toBe(17);
    expect(new Set(gcx.map(([peer]) => peer)).size).toBe(6);
  });

  test.each([...pint, ...promruval, ...amlint, ...dashboardLinter, ...gcx])(
    '%s: the checks that it names exist',
    (_, ours) => {
      const ids = [...ours.matchAll(new RegExp(`\\b(?:${GROUPS})/[a-z-]+`, 'g'))].map(([id]) => id);
      if (ids.length === 0) expect(ours).toMatch(/^none: ./);
      for (const id of ids) expect([...presets.keys()]).toContain(id);
      for (const [, id] of ours.matchAll(/(\S+\/\S+) \(strict\)/g)) expect(presets.get(id!)).toBe('strict');
    },
  );
});

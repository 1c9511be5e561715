import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { attackText, attacksOn, superLinear } from '../../scripts/patterns/attack.ts';
import { collectPatterns, patternsMadeByLoading } from '../../scripts/patterns/collect.ts';
import { REVIEWED_BOUNDED, REVIEWED_DYNAMIC } from '../../scripts/patterns/reviewed.ts';
import { ROOT } from '../support/pack.ts';

const { fixed, dynamic } = collectPatterns(ROOT);

/** Why a pattern takes longer than linear time; undefined: it does not. */
function complaint(source: string, flags: string): string | undefined {
  for (const attack of attacksOn(source, flags)) {
    const cost = superLinear(source, flags, attack);
    if (cost !== undefined)
      return `${JSON.stringify(attackText(attack, 24))}: ${cost.map(Math.round).join(', ')} ms at n, 2n, 4n`;
  }
  return undefined;
}

describe('every pattern of the program takes linear time', () => {
  const files = [...new Set(fixed.map(({ file }) => file))];

  it('there are many', () => expect(fixed.length).toBeGreaterThan(1000));

  it('in each file', { timeout: 600_000 }, () => {
    const slow: string[] = [];
    for (const file of files) {
      for (const { line, source, flags } of fixed.filter((pattern) => pattern.file === file)) {
        if (REVIEWED_BOUNDED[`${file} /${source}/${flags}`] !== undefined) continue;
        const why = complaint(source, flags);
        if (why !== undefined) slow.push(`${file}:${line} /${source}/${flags} on ${why}`);
      }
    }
    expect(slow).toEqual([]);
  });

  it('also those that are put together from several texts', { timeout: 120_000 }, async () => {
    for (const file of Object.keys(REVIEWED_DYNAMIC)) {
      for (const { source, flags } of await patternsMadeByLoading(join(ROOT, file)))
        expect(complaint(source, flags), `${file} /${source}/${flags}`).toBeUndefined();
    }
  });

  it('places that make patterns at run time are reviewed, and no other is listed', () => {
    const found = new Set(dynamic.map(({ file }) => file));
    expect([...found].sort()).toEqual(Object.keys(REVIEWED_DYNAMIC).sort());
    const known = new Set(fixed.map(({ file, source, flags }) => `${file} /${source}/${flags}`));
    expect(Object.keys(REVIEWED_BOUNDED).filter((key) => !known.has(key))).toEqual([]);
  });
});

describe('the measure finds what is slow', () => {
  it.each([
    [String.raw`^(?:_?\d+)*$`, 'exponential'],
    [String.raw`^(\d+)(\w+)$`, 'quadratic in one match'],
    [String.raw`\s+$`, 'quadratic by starting anywhere'],
    [String.raw`^\s*a\s*:`, 'quadratic over lines', 'm'],
    [String.raw`\{\{.*?\}\}`, 'quadratic by openings that nothing closes', 'gs'],
    [String.raw`^#\s+(.*?)(?:\s+#+)?\s*$`, 'cubic'],
  ])('%s: %s', (source, _why, flags = '') => {
    expect(complaint(source, flags)).toBeDefined();
  });

  it.each([String.raw`(?<!\s)\s+$`, String.raw`^\d+(?:\.\d*)?$`, String.raw`^[ \t]*a[ \t]*:`])(
    '%s is linear',
    (source) => expect(complaint(source, 'm')).toBeUndefined(),
  );
});

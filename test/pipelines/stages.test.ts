import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/pack.ts';
import { casesOf, play, playAlloy } from './support.ts';
import type { PlayedCase, PlayedLine, StageCase } from './support.ts';

const cases = casesOf(await readFile(`${ROOT}test/pipelines/stages.yml`, 'utf8'));
const recorded = JSON.parse(await readFile(`${ROOT}test/pipelines/stages.json`, 'utf8')) as PlayedCase[];

/** Stages of a real agent run side by side: the order in which lines leave a match is left to chance. */
const inOrder = (lines: readonly PlayedLine[]): PlayedLine[] =>
  [...lines].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));

describe('stages of Promtail', () => {
  it('are recorded', () => expect(recorded.map(({ name }) => name)).toEqual(cases.map(({ name }) => name)));

  it.each(cases.map((one, i) => [one.name, one, recorded[i]!] as const))('%s', (_, one, real) => {
    const played = play(one);
    expect(inOrder(played.lines)).toEqual(real.lines);
    expect(played.error === undefined).toBe(real.error === undefined);
  });
});

interface AlloyCase extends StageCase {
  readonly result: PlayedCase;
}
const ofAlloy = JSON.parse(await readFile(`${ROOT}test/pipelines/alloy-stages.json`, 'utf8')) as AlloyCase[];

describe('the same stages of Alloy', () => {
  it.each(ofAlloy.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const played = playAlloy(one);
    expect(inOrder(played.lines)).toEqual(one.result.lines);
    expect(played.error === undefined).toBe(one.result.error === undefined);
  });
});

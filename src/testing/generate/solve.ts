import type { AlertInputs } from './inputs.ts';
import { candidates } from './values.ts';
import type { Setting } from './values.ts';

export type Settings = readonly Setting[];

/** Whether the alert is active with some settings, once they have lasted long enough. */
export type IsActive = (settings: Settings) => boolean;

/** Settings that make an alert active, and ones that do not, with as little between them as could be found. */
export interface Solution {
  readonly active: Settings;
  /** undefined: no series has a value that makes the alert quiet while all of them are there. */
  readonly limit: Limit | undefined;
  /** Series without which the alert is not active. */
  readonly needed: readonly number[];
}

/** Two settings that differ in one series, as little as could be found: the alert is active with one and not with the other. */
export interface Limit {
  /** Which series differs. */
  readonly changed: number;
  readonly active: Settings;
  readonly quiet: Settings;
}

/** Combinations that are tried at most, and samples that are played for them: long ranges have fewer tries. */
const MOST_TRIES = 2500;
const MOST_SAMPLES = 15_000_000;
/** Steps by which the limit is narrowed down. */
const BISECTIONS = 24;

/** Searches settings of an alert's series; undefined: none of the combinations that were tried makes it active. */
export function solve(
  inputs: AlertInputs,
  isActive: IsActive,
  {
    stepMs,
    startSec,
    samples,
  }: { readonly stepMs: number; readonly startSec: number; readonly samples: number },
): Solution | undefined {
  const choices = inputs.series.map((input) => candidates(input, inputs, stepMs, startSec));
  const tries = Math.min(MOST_TRIES, Math.ceil(MOST_SAMPLES / (samples * inputs.series.length)));
  const active = firstActive(choices, isActive, tries);
  if (active === undefined) return undefined;
  const needed = active.flatMap((setting, i) =>
    setting !== 'absent' && !isActive(active.map((each, k) => (k === i ? 'absent' : each))) ? [i] : [],
  );
  const limits = choices.flatMap((own, changed) => limitOf(active, own, changed, isActive, inputs) ?? []);
  const [limit] = limits.sort((x, y) => x.gap - y.gap);
  return { active, limit, needed };
}

function firstActive(choices: readonly Setting[][], isActive: IsActive, most: number): Settings | undefined {
  let tries = 0;
  for (const settings of combinations(choices)) {
    if (isActive(settings)) return settings;
    if (++tries >= most) return undefined;
  }
  return undefined;
}

/** Few series: every combination. Many: all with the same choice, then one and two of them with another. */
function* combinations(choices: readonly Setting[][]): Generator<Settings> {
  const total = choices.reduce((product, each) => product * each.length, 1);
  if (total <= MOST_TRIES) {
    for (let n = 0; n < total; n++) yield decoded(n, choices);
    return;
  }
  const longest = Math.max(...choices.map((each) => each.length));
  for (let base = 0; base < longest; base++) {
    const same = choices.map((each) => each[base % each.length]!);
    yield same;
    for (const [i, own] of choices.entries())
      for (const setting of own) yield same.map((each, k) => (k === i ? setting : each));
  }
  const first = choices.map((each) => each[0]!);
  for (const [i, own] of choices.entries())
    for (const [k, other] of choices.entries())
      if (k > i)
        for (const a of own)
          for (const b of other) yield first.map((each, n) => (n === i ? a : n === k ? b : each));
}

function decoded(number: number, choices: readonly Setting[][]): Settings {
  let rest = number;
  return choices.map((each) => {
    const setting = each[rest % each.length]!;
    rest = Math.floor(rest / each.length);
    return setting;
  });
}

/** The limit that a series has while the others stay: the closest settings on both of its sides that were found. */
function limitOf(
  active: Settings,
  choices: readonly Setting[],
  changed: number,
  isActive: IsActive,
  { series }: AlertInputs,
): (Limit & { readonly gap: number }) | undefined {
  const from = active[changed]!;
  const withSetting = (setting: Setting): Settings =>
    active.map((each, k) => (k === changed ? setting : each));
  const others = choices.filter((setting) => setting !== 'absent' && setting !== from);
  const quiet = others.find((setting) => !isActive(withSetting(setting)));
  if (quiet === undefined || quiet === 'absent') return undefined;
  const { kind } = series[changed]!;
  if (from === 'absent' || kind === 'buckets' || kind === 'flapping')
    return { changed, active, quiet: withSetting(quiet), gap: Infinity };
  let [on, off]: [number, number] = [from, quiet];
  // Half an item occurs in averages and rates alone.
  const isWhole = kind === 'gauge' && Number.isInteger(on) && Number.isInteger(off);
  for (let i = 0; i < BISECTIONS; i++) {
    const middle: number = isWhole ? Math.round((on + off) / 2) : Number(((on + off) / 2).toPrecision(4));
    if (middle === on || middle === off) break;
    if (isActive(withSetting(middle))) on = middle;
    else off = middle;
  }
  const gap = Math.abs(on - off) / Math.max(Math.abs(on), Math.abs(off));
  return { changed, active: withSetting(on), quiet: withSetting(off), gap };
}

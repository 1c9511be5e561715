import { hasChar, UNIVERSE } from './char-set.ts';
import type { Automaton } from './automaton.ts';

/** An automaton that must accept the value, or must not. */
export interface Demand {
  readonly automaton: Automaton;
  readonly accepts: boolean;
}

/** `none` is proved; `unknown`: the search was given up. */
export type Found =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' };

/** Steps of states over characters until the search is given up: a few milliseconds. */
const MAX_WORK = 60_000;

/** A shortest value that every demand is content with, by a walk through all automata at once. */
export function findValue(demands: readonly Demand[]): Found {
  const [value, complete] = search(demands, 1);
  if (value[0] !== undefined) return { kind: 'value', value: value[0] };
  return { kind: complete ? 'none' : 'unknown' };
}

/** Up to so many short values that every demand is content with. */
export function someValues(demands: readonly Demand[], count: number): readonly string[] {
  return search(demands, count)[0];
}

interface Position {
  readonly value: string;
  /** The states of each automaton. */
  readonly states: readonly (readonly number[])[];
}

function search(demands: readonly Demand[], count: number): readonly [values: string[], complete: boolean] {
  const start: Position = {
    value: '',
    states: demands.map(({ automaton }) => closure(automaton, [0], 'start')),
  };
  const seen = new Set([keyOf(start)]);
  const queue = [start];
  const values: string[] = [];
  let work = 0;
  for (const position of queue) {
    if (isContent(position, demands)) values.push(position.value);
    if (values.length >= count) return [values, false];
    for (const code of candidates(position, demands)) {
      work += 1 + position.states.reduce((sum, { length }) => sum + length, 0);
      if (work > MAX_WORK) return [values, false];
      const states = demands.map(({ automaton }, i) => move(automaton, position.states[i]!, code));
      if (demands.some(({ accepts }, i) => accepts && states[i]!.length === 0)) continue;
      const next = { value: position.value + String.fromCodePoint(code), states };
      const key = keyOf(next);
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push(next);
    }
  }
  return [values, true];
}

function keyOf({ states, value }: Position): string {
  // Assertions of the beginning hold there only.
  return `${value === ''}:${states.map((list) => list.join(',')).join(';')}`;
}

function isContent({ value, states }: Position, demands: readonly Demand[]): boolean {
  return demands.every(({ automaton, accepts }, i) => {
    const reached = closure(automaton, states[i]!, value === '' ? 'both' : 'end');
    return reached.includes(1) === accepts;
  });
}

/** The states that are reached without a character, in order. */
function closure(
  { silent }: Automaton,
  states: readonly number[],
  where: 'start' | 'end' | 'both' | 'inside',
): readonly number[] {
  const reached = new Set(states);
  for (const state of reached) {
    for (const { to, at } of silent[state]!)
      if (at === undefined || at === where || where === 'both') reached.add(to);
  }
  return [...reached].sort((a, b) => a - b);
}

function move(automaton: Automaton, states: readonly number[], code: number): readonly number[] {
  const next = states.flatMap((state) =>
    automaton.steps[state]!.filter(({ set }) => hasChar(set, code)).map(({ to }) => to),
  );
  return closure(automaton, next, 'inside');
}

/** One character for each set of characters that no automaton distinguishes here. */
function candidates({ states }: Position, demands: readonly Demand[]): readonly number[] {
  const bounds = new Set<number>();
  const note = (lo: number, hi: number): void => void bounds.add(lo).add(hi + 1);
  for (const [lo, hi] of UNIVERSE) note(lo, hi);
  for (const [i, { automaton }] of demands.entries()) {
    for (const state of states[i]!)
      for (const { set } of automaton.steps[state]!) for (const [lo, hi] of set) note(lo, hi);
  }
  const sorted = [...bounds].sort((a, b) => a - b);
  return sorted.flatMap((lo, i) => (hasChar(UNIVERSE, lo) ? [readable(lo, sorted[i + 1]! - 1)] : []));
}

/** A character of a range that reads well in a message. */
function readable(lo: number, hi: number): number {
  const wanted = [0x78, 0x61, 0x41, 0x30, 0x21].find((code) => code >= lo && code <= hi);
  return wanted ?? lo;
}

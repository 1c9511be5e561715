import type { Range } from '../../source/range.ts';
import type { Entry } from '../entry.ts';

export type Emit = (entry: Entry) => void;

/** A stage at work. It may hold lines back and give them out later. Times are nanoseconds since 1970. */
export interface Stage {
  /** Takes a line that arrives at `now`. */
  push(entry: Entry, emit: Emit, now: bigint): void;
  /** The clock has come to `now`: entries that have waited long enough go on. */
  tick?(now: bigint, emit: Emit): void;
  /** There are no more lines. */
  end?(emit: Emit): void;
}

/** A label that a stage sets, and where its name is written. */
export interface StageLabel {
  readonly name: string;
  readonly range: Range;
  /** The extracted value that it takes, or the fixed text. */
  readonly from: { readonly extracted: string } | { readonly text: string };
}

/** A stage that was read from a configuration. */
export interface CompiledStage {
  /** Promtail's name for it. */
  readonly name: string;
  readonly range: Range;
  readonly create: () => Stage;
  /** Stream labels that it, or a stage inside of it, sets. */
  readonly labels: readonly StageLabel[];
  /** Names of structured metadata that it sets. */
  readonly metadata?: readonly string[];
  /** It sets labels whose names only the lines tell. */
  readonly anyLabels?: true;
  /** Why it cannot be played; it lets every line pass. */
  readonly unplayed?: string;
  readonly inner?: readonly CompiledStage[];
}

/** A stage that changes each line by itself. */
export const changing =
  (change: (entry: Entry, now: bigint) => void): (() => Stage) =>
  () => ({
    push(entry, emit, now) {
      change(entry, now);
      emit(entry);
    },
  });

/** A stage that lets some lines pass. */
export const keeping =
  (keep: (entry: Entry, now: bigint) => boolean): (() => Stage) =>
  () => ({
    push(entry, emit, now) {
      if (keep(entry, now)) emit(entry);
    },
  });

/** Stages one behind the other, as one. Labels become extracted values first, as at the start of each pipeline. */
export function chain(stages: readonly Stage[]): Stage {
  const from = (index: number, now: bigint, emit: Emit): Emit => {
    const stage = stages[index];
    if (stage === undefined) return emit;
    return (entry) => stage.push(entry, from(index + 1, now, emit), now);
  };
  return {
    push(entry, emit, now) {
      for (const [name, value] of entry.labels) entry.extracted.set(name, value);
      from(0, now, emit)(entry);
    },
    tick(now, emit) {
      for (const [index, stage] of stages.entries()) stage.tick?.(now, from(index + 1, now, emit));
    },
    end(emit) {
      for (const [index, stage] of stages.entries()) stage.end?.(from(index + 1, 0n, emit));
    },
  };
}

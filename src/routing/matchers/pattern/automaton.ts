import { intersection, UNIVERSE } from './char-set.ts';
import type { CharSet } from './char-set.ts';
import { parsePattern } from './parse.ts';
import type { PatternNode } from './parse.ts';

/** Goes on without a character: always, or only where the value begins or ends. */
interface Silent {
  readonly to: number;
  readonly at?: 'start' | 'end';
}

/** A nondeterministic automaton: state 0 begins, state 1 accepts. */
export interface Automaton {
  readonly steps: readonly (readonly { readonly set: CharSet; readonly to: number }[])[];
  readonly silent: readonly (readonly Silent[])[];
}

const MAX_STATES = 3_000;

/** The automaton of an expression that must match the whole value; undefined where it is not read, or too large. */
export function automatonOf(pattern: string): Automaton | undefined {
  const node = parsePattern(pattern);
  if (node === undefined) return undefined;
  const builder = new Builder();
  return builder.add(node, 0, 1) ? builder : undefined;
}

/** The automaton of one value. */
export function automatonOfValue(value: string): Automaton | undefined {
  const parts = Array.from(value, (c): PatternNode => {
    const code = c.codePointAt(0)!;
    return { kind: 'chars', set: [[code, code]] };
  });
  const builder = new Builder();
  return builder.add({ kind: 'sequence', parts }, 0, 1) ? builder : undefined;
}

class Builder implements Automaton {
  readonly steps: { set: CharSet; to: number }[][] = [[], []];
  readonly silent: Silent[][] = [[], []];

  /** Puts what a node matches between two states. @returns false where that takes too many states */
  add(node: PatternNode, from: number, to: number): boolean {
    if (this.steps.length > MAX_STATES) return false;
    switch (node.kind) {
      case 'chars':
        this.steps[from]!.push({ set: intersection(node.set, UNIVERSE), to });
        return true;
      case 'start':
      case 'end':
        this.silent[from]!.push({ to, at: node.kind });
        return true;
      case 'choice':
        return node.parts.every((part) => this.add(part, from, to));
      case 'sequence':
        return this.#sequence(node.parts, from, to);
      case 'repeat':
        return this.#repeat(node, from, to);
    }
  }

  #state(): number {
    this.silent.push([]);
    return this.steps.push([]) - 1;
  }

  #link(from: number, to: number): void {
    this.silent[from]!.push({ to });
  }

  #sequence(parts: readonly PatternNode[], from: number, to: number): boolean {
    let at = from;
    for (const part of parts) {
      const next = this.#state();
      if (!this.add(part, at, next)) return false;
      at = next;
    }
    this.#link(at, to);
    return true;
  }

  #repeat({ part, min, max }: PatternNode & { kind: 'repeat' }, from: number, to: number): boolean {
    const needed = Array.from({ length: min }, () => part);
    const enough = this.#state();
    if (!this.#sequence(needed, from, enough)) return false;
    if (max === Infinity) {
      const inside = this.#state();
      this.#link(enough, inside);
      this.#link(inside, to);
      const end = this.#state();
      this.#link(end, inside);
      return this.add(part, inside, end);
    }
    let at = enough;
    this.#link(at, to);
    for (let i = min; i < max; i++) {
      const next = this.#state();
      if (!this.add(part, at, next)) return false;
      this.#link(next, to);
      at = next;
    }
    return true;
  }
}

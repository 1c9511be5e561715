import { automatonOf, automatonOfValue } from './automaton.ts';
import type { Automaton } from './automaton.ts';
import { someValues } from './find-value.ts';

/** The values that an expression, or one value, stands for; worked out when it is asked for. */
export class Language {
  readonly #build: () => Automaton | undefined;
  #automaton: { readonly of: Automaton | undefined } | undefined;
  #samples: readonly string[] | undefined;

  private constructor(build: () => Automaton | undefined) {
    this.#build = build;
  }

  /** The values that an RE2 expression matches from beginning to end. */
  static ofPattern(pattern: string): Language {
    return new Language(() => automatonOf(pattern));
  }

  static ofValue(value: string): Language {
    return new Language(() => automatonOfValue(value));
  }

  /** undefined: the expression is outside the subset that is read, or too large. */
  get automaton(): Automaton | undefined {
    return (this.#automaton ??= { of: this.#build() }).of;
  }

  /** A few short values; they refute what is not so without a walk through two automata. */
  get samples(): readonly string[] {
    const { automaton } = this;
    return (this.#samples ??= automaton === undefined ? [] : someValues([{ automaton, accepts: true }], 3));
  }
}

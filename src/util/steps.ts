/** Work that can be left and taken up again between its steps. */
export type Steps<T> = Generator<undefined, T, void>;

/** Does work from its first step to its last. */
export function allAtOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

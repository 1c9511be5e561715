import type { Alternative } from './facts.ts';

/** Facts about stored series; implemented by the project from its catalogue and recording rules. */
export interface InferenceEnvironment {
  /**
   * Every kind of series that a metric name can have (labels with `__name__`, values, type), before any matcher
   * narrows them; undefined: the name is not known, so anything is possible.
   */
  series(name: string): readonly Alternative[] | undefined;
}

/** Knows no metric at all. */
export const NOTHING_KNOWN: InferenceEnvironment = { series: () => undefined };

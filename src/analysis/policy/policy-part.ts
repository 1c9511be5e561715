import type { Range } from '../../source/range.ts';

/** A part of an expression that a policy finds wrong. */
export interface PolicyPart {
  readonly range: Range;
  readonly what: string;
  readonly help: string;
  /** The missing keys that the sentence lists. */
  readonly names?: readonly string[];
}

import { EvalError } from '../errors.ts';
import { overVector } from './implementation.ts';
import type { Implementation } from './implementation.ts';

/**
 * integral() of Prometheus 3.16 is experimental, and no real server was there to compare with: an answer that may
 * differ from Prometheus's is worse than none.
 */
export const INTEGRALS = {
  integral: overVector(({ range }) => {
    throw new EvalError(
      'not-implemented',
      'rulecheck does not evaluate the experimental function integral(): test it with the promtool of Prometheus 3.16',
      range,
    );
  }),
} satisfies Record<string, Implementation>;

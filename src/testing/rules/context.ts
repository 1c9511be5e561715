import { type CompiledQuery, EvalError, type EvalOptions, Labels, type VectorSample, compileQuery, instant } from '../../promql/eval/index.ts';
import { RuleError } from './rule-error.ts';
import type { SampleStore } from './sample-store.ts';

/** What every rule of a case shares. */
export interface RuleContext {
  readonly store: SampleStore;
  readonly options: EvalOptions;
  readonly externalLabels: Readonly<Record<string, string>>;
  readonly externalUrl: string;
  /** Templates run as in promtool's tests, where externalURL and pathPrefix panic. */
  readonly asPromtool: boolean;
}

/** Parses the expression of a rule; @throws RuleError bad-rule */
export function compileRule(name: string, text: string, options: EvalOptions): CompiledQuery {
  try {
    return compileQuery(text, options);
  } catch (error) {
    if (!(error instanceof EvalError)) throw error;
    throw new RuleError('bad-rule', `rule "${name}": could not parse expression: ${error.message}`);
  }
}

/**
 * Evaluates an expression as the rule manager does: a scalar is a vector of one sample without labels.
 * @throws EvalError; RuleError where the result is of another type
 */
export function evaluateVector(query: CompiledQuery | string, timeMs: number, { store, options }: RuleContext): readonly VectorSample[] {
  const { value } = instant(query, store.storage, timeMs, options);
  if (value.type === 'vector') return value.samples;
  if (value.type === 'scalar') return [{ labels: Labels.EMPTY, value: value.value, histogram: undefined }];
  throw new RuleError('evaluation-failed', 'rule result is not a vector or scalar');
}

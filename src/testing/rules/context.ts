import type { Language } from '../../documents/expression.ts';
import {
  LogqlEvalError,
  type LogStore,
  type QueryLimits,
  asSent,
  evaluateInstant,
  refuseLongRanges,
  refuseManySeries,
} from '../../logql/eval/index.ts';
import type { LokiRelease } from '../../util/loki-release.ts';
import { parseLogql } from '../../logql/syntax/index.ts';
import {
  type CompiledQuery,
  EvalError,
  type EvalOptions,
  Labels,
  type VectorSample,
  compileQuery,
  instant,
} from '../../promql/eval/index.ts';
import type { RuleObserver, RuleProbes } from './observer.ts';
import { RuleError } from './rule-error.ts';
import type { SampleStore } from './sample-store.ts';

/** What every rule of a case shares. */
export interface RuleContext {
  readonly store: SampleStore;
  /** The lines that rules of Loki see. */
  readonly logs: LogStore;
  /** The Loki that evaluates those rules. */
  readonly lokiRelease: LokiRelease;
  /** The queries that it refuses. */
  readonly lokiLimits: QueryLimits;
  readonly options: EvalOptions;
  readonly externalLabels: Readonly<Record<string, string>>;
  readonly externalUrl: string;
  /** Templates run as in promtool's tests, where externalURL and pathPrefix panic. */
  readonly asPromtool: boolean;
  /** Who notes what the rules do. */
  readonly observer?: RuleObserver | undefined;
  /** Only the states and labels of alerts are asked for, neither their annotations nor their series. */
  readonly statesOnly?: boolean;
}

/**
 * An expression ready to be evaluated at any instant (milliseconds).
 * @throws EvalError; RuleError evaluation-failed
 */
export type VectorQuery = (timeMs: number) => readonly VectorSample[];

/** Parses the expression of a rule; @throws RuleError bad-rule */
export function compileRule(
  name: string,
  text: string,
  language: Language,
  context: RuleContext,
  probes?: RuleProbes,
): VectorQuery {
  try {
    return compileVector(text, language, context, probes);
  } catch (error) {
    if (!(error instanceof EvalError || error instanceof RuleError)) throw error;
    throw new RuleError('bad-rule', `rule "${name}": could not parse expression: ${error.message}`);
  }
}

/** Parses an expression; @throws EvalError, RuleError evaluation-failed where it does not parse */
export function compileVector(
  text: string,
  language: Language,
  context: RuleContext,
  probes?: RuleProbes,
): VectorQuery {
  if (language === 'logql') return compileLogql(text, context, probes?.logql);
  const query = compileQuery(text, context.options);
  if (probes === undefined) return (timeMs) => evaluateVector(query, timeMs, context);
  const watched = { ...context, options: { ...context.options, probe: probes.promql } };
  return (timeMs) => evaluateVector(query, timeMs, watched);
}

/** An expression inside of a template; its error is printed into the text, with the place as Prometheus names it. */
export function compileTemplateQuery(text: string, language: Language, context: RuleContext): VectorQuery {
  try {
    return compileVector(text, language, context);
  } catch (error) {
    if (!(error instanceof EvalError) || error.code !== 'parse') throw error;
    throw new EvalError('parse', `${placeOf(text, error.range?.start ?? 0)}: parse error: ${error.message}`);
  }
}

/** Line and column, which counts bytes. */
function placeOf(text: string, offset: number): string {
  if (text === '') return 'unknown position';
  const lines = text.slice(0, offset).split('\n');
  return `${lines.length}:${Buffer.byteLength(lines.at(-1) ?? '') + 1}`;
}

function compileLogql(
  text: string,
  { logs, lokiRelease, lokiLimits }: RuleContext,
  probeOf?: RuleProbes['logql'],
): VectorQuery {
  const { expr, errors } = parseLogql(text);
  const [error] = errors;
  if (error !== undefined || expr === undefined)
    throw new RuleError('evaluation-failed', error?.message ?? 'no expression');
  const sent = asSent(expr);
  const probe = probeOf?.(sent);
  return (timeMs) => {
    try {
      refuseLongRanges(sent, lokiLimits);
      const result = evaluateInstant(sent, logs, timeMs, lokiRelease, probe);
      if (result.kind === 'scalar')
        return [{ labels: Labels.EMPTY, value: result.value, histogram: undefined }];
      refuseManySeries(result.samples.length, lokiLimits);
      return result.samples.map(({ labels, value }) => ({
        labels: Labels.of(labels),
        value,
        histogram: undefined,
      }));
    } catch (failure) {
      if (!(failure instanceof LogqlEvalError)) throw failure;
      throw new RuleError('evaluation-failed', failure.message);
    }
  };
}

/**
 * Evaluates PromQL as the rule manager does: a scalar is a vector of one sample without labels.
 * @throws EvalError; RuleError where the result is of another type
 */
export function evaluateVector(
  query: CompiledQuery | string,
  timeMs: number,
  { store, options }: RuleContext,
): readonly VectorSample[] {
  const { value } = instant(query, store.storage, timeMs, options);
  if (value.type === 'vector') return value.samples;
  if (value.type === 'scalar') return [{ labels: Labels.EMPTY, value: value.value, histogram: undefined }];
  throw new RuleError('evaluation-failed', 'rule result is not a vector or scalar');
}

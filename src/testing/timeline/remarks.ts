import { EvalError, instant } from '../../promql/eval/index.ts';
import type { RuleContext } from '../rules/context.ts';

/** Prometheus's warnings and infos on an expression at an instant (milliseconds since 1970), each once. */
export function remarksOf(expr: string, timeMs: number, { store, options }: RuleContext): string[] {
  try {
    const { warnings, infos } = instant(expr, store.storage, timeMs, options).annotations;
    return [...new Set([...warnings, ...infos].map(({ message }) => message))];
  } catch (error) {
    if (error instanceof EvalError) return [];
    throw error;
  }
}

import type { Callable } from './value/callable.ts';

/** Whose function it is: Go's own or one of the two dialects'. */
export type FunctionOrigin = 'go' | 'prometheus' | 'alertmanager';

/** One function of the table that the evaluator, the linter and the docs read. */
export interface TemplateFunction extends Callable {
  readonly name: string;
  readonly origin: FunctionOrigin;
  /** The arguments as the docs show them: `pattern, replacement, text`. */
  readonly usage: string;
  /** One sentence. */
  readonly summary: string;
  /** First version of Prometheus or Alertmanager that has it, such as `2.38`. Go's own functions have none. */
  readonly since?: string;
  /** Why not to use it in rules or notifications, and what to use instead. */
  readonly discouraged?: string;
}

/** The functions a template may call, by name. */
export type FunctionSet = ReadonlyMap<string, TemplateFunction>;

/** Puts tables together; a later one replaces functions of the same name. */
export function functionSet(...tables: readonly (readonly TemplateFunction[])[]): FunctionSet {
  return new Map(tables.flat().map((entry) => [entry.name, entry]));
}

/** The functions of `table` that `version` (`2.42`, `3.5.3`; undefined: the newest) already has. */
export function availableIn(
  table: readonly TemplateFunction[],
  version: string | undefined,
): TemplateFunction[] {
  return table.filter((entry) => entry.since === undefined || atLeast(version, entry.since));
}

/** Whether `version` is `since` or later; an undefined version is the newest. */
export function atLeast(version: string | undefined, since: string): boolean {
  if (version === undefined) return true;
  const have = version
    .replace(/^v/, '')
    .split('.')
    .map((part) => parseInt(part, 10) || 0);
  const need = since.split('.').map(Number);
  for (const [index, number] of need.entries()) {
    const difference = (have[index] ?? 0) - number;
    if (difference !== 0) return difference > 0;
  }
  return true;
}

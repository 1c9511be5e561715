import type { Oracle } from '../observe/types.ts';

/** Which engines answer, as `--engine` says. */
export type EngineChoice = 'auto' | 'embedded' | 'promtool' | 'both';

/** The engines that exist on this machine. */
export interface AvailableEngines {
  readonly embedded?: Oracle;
  readonly promtool?: Oracle;
}

export type EngineSelection =
  | { readonly status: 'ready'; readonly first: Oracle; readonly second?: Oracle }
  /** An engine that was asked for is not there (exit code 3 on the command line). */
  | { readonly status: 'missing'; readonly engine: 'embedded' | 'promtool' };

/**
 * Picks the engines: `auto` takes the embedded one and lets promtool confirm where it is found; `both` insists on
 * promtool.
 */
export function selectEngines(
  choice: EngineChoice,
  { embedded, promtool }: AvailableEngines,
): EngineSelection {
  switch (choice) {
    case 'embedded':
      return embedded === undefined
        ? { status: 'missing', engine: 'embedded' }
        : { status: 'ready', first: embedded };
    case 'promtool':
      return promtool === undefined
        ? { status: 'missing', engine: 'promtool' }
        : { status: 'ready', first: promtool };
    case 'both':
      if (embedded === undefined) return { status: 'missing', engine: 'embedded' };
      if (promtool === undefined) return { status: 'missing', engine: 'promtool' };
      return { status: 'ready', first: embedded, second: promtool };
    case 'auto':
      if (embedded !== undefined) return { status: 'ready', first: embedded, second: promtool };
      if (promtool !== undefined) return { status: 'ready', first: promtool };
      return { status: 'missing', engine: 'promtool' };
  }
}

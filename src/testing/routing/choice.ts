import type { Range } from '../../source/range.ts';
import type { LabelSet } from '../../routing/labels.ts';
import type { RoutingView } from '../judge/routing-view.ts';
import type { RoutingConfig } from './resolve.ts';

/** Why a test has no Alertmanager configuration to be judged by. */
export interface NoRouting {
  /** A clause after a colon. */
  readonly problem: string;
  readonly help: string;
}

/** The configuration that a test file is judged by. */
export type RoutingChoice =
  | { readonly status: 'found'; readonly config: RoutingConfig }
  /** Only what asks for routing fails; with a range, the file itself says something wrong there. */
  | ({ readonly status: 'missing'; readonly range?: Range | undefined } & NoRouting);

/** Answers for the alerts of a run, or why they are missing. */
export type RoutingSource = ((alerts: readonly LabelSet[]) => Promise<RoutingView>) | NoRouting;

/** No file of the project is one. */
export const NO_CONFIGURATION: NoRouting = {
  problem: 'no Alertmanager configuration found',
  help: 'add the configuration to the paths that are checked',
};

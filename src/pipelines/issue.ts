import type { Range } from '../source/range.ts';
import type { Fix } from '../diagnostics/diagnostic.ts';

/** A fault of a pipeline's configuration, with the smallest range that shows it. */
export interface PipelineIssue {
  readonly code: 'unknown-key' | 'wrong-type' | 'missing-key' | 'bad-value' | 'bad-duration';
  readonly message: string;
  readonly why?: string;
  readonly help?: string;
  readonly range: Range;
  readonly fix?: Fix;
  /** Less than an error where the agent starts all the same. */
  readonly severity?: 'warning';
}

export type PipelineSink = (issue: PipelineIssue) => void;

/** The two agents: Promtail reads YAML, Alloy a language of its own. */
export type Agent = 'promtail' | 'alloy';

export const AGENT_NAMES: Readonly<Record<Agent, string>> = { promtail: 'Promtail', alloy: 'Alloy' };

import type { Range } from '../source/range.ts';
import type { Agent } from './issue.ts';
import type { OpenSetting } from './setting.ts';
import type { RelabelRule } from './relabel/rules.ts';
import type { CompiledStage } from './stages/stage.ts';

/** What happens to lines on their way: stages, or relabelling of their labels. */
export type Step =
  | { readonly kind: 'stages'; readonly stages: readonly CompiledStage[] }
  | { readonly kind: 'relabel'; readonly rules: readonly RelabelRule[] };

/** A label that an agent gives every line of a source, and where that is written. */
export interface FixedLabel {
  readonly name: string;
  readonly value: string;
  readonly range: Range;
}

/** What lines are read from. */
export interface Target {
  readonly labels: readonly FixedLabel[];
  /** Applied to its labels before it is read. */
  readonly rules: readonly RelabelRule[];
  /** Is its path a pattern that the agent looks files up by? */
  readonly globs: boolean;
}

/** One way of the lines to Loki. */
export interface Way {
  readonly steps: readonly Step[];
  /** Given by the client; a line's own label wins. */
  readonly external: readonly FixedLabel[];
  /** The component on the way that is not followed, for messages. */
  readonly notFollowed: readonly NotFollowed[];
}

export interface NotFollowed {
  readonly what: string;
  readonly range: Range;
}

/** One place where lines come from, and their ways to Loki: a job of Promtail, a component of Alloy. */
export interface LogSource {
  readonly agent: Agent;
  /** The name of the job, or the component: `loki.source.file.app`. */
  readonly name: string;
  readonly range: Range;
  /** Targets that are written out; one without labels where the agent finds them itself. */
  readonly targets: readonly Target[];
  readonly ways: readonly Way[];
  /** A component that takes the lines of others. */
  readonly receives?: true;
  /** A job whose clients push streams with labels of their own. */
  readonly brings?: true;
  /** Does it read files? Their lines have the label `filename`. */
  readonly files: boolean;
  /** Values that only the running agent knows. */
  readonly open: readonly OpenSetting[];
}

/** Every stage on the ways, those inside of a match included. */
export function stagesOf({ ways }: Pick<LogSource, 'ways'>): CompiledStage[] {
  const all = (stages: readonly CompiledStage[]): CompiledStage[] =>
    stages.flatMap((stage) => [stage, ...all(stage.inner ?? [])]);
  const steps = new Set(ways.flatMap((way) => way.steps));
  return [...steps].flatMap((step) => (step.kind === 'stages' ? all(step.stages) : []));
}

import type { BinaryExpr, PipelineStage } from '../syntax/ast.ts';

/** Watches what the parts of a metric query do; the nodes are those of the query that is evaluated. */
export interface LogProbe {
  /** A selector found so many streams. */
  streams(count: number): void;
  /** A line reached a stage, which kept it or dropped it. */
  staged(stage: PipelineStage, kept: boolean): void;
  /** A comparison with a number looked at a sample. */
  compared(expr: BinaryExpr, value: number, limit: number, holds: boolean): void;
}

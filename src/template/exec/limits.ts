/** Bounds on one execution; each has its own error code. */
export interface ExecLimits {
  /** Nodes, commands and loop turns. */
  readonly steps: number;
  /** Characters of output. */
  readonly output: number;
  /** Templates inside templates. Go allows 100,000; only a template that calls itself gets near. */
  readonly depth: number;
}

export const DEFAULT_LIMITS: ExecLimits = { steps: 1_000_000, output: 1_000_000, depth: 200 };

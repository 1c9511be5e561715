import type { FunctionSet } from '../functions.ts';
import type { TemplateTree } from '../syntax/ast.ts';
import type { CallEnvironment } from '../value/callable.ts';
import type { ExecLimits } from './limits.ts';

/** Templates ready to run. */
export interface Program {
  readonly trees: ReadonlyMap<string, TemplateTree>;
  readonly functions: FunctionSet;
}

/** What one run shares between the templates it calls. */
export interface Run {
  readonly program: Program;
  readonly environment: CallEnvironment;
  readonly limits: ExecLimits;
  steps: number;
  readonly output: string[];
  outputLength: number;
  /** Characters of all texts that functions have made. */
  madeText: number;
}

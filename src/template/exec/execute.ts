import type { TemplateTree } from '../syntax/ast.ts';
import type { CallEnvironment } from '../value/callable.ts';
import type { Value } from '../value/value.ts';
import { ExecFailure } from './errors.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { ExecLimits } from './limits.ts';
import { LONGEST_TEXT } from '../value/text-limit.ts';
import { Walker } from './walker.ts';
import type { Program, Run } from './run.ts';

/**
 * Runs the template `tree` of `program` on `data`, as Go's Template.Execute with `missingkey=zero`.
 * Returns its text, or the failure that stopped it.
 */
export function executeTemplate(
  program: Program,
  tree: TemplateTree,
  data: Value,
  environment: CallEnvironment,
  limits: ExecLimits = DEFAULT_LIMITS,
): { text: string } | { failure: ExecFailure } {
  const run: Run = { program, environment, limits, steps: 0, output: [], outputLength: 0, madeText: 0 };
  try {
    new Walker(run, tree, data, 0).walk(data);
    return { text: run.output.join('') };
  } catch (error) {
    if (error instanceof ExecFailure) return { failure: error };
    if (error instanceof RangeError) return { failure: outOfRange(error, tree, limits) };
    throw error;
  }
}

/** Node's own stack can end before the limit where templates nest deeply inside; a text can be too long for it. */
function outOfRange(error: RangeError, tree: TemplateTree, limits: ExecLimits): ExecFailure {
  if (/string length|count value/i.test(error.message)) {
    const reason = `a text is longer than the limit of ${LONGEST_TEXT} characters`;
    return new ExecFailure('limit-text', reason, undefined, tree);
  }
  return new ExecFailure('limit-depth', `templates nest too deeply (limit ${limits.depth})`, undefined, tree);
}

import type { PipelineIssue, PipelineSink } from '../issue.ts';
import type { LogSource, NotFollowed } from '../source.ts';
import type { Body } from './ast.ts';
import { AlloySyntaxError } from './lexer.ts';
import { parseAlloy } from './parser.ts';
import { AlloyGraph } from './graph.ts';

/** What a configuration of Alloy says of logs. */
export interface AlloyConfig {
  /** The components that lines come from. */
  readonly sources: readonly LogSource[];
  /** Components that take lines from others, each as the beginning of a way. */
  readonly receivers: readonly LogSource[];
  /** `declare` and `import` blocks. */
  readonly notFollowed: readonly NotFollowed[];
}

const NOTHING: AlloyConfig = { sources: [], receivers: [], notFollowed: [] };

/**
 * Reads a configuration of Alloy, as far as it decides the labels and lines of streams.
 *
 * @param environment variables that `sys.env` knows
 */
export function decodeAlloy(
  text: string,
  issues: PipelineSink,
  environment: ReadonlyMap<string, string> = new Map(),
): AlloyConfig {
  let body: Body;
  try {
    body = parseAlloy(text);
  } catch (error) {
    if (!(error instanceof AlloySyntaxError)) throw error;
    issues({
      code: 'bad-value',
      message: `this is not the syntax of Alloy: ${error.message}`,
      why: 'Alloy refuses the whole configuration',
      help: 'attributes are "name = value" lines, blocks "name { ... }"; in lists and objects each value ends with a comma',
      range: error.range,
    });
    return NOTHING;
  }
  const graph = new AlloyGraph(body, once(issues), environment);
  return { sources: graph.sources(), receivers: graph.receivers(), notFollowed: graph.notFollowed() };
}

/** A component is on several paths and is read for each of them; its faults are reported once. */
function once(issues: PipelineSink): PipelineSink {
  const known = new Set<string>();
  return (issue: PipelineIssue) => {
    const key = `${issue.range.start} ${issue.message}`;
    if (!known.has(key)) issues(issue);
    known.add(key);
  };
}

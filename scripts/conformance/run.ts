import { Storage } from '../../src/promql/eval/storage/storage.ts';
import type { ScriptEngine } from './engine.ts';
import { runEval } from './evaluate.ts';
import { runLoad } from './load.ts';
import { parseScript } from './parse.ts';
import type { SkipMap } from './skips.ts';

/** An eval command that did not come out as expected. */
export interface Failure {
  readonly file: string;
  readonly line: number;
  readonly query: string;
  readonly problem: string;
}

/** The outcome of one script. */
export interface ScriptReport {
  readonly file: string;
  readonly passed: number;
  readonly failures: readonly Failure[];
  /** Failures that the skip map explains. */
  readonly skipped: readonly Failure[];
  /** Entries of the skip map whose case passes by now. */
  readonly staleSkips: readonly number[];
}

/** Runs one script from an empty storage. */
export function runScript(
  file: string,
  text: string,
  engine: ScriptEngine,
  version: 2 | 3,
  skips: SkipMap,
): ScriptReport {
  const failures: Failure[] = [];
  const skipped: Failure[] = [];
  const staleSkips: number[] = [];
  let passed = 0;
  let storage = new Storage();
  for (const command of parseScript(text)) {
    switch (command.kind) {
      case 'clear':
        storage = new Storage();
        break;
      case 'load':
        runLoad(command, storage);
        break;
      case 'eval': {
        const problem = guarded(() => runEval(command, storage, engine, version));
        const reason = skips[`${file}:${command.line}`];
        if (problem === undefined) {
          passed++;
          if (reason !== undefined) staleSkips.push(command.line);
        } else {
          const failure = { file, line: command.line, query: command.query, problem };
          (reason === undefined ? failures : skipped).push(failure);
        }
      }
    }
  }
  return { file, passed, failures, skipped, staleSkips };
}

/** A crash of the engine is a failure of its case. */
function guarded(run: () => string | undefined): string | undefined {
  try {
    return run();
  } catch (error) {
    return `threw ${error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 3).join(' ') : String(error)}`;
  }
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EvalOptions } from '../../src/promql/eval/index.ts';
import { rulecheckEngine } from './rulecheck-engine.ts';
import type { ScriptReport } from './run.ts';
import { runScript } from './run.ts';
import type { SkipMap } from './skips.ts';
import { SKIPS, SKIPS_2 } from './skips.ts';

/** A folder of scripts and how to run them. */
export interface Suite {
  readonly title: string;
  /** Folder below shared/conformance. */
  readonly folder: string;
  readonly version: 2 | 3;
  /** How upstream sets up its engine for these scripts. */
  readonly engine: EvalOptions;
  readonly skips: SkipMap;
}

export const SUITES: readonly Suite[] = [
  {
    title: 'Prometheus 3',
    folder: 'promqltest',
    version: 3,
    engine: {
      version: 3,
      features: [
        'promql-experimental-functions',
        'promql-duration-expr',
        'promql-extended-range-selectors',
        'promql-binop-fill-modifiers',
        'promql-delayed-name-removal',
        'use-start-timestamps',
      ],
    },
    skips: SKIPS,
  },
  {
    title: 'Prometheus 2.53',
    folder: 'promqltest-2.53',
    version: 2,
    engine: { version: 2, features: ['promql-experimental-functions'] },
    skips: SKIPS_2,
  },
];

/** Runs the scripts of a suite, all or those whose file name starts with `prefix`. */
export function runSuite(suite: Suite, root: string, prefix = ''): ScriptReport[] {
  const engine = rulecheckEngine(suite.engine);
  const folder = join(root, suite.folder);
  const files = readdirSync(folder).filter((file) => file.endsWith('.test') && file.startsWith(prefix));
  return files
    .sort()
    .map((file) =>
      runScript(file, readFileSync(join(folder, file), 'utf8'), engine, suite.version, suite.skips),
    );
}

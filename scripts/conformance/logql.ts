import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NEWEST_LOKI } from '../../src/util/loki-release.ts';
import { runLogqlScript } from '../../test/conformance/logql-run.ts';
import { parseLogqlScript } from '../../test/conformance/logql-script.ts';
import type { ScriptReport } from './run.ts';

/** What the table of Loki's scripts is about. */
export const LOGQL_TITLE = `Loki's engine scripts (development branch of August 2026; the engine plays ${NEWEST_LOKI})`;

/** Loki's engine tests, one report for each script. */
export function runLogqlSuite(root: string, start: string): ScriptReport[] {
  const folder = join(root, 'logqltest');
  const files = readdirSync(folder).filter((name) => name.endsWith('.logqltest') && name.startsWith(start));
  return files.map((file) => {
    const { statements, mismatches } = runLogqlScript(
      parseLogqlScript(readFileSync(join(folder, file), 'utf8')),
    );
    const failures = mismatches.map((mismatch) => ({ file, ...mismatch }));
    return { file, passed: statements - failures.length, failures, skipped: [], staleSkips: [] };
  });
}

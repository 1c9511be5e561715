/**
 * Runs the engine tests of Prometheus and Loki (shared/conformance) through rulecheck's engines and prints a table per script:
 * npm run conformance -- [--suite 2|3|loki] [--script start-of-name] [--report file]
 */
import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { ScriptReport } from './conformance/run.ts';
import { LOGQL_TITLE, runLogqlSuite } from './conformance/logql.ts';
import { runSuite, SUITES } from './conformance/suites.ts';
import { formatFailures, formatTable } from './conformance/table.ts';

const root = fileURLToPath(new URL('../../shared/conformance', import.meta.url));

const { values } = parseArgs({
  options: {
    suite: { type: 'string' },
    script: { type: 'string', default: '' },
    report: { type: 'string' },
  },
});

if (!existsSync(root)) {
  console.error(`${root} is not there: Prometheus's own engine scripts are no part of this repository`);
  process.exit(2);
}
const suites = SUITES.filter(({ version }) => values.suite === undefined || values.suite === String(version));
const all: ScriptReport[] = [];
const texts: string[] = [];
for (const suite of suites) {
  const reports = runSuite(suite, root, values.script);
  console.log(formatTable(suite.title, reports));
  console.log();
  all.push(...reports);
  const failures = formatFailures(reports);
  if (failures !== '') texts.push(`${suite.title}\n\n${failures}`);
}

if (values.suite === undefined || values.suite === 'loki') {
  const reports = runLogqlSuite(root, values.script);
  console.log(formatTable(LOGQL_TITLE, reports));
  console.log();
  const failures = formatFailures(reports);
  if (failures !== '') texts.push(`${LOGQL_TITLE}\n\n${failures}`);
}

const failures = texts.join('\n\n');
if (values.report === undefined) console.log(failures);
else writeFileSync(values.report, `${failures}\n`);
const stale = all.flatMap(({ file, staleSkips }) => staleSkips.map((line) => `${file}:${line}`));
if (stale.length > 0) console.log(`These pass now and must leave the skip map: ${stale.join(', ')}`);
if (failures !== '' || stale.length > 0) process.exitCode = 1;

import { byFile } from '../testing/mutation/index.ts';
import type {
  Mutant,
  MutantResult,
  MutantStatus,
  MutationReport,
  TestUnit,
} from '../testing/mutation/index.ts';
import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';

/** The states of the schema. */
const STATUS = {
  killed: 'Killed',
  survived: 'Survived',
  'no-coverage': 'NoCoverage',
  equivalent: 'Ignored',
  invalid: 'CompileError',
} as const satisfies Record<MutantStatus, string>;

/** Below the first score a file is shown red, from the second on green. */
const THRESHOLDS = { high: 95, low: 80 };

/** A report in the schema of mutation-testing-report-schema, version 2, which the Stryker dashboard and its viewer read. */
export function mutationJson(report: MutationReport, { failUnder }: { readonly failUnder?: number } = {}) {
  const ids = new Map(report.tests.map((unit, i) => [unit, `t${i}`]));
  const hints = new Map(report.survivors.map(({ result, hint }) => [result, hint]));
  let count = 0;
  const mutantJson = (result: MutantResult) => {
    const { mutant, status, covering, killedBy, played } = result;
    const expectation = hints.get(result)?.expectation;
    const reason =
      mutant.equivalent ?? (expectation === undefined ? undefined : `expect ${expectation} to kill it`);
    return {
      id: `m${count++}`,
      mutatorName: mutant.mutator,
      ...(mutant.kind === 'rule' ? { description: mutant.rule.name.value } : {}),
      replacement: mutant.replacement,
      location: locationOf(mutant),
      status: STATUS[status],
      ...(reason === undefined ? {} : { statusReason: reason }),
      coveredBy: covering.map((unit) => ids.get(unit)!),
      ...(killedBy === undefined ? {} : { killedBy: [ids.get(killedBy)!] }),
      testsCompleted: played,
    };
  };
  const files = [...byFile(report.results)].map(([file, results]) => [
    file.path,
    { language: 'yaml', source: file.text, mutants: results.map(mutantJson) },
  ]);
  return {
    schemaVersion: '2',
    thresholds:
      failUnder === undefined ? THRESHOLDS : { high: Math.max(failUnder, THRESHOLDS.high), low: failUnder },
    files: Object.fromEntries(files) as Record<string, unknown>,
    testFiles: testFiles(report.tests, ids),
    framework: { name: 'rulecheck' },
  };
}

function testFiles(tests: readonly TestUnit[], ids: ReadonlyMap<TestUnit, string>): Record<string, unknown> {
  const files = new Map<SourceFile, TestUnit[]>();
  for (const unit of tests) files.set(unit.file, [...(files.get(unit.file) ?? []), unit]);
  return Object.fromEntries(
    [...files].map(([file, units]) => [
      file.path,
      {
        tests: units.map((unit) => ({
          id: ids.get(unit)!,
          name: unit.name,
          location: { start: file.position(unit.range.start) },
        })),
      },
    ]),
  );
}

function locationOf({ file, range }: Mutant): { start: Place; end: Place } {
  return { start: file.position(range.start), end: file.position(visible(range).end) };
}

type Place = ReturnType<SourceFile['position']>;

const visible = ({ start, end }: Range): Range => ({ start, end: Math.max(start, end) });

import type { FileEngine, FileVerdict } from '../promtool/engine.ts';
import type { PromtoolFile, PromtoolTest } from '../../documents/promtool-test/types.ts';
import type { EngineName } from '../observe/types.ts';
import { Pace } from '../pace.ts';
import type { Failure, TestFileIssue, TestResult } from '../result.ts';

/** Runs unit-test files on one engine or two; where their verdicts on a test differ, it fails and says so. */
export async function runPromtoolFiles(
  files: readonly PromtoolFile[],
  engines: { readonly first: FileEngine; readonly second?: FileEngine | undefined },
  wanted: (name: string) => boolean,
  pace = new Pace(),
): Promise<PromtoolRun> {
  const pending = engines.second?.run(files);
  const [first, second] = [await engines.first.run(files), await pending];
  const engine: EngineName | 'both' = engines.second === undefined ? engines.first.name : 'both';
  const results = files.flatMap((file, i) => {
    const verdicts = { first: first[i]!, second: second?.[i] };
    return fileResults(file, engine, verdicts, { ...engines, pace }).filter((result) => wanted(result.name));
  });
  const warnings = files.flatMap((file, i) => orderWarnings(file, first[i]!, wanted));
  return { results, warnings };
}

/** The results of unit-test files, and what is odd about them though it fails no test. */
export interface PromtoolRun {
  readonly results: readonly TestResult[];
  readonly warnings: readonly TestFileIssue[];
}

/** The tests whose result depends on the order of groups, with the line that fixes it. */
function orderWarnings(
  file: PromtoolFile,
  { orderDependent = [], tests, orderLine }: FileVerdict,
  wanted: (name: string) => boolean,
): TestFileIssue[] {
  return file.tests.flatMap((test, t): TestFileIssue[] => {
    if (orderDependent[t] !== true || !wanted(test.name)) return [];
    const now = (tests[t] ?? []).length > 0 ? 'fails' : 'passes';
    return [
      {
        code: 'group-order',
        severity: 'warning',
        file: file.file,
        range: test.range,
        message: `the result of this test depends on the order of the groups; with recording groups before the groups that read them, it ${now}`,
        why: 'without an explicit order promtool evaluates the groups in random order, so its result changes from run to run',
        help: `add ${orderLine ?? 'group_eval_order'}`,
      },
    ];
  });
}

function fileResults(
  file: PromtoolFile,
  engine: EngineName | 'both',
  verdicts: { readonly first: FileVerdict; readonly second: FileVerdict | undefined },
  engines: { readonly first: FileEngine; readonly second?: FileEngine | undefined; readonly pace: Pace },
): TestResult[] {
  const { first } = verdicts;
  const old = first.file.length === 0 ? verdicts.second?.tooOld : undefined;
  const second = old === undefined ? verdicts.second : undefined;
  const note = old === undefined ? undefined : `promtool did not confirm this: ${old}`;
  const whole = first.file.length > 0 ? first.file : (second?.file ?? []);
  if (whole.length > 0) return [toResult(file, undefined, engine, whole)];
  return file.tests.map((test, t) => {
    const [own, other] = [first.tests[t] ?? [], second?.tests[t]];
    const durationMs = engines.pace.timeOf(test);
    const random = first.orderDependent?.[t] === true;
    if (
      other === undefined ||
      own.length > 0 === other.length > 0 ||
      engines.second === undefined ||
      random
    ) {
      return {
        ...toResult(file, test, old === undefined ? engine : engines.first.name, own),
        note,
        durationMs,
      };
    }
    const disagreement = disagree(test, own, other, [engines.first.name, engines.second.name]);
    return { ...toResult(file, test, engine, [disagreement]), durationMs };
  });
}

function disagree(
  test: PromtoolTest,
  first: readonly Failure[],
  second: readonly Failure[],
  [firstName, secondName]: readonly [EngineName, EngineName],
): Failure {
  const failed = first.length > 0 ? first : second;
  const [says, passes] = first.length > 0 ? [firstName, secondName] : [secondName, firstName];
  return {
    code: 'engines-disagree',
    range: failed[0]?.range ?? test.range,
    message: `${says} fails this test and ${passes} passes it; ${says} reports: ${failed[0]?.message ?? ''}`,
    diff: failed[0]?.diff ?? [],
    ...(!test.ownInterval && says === 'promtool'
      ? {
          why: 'promtool before 2.48 treats a test without "interval" as an interval of 0s',
          help: 'add "interval" to the test, or use a newer promtool',
        }
      : { help: 'run with --engine to select one engine, and please report it' }),
  };
}

function toResult(
  file: PromtoolFile,
  test: PromtoolTest | undefined,
  engine: EngineName | 'both',
  failures: readonly Failure[],
): TestResult {
  const [first] = failures;
  const alerts = new Set(test?.alertTests.map((alertTest) => alertTest.alertname));
  return {
    kind: 'promtool',
    name: test?.name ?? file.file.path,
    file: file.file,
    range: first?.range ?? test?.range ?? { start: 0, end: 0 },
    alert: alerts.size === 1 ? [...alerts][0] : undefined,
    engine,
    status: first === undefined ? 'passed' : 'failed',
    message: first?.message ?? '',
    failures,
  };
}

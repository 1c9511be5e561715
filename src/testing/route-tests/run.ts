import type { LabelSet } from '../../routing/labels.ts';
import type { RoutingView } from '../judge/routing-view.ts';
import type { Delivery } from '../notifications/delivery.ts';
import type { EngineName } from '../observe/types.ts';
import type { Failure, TestResult } from '../result.ts';
import { judgeRouteTest } from './judge.ts';
import type { RouteTest, RouteTestFile } from './types.ts';

/** What route tests are judged by; undefined where the project has no Alertmanager configuration. */
export interface RouteTestContext {
  readonly delivery: Delivery;
  readonly resolveRouting: (alerts: readonly LabelSet[]) => Promise<RoutingView>;
  /** Who answered. */
  readonly engine: EngineName | 'both';
}

/** Runs files of route tests, each test a result of its own. */
export async function runRouteTests(
  files: readonly RouteTestFile[],
  context: RouteTestContext | undefined,
  wanted: (name: string) => boolean,
): Promise<TestResult[]> {
  const planned = files.flatMap((file) =>
    file.tests.filter(({ name }) => wanted(name)).map((test) => ({ file, test })),
  );
  if (planned.length === 0) return [];
  const asked = planned.flatMap(({ test }) => test.alerts.filter(({ receivers }) => receivers !== undefined));
  const routing = await context?.resolveRouting(asked.map(({ labels }) => labels));
  return planned.map(({ file, test }) => {
    const failures =
      context === undefined || routing === undefined
        ? [noRouting(test)]
        : judgeRouteTest(test, context.delivery, routing);
    return toResult(file, test, failures, context?.engine ?? 'embedded');
  });
}

function noRouting({ range }: RouteTest): Failure {
  return {
    code: 'routing-unknown',
    range,
    message: 'routes cannot be tested: no Alertmanager configuration was found',
    diff: [],
    help: 'add the configuration to the paths that are checked',
  };
}

function toResult(
  { file }: RouteTestFile,
  test: RouteTest,
  failures: readonly Failure[],
  engine: TestResult['engine'],
): TestResult {
  const [first] = failures;
  return {
    kind: 'routes',
    name: test.name,
    file,
    range: first?.range ?? test.range,
    alert: test.alerts[0]?.labels.get('alertname'),
    engine,
    status: first === undefined ? 'passed' : 'failed',
    message: first?.message ?? '',
    failures,
  };
}

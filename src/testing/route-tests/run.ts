import type { LabelSet } from '../../routing/labels.ts';
import type { RoutingView } from '../judge/routing-view.ts';
import type { Delivery } from '../notifications/delivery.ts';
import type { NoRouting } from '../routing/choice.ts';
import type { EngineName } from '../observe/types.ts';
import type { Failure, TestResult } from '../result.ts';
import { judgeRouteTest } from './judge.ts';
import type { RouteTest, RouteTestFile } from './types.ts';

/** What route tests are judged by. */
export interface RouteTestContext {
  readonly delivery: Delivery;
  readonly resolveRouting: (alerts: readonly LabelSet[]) => Promise<RoutingView>;
  /** Who answered. */
  readonly engine: EngineName | 'both';
}

/** Runs files of route tests, each test a result of its own. */
export async function runRouteTests(
  files: readonly RouteTestFile[],
  context: RouteTestContext | NoRouting,
  wanted: (name: string) => boolean,
): Promise<TestResult[]> {
  const planned = files.flatMap((file) =>
    file.tests.filter(({ name }) => wanted(name)).map((test) => ({ file, test })),
  );
  if (planned.length === 0) return [];
  const asked = planned.flatMap(({ test }) => test.alerts.filter(({ receivers }) => receivers !== undefined));
  if ('problem' in context)
    return planned.map(({ file, test }) => toResult(file, test, [noRouting(test, context)], 'embedded'));
  const routing = await context.resolveRouting(asked.map(({ labels }) => labels));
  return planned.map(({ file, test }) =>
    toResult(file, test, judgeRouteTest(test, context.delivery, routing), context.engine),
  );
}

function noRouting({ range }: RouteTest, { problem, help }: NoRouting): Failure {
  return {
    code: 'routing-unknown',
    range,
    message: `routes cannot be tested: ${problem}`,
    diff: [],
    help,
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

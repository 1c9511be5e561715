import { RuleView } from '../../analysis/tests/index.ts';
import type { PromtoolFile } from '../../documents/promtool-test/types.ts';
import type { EvalOptions } from '../../promql/eval/index.ts';
import { evaluationOrder, runTest } from '../promtool/embedded-engine.ts';
import { judgeRouteTest } from '../route-tests/judge.ts';
import type { RouteTest, RouteTestFile } from '../route-tests/types.ts';
import { resolveRouting } from '../routing/resolve.ts';
import type { RuleFiles } from '../rule-files.ts';
import { routedBy } from './scenario-unit.ts';
import type { UnitContext } from './scenario-unit.ts';
import { ActiveAlerts } from './unit.ts';
import type { TestUnit } from './unit.ts';
import { keysOf, withVariant } from './variant.ts';

/** The tests of a unit-test file of promtool; none where its rules cannot be read. */
export async function promtoolUnits(
  file: PromtoolFile,
  ruleFiles: RuleFiles,
  { cwd, evaluation }: { readonly cwd: string; readonly evaluation: EvalOptions },
): Promise<TestUnit[]> {
  const patterns = file.ruleFiles.map((pattern) => pattern.value);
  const { documents, problems } = await ruleFiles.find(patterns, file.file);
  if (problems.length > 0) return [];
  const order = evaluationOrder(file, documents);
  const base = { file, rules: new RuleView(documents), options: evaluation, order };
  const rules = keysOf(documents, cwd);
  return file.tests.map((test): TestUnit => {
    const active = new ActiveAlerts();
    return {
      kind: 'promtool',
      id: `${file.file.path}\0${test.name}\0${test.range.start}`,
      name: test.name,
      file: file.file,
      range: test.range,
      alert: test.alertTests[0]?.alertname,
      rules,
      routing: undefined,
      active: active.names,
      durationMs: 0,
      run: (variant) => {
        const changed = withVariant(documents, variant, cwd);
        const watch = changed === documents ? active.onEvaluated : undefined;
        return Promise.resolve(runTest({ ...base, test, documents: changed }, false, watch));
      },
    };
  });
}

/** The tests of a file of route tests; none without a configuration to judge them by. */
export function routeUnits(
  { file }: RouteTestFile,
  tests: readonly RouteTest[],
  { routed }: UnitContext,
): TestUnit[] {
  if ('problem' in routed) return [];
  return tests.map((test): TestUnit => ({
    kind: 'routes',
    id: `${file.path}\0${test.name}`,
    name: test.name,
    file,
    range: test.range,
    alert: test.alerts[0]?.labels.get('alertname'),
    rules: new Set(),
    routing: routed.config,
    active: new Set(),
    durationMs: 0,
    async run(variant) {
      const by = routedBy(routed, variant);
      if ('problem' in by) return [];
      const alerts = test.alerts.map(({ labels }) => labels);
      const view = await resolveRouting(by.config, alerts, { embedded: true, amtool: undefined });
      return judgeRouteTest(test, by.delivery, view);
    },
  }));
}

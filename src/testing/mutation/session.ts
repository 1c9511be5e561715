import { NO_CONFIGURATION } from '../routing/choice.ts';
import { RuleFiles } from '../rule-files.ts';
import { byConfiguration, deliveryOf, loadFiles } from '../runner/loaded-files.ts';
import type { LoadedFile } from '../runner/loaded-files.ts';
import { planFile } from '../runner/run-scenarios.ts';
import type { RunTestsOptions } from '../runner/run-tests.ts';
import { SCENARIO_DEFAULTS } from '../scenario/plan.ts';
import { promtoolUnits, routeUnits } from './other-units.ts';
import { scenarioUnit } from './scenario-unit.ts';
import type { Routed, UnitContext } from './scenario-unit.ts';
import type { TestUnit } from './unit.ts';

/** The tests of a run, loaded and planned once so that each can be played many times by the embedded engine. */
export async function openUnits(options: RunTestsOptions): Promise<TestUnit[]> {
  const defaults = { ...SCENARIO_DEFAULTS, ...options.defaults };
  const ruleFiles = new RuleFiles(options.cwd, options.ruleFileReader);
  const loaded = await loadFiles(options.tests, options.rules, ruleFiles, defaults, options.routing);
  const units: TestUnit[] = [];
  for (const { choice, files } of byConfiguration(loaded)) {
    const routed = await routedOf(choice, options);
    const context = { cwd: options.cwd, evaluation: options.evaluation ?? {}, routed };
    for (const file of files) units.push(...(await unitsOf(file, context, ruleFiles, { options, defaults })));
  }
  return units;
}

async function routedOf(choice: LoadedFile['choice'], { ruleFileReader }: RunTestsOptions): Promise<Routed> {
  if (choice.status === 'missing') return choice;
  const delivery = await deliveryOf(choice, ruleFileReader);
  return delivery === undefined ? NO_CONFIGURATION : { config: choice.config, delivery };
}

async function unitsOf(
  { loaded: { failures, scenarios, promtool, routes } }: LoadedFile,
  context: UnitContext,
  ruleFiles: RuleFiles,
  { options, defaults }: { options: RunTestsOptions; defaults: typeof SCENARIO_DEFAULTS },
): Promise<TestUnit[]> {
  if (failures.length > 0) return [];
  const wanted = options.wanted ?? (() => true);
  if (scenarios !== undefined) {
    const { file, invalid, rules } = scenarios;
    const valid = { ...file, scenarios: file.scenarios.filter((scenario) => !invalid.has(scenario)) };
    const planned = planFile(valid, rules, defaults, wanted, context.evaluation);
    return planned.map((one) => scenarioUnit(one, context));
  }
  if (routes !== undefined) {
    const valid = routes.file.tests.filter((test) => !routes.invalid.has(test) && wanted(test.name));
    return routeUnits(routes.file, valid, context);
  }
  if (promtool === undefined) return [];
  const units = await promtoolUnits(promtool, ruleFiles, context);
  return units.filter(({ name }) => wanted(name));
}

import type { EvalOptions } from '../../promql/eval/index.ts';
import type { Delivery } from '../notifications/delivery.ts';
import { NotificationJudge } from '../notifications/judge-expectation.ts';
import type { EpisodeMemory } from '../notifications/judge-expectation.ts';
import { observeCase } from '../observe/embedded-oracle.ts';
import type { Observation, Oracle } from '../observe/types.ts';
import type { NoRouting } from '../routing/choice.ts';
import { resolveRouting } from '../routing/resolve.ts';
import type { RoutingConfig } from '../routing/resolve.ts';
import { type PlannedScenario, runScenarios } from '../runner/run-scenarios.ts';
import type { Expectation } from '../scenario/types.ts';
import { ActiveAlerts } from './unit.ts';
import type { TestUnit } from './unit.ts';
import { keysOf, withVariant } from './variant.ts';
import type { Variant } from './variant.ts';

/** Who says where alerts go: a configuration with all that it sends, or why it is missing. */
export type Routed = { readonly config: RoutingConfig; readonly delivery: Delivery } | NoRouting;

export interface UnitContext {
  readonly cwd: string;
  readonly evaluation: EvalOptions;
  readonly routed: Routed;
}

/** A scenario, run by the embedded engine alone. Its observations without a variant are kept. */
export function scenarioUnit(planned: PlannedScenario, context: UnitContext): TestUnit {
  const { cwd, evaluation, routed } = context;
  const { scenario, file, testCase } = planned;
  const active = new ActiveAlerts();
  const episodes: EpisodeMemory = new WeakMap();
  let observed: Observation | undefined;
  const observe = (rules: typeof testCase.rules): Observation => {
    if (rules !== testCase.rules) return observeCase({ ...testCase, rules }, evaluation);
    return (observed ??= observeCase(testCase, evaluation, active.onEvaluated));
  };
  return {
    kind: 'scenario',
    id: `${file.file.path}\0${scenario.name}`,
    name: scenario.name,
    file: file.file,
    range: scenario.range,
    alert: file.alert.value,
    rules: keysOf(testCase.rules, cwd),
    routing: 'problem' in routed || !scenario.expectations.some(asksRoutes) ? undefined : routed.config,
    active: active.names,
    durationMs: 0,
    testCase,
    async run(variant) {
      const rules = withVariant(testCase.rules, variant, cwd);
      const mutated = rules === testCase.rules ? testCase : { ...testCase, rules };
      const oracle: Oracle = { name: 'embedded', observe: () => Promise.resolve([observe(rules)]) };
      const { source, judge } = judges(routed, variant, evaluation, episodes);
      const [result] = await runScenarios(
        [{ ...planned, testCase: mutated }],
        { first: oracle },
        source,
        judge,
      );
      return result?.failures ?? [];
    },
  };
}

/** Whether an expectation depends on routes, inhibition or what is sent. */
function asksRoutes(expectation: Expectation): boolean {
  if (expectation.kind === 'notifications' || expectation.kind === 'message') return true;
  if (expectation.kind !== 'alerts') return false;
  return expectation.alerts.some(({ receivers, inhibited, inhibitedBy, notifies, mutedBy, group }) =>
    [receivers, inhibited, inhibitedBy, notifies, mutedBy, group].some((asked) => asked !== undefined),
  );
}

/** A configuration with a variant's change; template files are those of the original. */
export function routedBy(routed: Routed, { routing }: Variant): Routed {
  if ('problem' in routed || routing === undefined || routing.of !== routed.config) return routed;
  const { config } = routing.to;
  if (config === undefined) return routed;
  const delivery: Delivery = {
    ...routed.delivery,
    tree: routing.to.tree,
    inhibitRules: config.inhibitRules,
    timeIntervals: new Map(config.timeIntervals.map(({ name, intervals }) => [name.value, intervals])),
    receivers: new Map(config.receivers.map((receiver) => [receiver.name.value, receiver])),
  };
  return { config: routing.to, delivery };
}

function judges(
  routed: Routed,
  variant: Variant,
  evaluation: EvalOptions,
  episodes: EpisodeMemory,
): { source: Parameters<typeof runScenarios>[2]; judge: NotificationJudge | undefined } {
  const by = routedBy(routed, variant);
  if ('problem' in by) return { source: by, judge: undefined };
  const engines = { embedded: true, amtool: undefined };
  return {
    source: (alerts) => resolveRouting(by.config, alerts, engines),
    judge: new NotificationJudge(by.delivery, evaluation, episodes),
  };
}

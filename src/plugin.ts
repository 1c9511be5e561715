/**
 * What authors of plugins import as `rulecheck/plugin`; docs/writing-checks.md shows how. The model that visitors see
 * is that of rulecheck itself.
 */
import { completeCheck } from './checks/plugin.ts';
import type { PluginCheck } from './checks/plugin.ts';
import type { Messages } from './checks/contract.ts';
import { lintTexts } from './lint/texts.ts';

export type { CheckContext, Example, MessageText, Place, ReportDetails, Visitor } from './checks/contract.ts';
export type { PluginCheck, PluginMeta } from './checks/plugin.ts';
export type { Diagnostic, Fix, Severity } from './diagnostics/diagnostic.ts';
export type { AlertingRule, RecordingRule, Rule, RuleGroup } from './documents/rules/types.ts';
export type { LogqlQuery, Project, PromqlQuery } from './project/project.ts';
export { factsOf } from './analysis/expression/index.ts';
export { alertLabels, routedAlerts, routesTo } from './analysis/delivery/index.ts';
export type { AlertLabels, RoutedAlert, RoutedAlerts, WrittenRoute } from './analysis/delivery/index.ts';
export { measureOf } from './analysis/units/index.ts';
export type { Measure } from './analysis/units/index.ts';
export { printExpr } from './promql/print/print.ts';
export { walkExpr } from './promql/syntax/walk.ts';

/** Declares a check of a plugin: ties the types of options and messages together, and returns it as it is. */
export function defineCheck<const M extends Messages, Options = Readonly<Record<string, never>>>(
  check: PluginCheck<Options, M>,
): PluginCheck<Options, M> {
  return check;
}

/**
 * Runs the examples of a check, for the tests of a plugin.
 *
 * @returns a sentence for each wrong example whose findings lie elsewhere than its `at` says, and for each right one
 * with a finding; an empty list is what a test expects
 * @throws Error for an example whose configuration is wrong
 */
export function exampleFailures<Options, M extends Messages>(check: PluginCheck<Options, M>): string[] {
  const whole = completeCheck(check, 'under test');
  const { id, examples } = whole.meta;
  const cases = [
    ...examples.wrong.map((example) => ({ kind: 'wrong', example, at: example.at ?? [] })),
    ...examples.right.map((example) => ({ kind: 'right', example, at: [] })),
  ];
  if (cases.length === 0) return [`${id} has no examples`];
  return cases.flatMap(({ kind, example, at }, index) => {
    const found = lintTexts(example.files, [whole], { ...example, always: id });
    const texts = found.map((one) => (one.check === id ? one.file.slice(one.range) : one.message));
    const name = example.title ?? `example ${index + 1}`;
    if (kind === 'wrong' && at.length === 0)
      return [`${id}, ${name}: a wrong example says in "at" where it is wrong`];
    if (JSON.stringify(texts) === JSON.stringify(at)) return [];
    return [`${id}, ${name} (${kind}): found at ${JSON.stringify(texts)}, not at ${JSON.stringify(at)}`];
  });
}

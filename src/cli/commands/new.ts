import { alertmanagerCandidates } from '../../analysis/delivery/index.ts';
import { EXIT } from '../../diagnostics/exit-code.ts';
import { UserError } from '../../diagnostics/user-error.ts';
import type { AlertingRule } from '../../documents/rules/types.ts';
import { matchReceivers } from '../../routing/tree/match.ts';
import type { Project } from '../../project/project.ts';
import { generateScenarios, printRouteTests, printScenarios } from '../../testing/generate/index.ts';
import type { GenerateOptions } from '../../testing/generate/index.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import type { Io } from '../io.ts';
import { enter, load } from '../load.ts';
import { writeReportTo } from '../outputs.ts';

export interface NewScenarioOptions {
  readonly alert: string;
  readonly config?: string;
  /** Where the scenarios are written; undefined: standard output. */
  readonly output?: string;
}

/** `rulecheck new scenario`: first scenarios of an alert, worked out from its expression by the engine. */
export async function newScenario(options: NewScenarioOptions, io: Io): Promise<number> {
  const entered = enter(io, options.config);
  const { project } = await load({ ...options, paths: [], everything: true }, entered);
  const made = generateScenarios(ruleNamed(project, options.alert), project, optionsOf(project));
  if ('problem' in made) {
    throw new UserError(
      `cannot make scenarios for ${options.alert}: ${made.problem}`,
      EXIT.findings,
      'write one by hand: docs/scenarios.md',
    );
  }
  const text = printScenarios(made);
  if (options.output === undefined) io.stdout.write(text);
  else {
    await writeReportTo(options.output, () => text, io, true);
    io.stderr.write(
      `${made.scenarios.length} scenarios in ${options.output}: read them before you rely on them\n`,
    );
  }
  return EXIT.clean;
}

export type NewRouteTestOptions = Omit<NewScenarioOptions, 'alert'>;

/** `rulecheck new route-test`: where each kind of alert of the project goes now, as route tests. */
export async function newRouteTest(options: NewRouteTestOptions, io: Io): Promise<number> {
  const entered = enter(io, options.config);
  const { project } = await load({ ...options, paths: [], everything: true }, entered);
  const { receiversOf } = optionsOf(project);
  if (receiversOf === undefined) {
    throw new UserError(
      'route tests need exactly one Alertmanager configuration with routes in the project',
      EXIT.usage,
      'name it in rulecheck.yaml: "alertmanager: { file: alertmanager.yml }"',
    );
  }
  const text = printRouteTests(project.alerts, receiversOf);
  if (options.output === undefined) io.stdout.write(text);
  else await writeReportTo(options.output, () => text, io, true);
  return EXIT.clean;
}

function ruleNamed({ alerts }: Project, name: string): AlertingRule {
  const found = alerts.find((alert) => alert.name.value === name);
  if (found !== undefined) return found;
  const near = didYouMeanText(
    name,
    alerts.map((alert) => alert.name.value),
  );
  throw new UserError(
    `there is no alert "${name}"${near}`,
    EXIT.usage,
    'name an alert of the rule files of this project',
  );
}

/** As tests of the project are run; where several configurations route alerts, no receivers are written. */
function optionsOf(project: Project): GenerateOptions {
  const { version, features } = project.settings.prometheus;
  const candidates = alertmanagerCandidates(project);
  const tree = candidates.length === 1 ? candidates[0]!.document.tree : undefined;
  return {
    evaluation: features === undefined ? { version } : { version, features },
    receiversOf: tree === undefined ? undefined : (labels) => matchReceivers(tree, labels),
  };
}

import type { RuleDocument } from '../../documents/rules/types.ts';
import type { TestDocument } from '../../documents/types.ts';
import { groupBy } from '../../util/group-by.ts';
import { type Delivery, loadDelivery } from '../notifications/delivery.ts';
import { NO_CONFIGURATION } from '../routing/choice.ts';
import type { RoutingChoice } from '../routing/choice.ts';
import type { RoutingConfig } from '../routing/resolve.ts';
import type { RuleFiles } from '../rule-files.ts';
import type { RuleFileReader } from '../rule-file-reader.ts';
import type { ScenarioDefaults } from '../scenario/plan.ts';
import { type Loaded, loadTests } from './load.ts';

/** The Alertmanager configuration that tests are judged by; one for all, or chosen for each file. */
export type RoutingOption = RoutingConfig | ((test: TestDocument) => RoutingChoice) | undefined;

/** A test file with the Alertmanager configuration that it is judged by. */
export interface LoadedFile {
  readonly document: TestDocument;
  readonly choice: RoutingChoice;
  readonly loaded: Loaded;
}

/** Decodes and checks test files, each with the configuration that it is judged by. */
export async function loadFiles(
  tests: readonly TestDocument[],
  rules: readonly RuleDocument[],
  ruleFiles: RuleFiles,
  defaults: ScenarioDefaults,
  routing: RoutingOption,
): Promise<LoadedFile[]> {
  const files: LoadedFile[] = [];
  for (const document of tests) {
    const choice = choiceOf(routing, document);
    files.push({ document, choice, loaded: await loadTests(document, rules, ruleFiles, defaults, choice) });
  }
  return files;
}

function choiceOf(routing: RoutingOption, document: TestDocument): RoutingChoice {
  if (routing === undefined) return { status: 'missing', ...NO_CONFIGURATION };
  return typeof routing === 'function' ? routing(document) : { status: 'found', config: routing };
}

/** Files that are judged by one configuration run together; those without one, by what is to be said of it. */
export function byConfiguration(
  files: readonly LoadedFile[],
): { choice: RoutingChoice; files: LoadedFile[] }[] {
  const groups = groupBy(files, ({ choice }) =>
    choice.status === 'found' ? choice.config : `${choice.problem}\0${choice.help}`,
  );
  return [...groups.values()].map((group) => ({ choice: group[0]!.choice, files: group }));
}

/** The project's Alertmanager with its template files, where there is one. */
export async function deliveryOf(
  choice: RoutingChoice,
  ruleFileReader: RuleFileReader,
): Promise<Delivery | undefined> {
  if (choice.status === 'missing' || choice.config.config === undefined) return undefined;
  const { config, tree, path } = choice.config;
  return loadDelivery(config, tree, path, ruleFileReader);
}

import { posix, resolve } from 'node:path';
import type { AlertmanagerDocument } from '../documents/alertmanager-document.ts';
import type { TestDocument } from '../documents/types.ts';
import { alertmanagerCandidates, chooseAlertmanager, namesOfCandidates } from '../analysis/delivery/index.ts';
import type { AlertmanagerChoice } from '../analysis/delivery/index.ts';
import type { Project } from '../project/project.ts';
import { NO_CONFIGURATION } from '../testing/index.ts';
import type { RoutingChoice, RoutingConfig } from '../testing/index.ts';
import { child } from '../yaml/node.ts';

/**
 * The Alertmanager configuration that each test file of a run is judged by: the one that its key `alertmanager` names
 * (relative to the test), the one that was named on the command line, else the closest one.
 *
 * @param named the project of what was named on the command line alone
 */
export function routingChoice(
  project: Project,
  named: Project,
  cwd: string,
): (test: TestDocument) => RoutingChoice {
  const onCommandLine = named === project ? [] : alertmanagerCandidates(named);
  const from = onCommandLine.length > 0 ? named : project;
  const configs = new Map<AlertmanagerDocument, RoutingConfig>();
  const found = (document: AlertmanagerDocument): RoutingChoice => {
    let config = configs.get(document);
    if (config === undefined) configs.set(document, (config = configOf(document, cwd)));
    return { status: 'found', config };
  };
  return ({ root, file }) => {
    const key = child(root, 'alertmanager');
    if (key?.kind === 'scalar') {
      const path = posix.join(posix.dirname(file.path), key.text);
      const choice = chooseAlertmanager(project, { named: path });
      if (choice.status === 'found') return found(choice.document);
      return { status: 'missing', range: key.range, ...notThere(path, choice) };
    }
    const choice = chooseAlertmanager(from, { beside: file.path });
    return choice.status === 'found' ? found(choice.document) : { status: 'missing', ...unclear(choice) };
  };
}

type Missing = Exclude<AlertmanagerChoice, { readonly status: 'found' }>;

function notThere(path: string, choice: Missing): { problem: string; help: string } {
  const candidates = choice.status === 'none' ? [] : choice.candidates;
  return {
    problem: `"${path}" is not an Alertmanager configuration of this project`,
    help:
      candidates.length === 0 ? NO_CONFIGURATION.help : `the project has ${namesOfCandidates(candidates)}`,
  };
}

function unclear(choice: Missing): { problem: string; help: string } {
  if (choice.status === 'none') return NO_CONFIGURATION;
  const { candidates } = choice;
  const first = candidates[0]?.paths[0] ?? '';
  return {
    problem: `the project has ${candidates.length} Alertmanager configurations: ${namesOfCandidates(candidates)}`,
    help: `choose one: "alertmanager: ${first}" in this file (a relative path), or "alertmanager: { file: ${first} }" in rulecheck.yaml`,
  };
}

/** @returns what tests need of a configuration; a candidate has a tree */
export function configOf(document: AlertmanagerDocument, cwd: string): RoutingConfig {
  const { tree, config, file } = document;
  if (tree === undefined) throw new Error(`${file.path} has no route`);
  const path = resolve(cwd, file.path);
  return { tree, inhibitRules: config.inhibitRules, path, config, isWrapped: isWrapped(document) };
}

/** Whether a configuration is inside something larger: AlertmanagerConfig, a ConfigMap or Secret, the values of a chart. */
export function isWrapped({ origin, home }: AlertmanagerDocument): boolean {
  return origin === 'object' || home !== undefined;
}
